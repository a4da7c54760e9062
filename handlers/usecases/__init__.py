"""Slack-free verbs: load, decide, save, in the transaction that is handed in.

Each use case takes `tx` first and the rest by name; permission is its first line; it returns domain values and adds
what must be said to nobody: its caller renders and adds the delivery in the same transaction. May import the domain
and the storage, never views, Slack or a clock.

Example:
    `checkins.record(tx, answers=…, actor=…, now=…)` stores what an owner said and returns what changed.
"""
