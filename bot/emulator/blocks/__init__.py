"""Block Kit as Slack judges it, keeps it, lets people fill it, and shows it.

Four jobs, each on plain dicts, none with a memory, a clock or chance:

- *Judge* (`validate`): every limit, surface and closed list that Slack enforces. `shapes` is a small vocabulary
  (a text of 1 to 75 characters, a list of 1 to 10, an object with these fields and no others); `composition`,
  `richtext`, `elements`, `tables`, `media` and `layout` say Block Kit in that vocabulary, and `across`
  holds the rules that need more than one block (unique ids, one table, sums of text). Each `problems.Problem`
  carries the json-pointer and the sentence that Slack would give. Lengths count the escaped text.
- *Keep* (`normalize`): what Slack adds before it hands blocks back, such as the ids left out.
- *Fill* (`state`): the values of a form nobody has touched, the value an answer makes, and what the client refuses
  to send.
- *Show* (`reading`): what a person reads, as plain text. `page` lays out blocks, `widgets` draws buttons and inputs,
  `tabular` tables and charts; `mrkdwn`, `markdown` and `prose` read the three ways of writing text.

Why not pydantic models: Slack's sentences and pointers are part of what is emulated, and a check that is a function
of (value, pointer, findings) gives both without a second table that translates error kinds.

Nothing here imports anything of the project outside this package.

Example:
    >>> from bot.emulator.blocks.validate import message_problems
    >>> [str(problem) for problem in message_problems({"blocks": [{"type": "sectoin"}]})]
    ['unsupported type: sectoin [json-pointer:/blocks/0/type]']
"""
