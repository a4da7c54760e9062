"""The coach's findings as people read them."""
