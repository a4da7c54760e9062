"""One module per thing that the calendar makes due.

A ritual module has two functions. `due(tx, *, scene)` names its occurrences around now, pure reading in a few
questions whatever the number of people and KPIs: past ones that may still run, and future ones so that "what is next"
can be told. `run(tx, occurrence, *, scene)` does one of them in the transaction that claims its key, adds what must be
said to the outbox, and returns an `Outcome` with a reason. `ctx` is what all of them see: the moment, the company,
the operator's choices. `calendar` calls them all; the doorbell in `bot/scheduler.py` and `python -m bot tick` call
`calendar`.

The week: `digest`. The dashboard: `alerts` (judges KPIs, remembers what is still red, tells the lead), `missing`,
`limits`, `back_to_dashboard` (what is met and stays fine). The rounds: `checkins`, `reminders`, `escalations`. The
quarter: `next_cycle`. Its end: `window`, `scoring`, `summary`.

May import use cases, views, `outgoing` and the storage; never Slack, never a clock, never another ritual (`calendar`
apart).

Example:
    On Monday at nine `digest.due` names `digest:3:2026-W47`. `calendar.ring` runs `digest.run` and claims that key in
    one transaction; a second ring finds the key taken and does nothing.
"""
