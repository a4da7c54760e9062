"""What Tiller knows about KPIs and OKRs: pure values and pure decisions.

Nothing here does I/O, reads a clock, logs or knows Slack or SQL; only the standard library is imported.
Time, ids and randomness come in as arguments. Values are frozen dataclasses that cannot be built wrong; a decision
is a function that returns a value with a reason. `Decimal` carries every value and score, `date` every calendar day
(a team's or a person's), an aware UTC `datetime` every instant.

The steering wheel: `cycles`, `okrs` and `scores` (what there is), `drafts` and `draft_words` (what is being written),
`progress`, `pace`, `belief`, `forecast` and `scoring` (how it goes, is believed, may end and is judged), `steering`
(all that together), `checkins` (who is asked what), `carry` (what goes on into the next cycle), `coach` (what is said
of how it is written) and `dismissals` (what of that nobody wants to hear again). The dashboard: `kpis` and `kpi_keys`
(what there is), `targets`, `target_words`, `target_changes` and `starting_days` (as people write them), `health` and
`kpi_reasons` (how it stands, and why), `seasons`, `ranges` and `limits` (what is usual, what is normal, and what to
propose), `limit_reviews` and `limit_codes` (limits tried and looked at again, and as a button carries them), `episodes`
and `alerts` (whether anyone must hear of it). Between the two: `guardrails` (which must not suffer), `breaches` (what
becomes of an alert) and `loop` (the way back). What both are made of: `errors`, `ids`, `units`, `numbers`,
`arithmetic`, `values`, `periods`, `cadence`, `teams`, `standings`. What is said and who may: `digests`, `summaries`,
`access`. What the calendar makes due and what is sent because of it: `occurrences`, `deliveries`.

Example:
    >>> from decimal import Decimal
    >>> from domain.progress import raw_progress
    >>> raw_progress(baseline=Decimal(28), target=Decimal(45), current=Decimal("36.5"))
    Decimal('0.5')
"""
