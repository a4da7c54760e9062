"""The steering wheel: cycles, objectives, key results, check-ins, and the four numbers that are kept apart.

May import `kpis` (a KPI may feed a key result) and what lies below. `model` and `cycles` are what there is, `drafts`
and `draft_parser` what is being written; `progress`, `pace`, `confidence`, `forecast` and `scoring` each judge one
thing, `status` puts them side by side; `rounds` and `checkins` say who is asked when; `carry_over`, `summaries` and
`lint_dismissals` what is left at the end.
"""
