"""Questions in words and their answers: what a command, a mention, a card's button and Share have in common.

`okrs` and `kpis` answer what stands after `/okr` and `/kpi`; `free_text` finds the command in a sentence; `home`
renders the Home tab. A question is a `Query`: a context with the words in it; the answer is a `Message`, and what a
question changes (a reading, a check-in) is changed in its transaction. May import notices, use cases and views; knows
no Slack client.

Example:
    `okrs.answer(query)` with the text `growth at risk` shows what is at risk in Growth.
"""
