"""The coach: what a goal would be better without, in a sentence each, and how it could read instead (RULES 8).

It warns and never blocks. It is pure: titles, numbers and statuses come in, findings go out, each with its rule, its
reason and, where one makes sense, a rewrite in the person's own words and numbers that passes the rule.

What is judged: a key result (`drafts` holds what is known of it, `key_results` says what there is to say), an objective
and how many there are (`objectives`), whether both are looked after (`upkeep`), a team's KPIs (`dashboard`), a whole
cycle (`report`). `findings` holds the rules and what a finding is.

How a title is read: `tokens` cuts it up, `quantities` says which numbers are amounts and which are names or dates,
`leads` finds its verb, `measures` tells which numbers say what comes of it, `wording` puts these together; the words
stand in `vocabulary`. What only numbers tell stands in `computed`; `rewrites` says it better.

Example:
    >>> from domain.coach.drafts import Draft
    >>> from domain.coach.key_results import lint_key_result
    >>> [finding.rewrite for finding in lint_key_result(Draft(title="Reduce churn by 30%"))]
    ['Reduce churn by 30%, from … to …']
"""
