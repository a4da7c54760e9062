"""Slack-free verbs: load, decide, save, in the transaction that is handed in.

Each use case takes `tx` first and the rest by name; permission is its first line; it returns domain values and tells
nobody: its caller renders, and adds what is to be said in the same transaction. May import the domain and the storage,
never views, Slack or a clock.

`org` is the company as it is known at one moment, read once and handed to all others; `statuses` tells how key
results, objectives and KPIs stand, in a few reads whatever their number. The rounds: `prompts`, `forms`, `checkins`,
`absences`. What is steered by: `objectives` and `key_results` (with `key_result_links`) write them, `writing` says
where somebody may, `linting` what the coach says meanwhile, `lint_reports` what it says of a whole cycle (of which
things: `lint_subjects`), `dismissing` what it is told not to say. The quarter: `cycles`, `scoring`, `scoring_forms`,
`summaries`, `carry_over` (with `carried_objectives`). The dashboard: `kpis`, `feeding` (a KPI's value as a key result's
check-in), `kpi_drafts` and `kpi_editing` (KPIs as people write them), `kpi_reasons`, `alerts`, `limits`,
`typed_limits`, `digests`. Between the two: `guardrails` (what a KPI touches), `breaches` (an alert becomes a key
result) and `loop` (the way back). Questions: `asking` reads them, `okrs` answers; `typed_values` reads a value in a
line. `people` keeps what Slack says of a person, `imports` reads files and `exports` writes them.

Example:
    `checkins.record(tx, answers=…, actor=…, now=…)` stores what an owner said and returns what changed.
"""
