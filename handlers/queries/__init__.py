"""Questions in words and their answers: what a command, a mention, a card's button and Share have in common.

`okr` and `kpi` answer what stands after `/okr` and `/kpi`; `words` finds the command in a sentence; `home` renders the
Home tab. A question comes as `Asked`, with who asks and the company as it is now; the answer is a `Message`, and what
a question changes (a reading, a check-in) is changed in the transaction that is handed in. May import `outgoing`, use
cases and views; knows no Slack client.

Example:
    `okr.answer(tx, asked)` with the text `growth at risk` shows what is at risk in Growth.
"""
