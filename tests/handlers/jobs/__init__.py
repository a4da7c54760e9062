"""What the calendar makes due, over real stores: what is laid in the outbox, once, and why the rest is not."""
