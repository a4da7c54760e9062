"""Slack-free verbs: load, decide, save, in the context that is handed in.

Each use case takes a `Context`, or an `ActorContext` where it matters who acts; permission is its first line; it
returns domain values and tells nobody: its caller renders, and notifies in the same transaction. May import the domain
and the storage, never views, Slack or a clock.

By subject, and imports point down only:

    exports     files that go out
    imports     files that come in: `run` takes one, the rest read cells, rows and tables
    loop lint   KPI and key result together; what the coach says of what there is, and what it is told not to say
    okrs kpis   what is written and shown: objectives, key results, cycles, scores; readings, targets, limits, alerts
    checkins    rounds: who is asked, what they said, what a KPI hands on
    status      how key results, objectives and KPIs stand, in a few reads whatever their number
    company     people, absences, and questions in words

Example:
    `checkins.record.record(ctx, answers=…)` stores what an owner said and returns what changed.
"""
