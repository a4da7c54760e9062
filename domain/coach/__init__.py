"""The coach: what a goal would be better without, in one sentence each, and how it could read instead (SPEC 8).

It warns and never blocks. It is pure: titles, numbers and standings come in, findings go out, each with its rule, its
reason and, where one makes sense, a rewrite in the person's own words and numbers that passes the rule.

By words: `vocabulary` (the tables), `quantities` (which numbers measure something and which are names or dates),
`wording` (what a title says). By numbers: `computed`. What is judged: a key result in `drafts`, an objective in
`objectives`, a team's KPIs in `dashboard`; a whole cycle in `report`. `findings` holds the rules and what a finding is.
"""
