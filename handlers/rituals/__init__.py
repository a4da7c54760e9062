"""One module per thing that the calendar makes due.

A ritual module has two functions. `due(tx, *, now, world)` names its occurrences around now, pure reading: past ones
that may still run, and future ones so that "what is next" can be told. `run(tx, occurrence, *, now, world)` does one
of them in the transaction that claims its key, adds what must be said to the outbox, and returns an `Outcome` with a
reason. `calendar` calls them all; the doorbell in `bot/scheduler.py` and `python -m bot tick` call `calendar`.

May import use cases, views and the storage; never Slack, never a clock, never another ritual.
"""
