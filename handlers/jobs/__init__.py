"""One module per thing that the calendar makes due.

A job has two functions. `due(ctx)` names its occurrences around now, pure reading in a few questions whatever the
number of people and KPIs: past ones that may still run, and future ones so that "what is next" can be told.
`run(ctx, occurrence)` does one of them in the transaction that claims its key, notifies whom it concerns, and returns
an `Outcome` with a reason. The `JobContext` is what all of them are given: the transaction, the moment, the company,
the operator's choices. `runner` calls them all; `bot/scheduler.py` and `python -m bot tick` call `runner`.

The week: `digest`. The dashboard: `alerts` (judges KPIs, remembers what is still red, tells the lead), `missing`,
`limits`, `limits_age`, `back_to_dashboard` (what is met and stays fine). The rounds: `checkins`, `reminders`,
`escalations`; `asking` is what they share with scoring. The quarter: `next_cycle`. Its end: `scoring` within its
`scoring_window`, `summary`.

May import use cases, views, notices and the storage; never Slack, never a clock, never another job (`runner` apart).

Example:
    On Monday at nine `digest.due` names `digest:3:2026-W47`. `runner.tick` runs `digest.run` and claims that key in
    one transaction; a second tick finds the key taken and does nothing.
"""
