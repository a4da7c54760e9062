"""What Tiller knows about KPIs and OKRs: pure values and pure decisions.

Nothing here does I/O, reads a clock, logs or knows Slack or SQL; only the standard library is imported.
Time, ids and randomness come in as arguments. Values are frozen dataclasses that cannot be built wrong; a decision
is a function that returns a value with a reason. `Decimal` carries every value and score, `date` every calendar day
(a team's or a person's), an aware UTC `datetime` every instant. The rules themselves stand in `RULES.md`,
numbered, with golden values; docstrings cite them by number.

Packages by subject, and imports point down only:

    loop   coach    KPI and key result together; what is said of how a key result is written
    okrs            the steering wheel: cycles, objectives, key results, check-ins, scores
    kpis            the dashboard: readings, targets, limits, alerts
    company ledger  teams, people, access; what was due and what is sent
    calendar        periods, zones, working days, cadence
    values          numbers, units, ids, errors

Example:
    >>> from decimal import Decimal
    >>> from domain.okrs.progress import raw_progress
    >>> raw_progress(baseline=Decimal(28), target=Decimal(45), current=Decimal("36.5"))
    Decimal('0.5')
"""
