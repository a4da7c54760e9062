"""What people see: pure functions from domain values to a `Message` or to a view dict.

Only the domain is imported (and Babel, for numbers and dates in the person's locale). `message` holds the pieces that
all others are made of and is the only place where text is cut or escaped; `form` holds fields and the modal around
them; `numbers` says values, changes and days, `locales` in whose way; `status` has the word for each state; `chart`
draws; `kpi_line` and `okr_line` say one thing in a line or two, `answer` how answers are shared. The rest carry the
names of what they show: `digest`, `alert`, `checkin`, `scoring`, `summary`, `okr`, `kpi`, `lint`, `home`, `problem`.
What is filled in stands in `…_form`, one thing in full in `…_card`, what explains a number in `…_why`; `okr_sum` has
its sums, `outlook` the forecast, `adjusted` what was changed after a cycle began.

Rules that every view keeps:

- The first line carries the point, since a phone's notification shows only that; `text` tells the whole story, since
  a screen reader hears only that.
- An emoji never stands alone: each status has its word. An arrow says which way, a word says good or bad.
- A name is a mention only where that person is to act. No ranking of people anywhere.
- Everything that people typed goes through `message.said`: escaped, cut, on one line, without invisible characters.

Plain dicts, not the SDK's models: those drop blocks that they do not know, such as charts.

Example:
    >>> from handlers.views.message import said
    >>> said("<!channel> R&D", 40)
    '&lt;!channel&gt; R&amp;D'
"""
