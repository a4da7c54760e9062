"""What is said on Tiller's own account: a view and its place in the outbox, in the context that is handed in.

Listeners and jobs say the same things (an alert opens because a reading was imported, or because somebody typed
one); this is the one home of what they share. May import views, use cases and the storage; knows no Slack client:
the worker in `bot/delivery` sends what stands in the outbox.

Example:
    `alerts.announce(ctx, evaluated)` posts a new alert or edits the one that stands.
"""
