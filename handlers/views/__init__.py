"""What people see: pure functions from domain values to a `Message` or to a view dict.

Only the domain is imported (and Babel, for numbers and dates in the person's locale). By subject, and imports point
down only:

    loop lint   the digest, the Home tab, the way back to the dashboard; what the coach says
    checkins    the prompt and what it turns into, its form, its echo in a channel
    okrs        lists, cards, forms, scores, summaries, sums
    kpis        lists, cards, forms, limits, alerts, reasons
    blocks      what all others are made of: `block_kit` cuts and escapes text, `form` holds fields, `numbers` says
                values and days, `labels` has the word for each state, `chart` draws

What is filled in stands in `…_form`, one thing in full in `…card`, what explains a number in `…why`. Rules that every
view keeps:

- The first line carries the point, since a phone's notification shows only that; `text` tells the whole story, since
  a screen reader hears only that.
- An emoji never stands alone: each status has its word. An arrow says which way, a word says good or bad.
- A name is a mention only where that person is to act. No ranking of people anywhere.
- Everything that people typed goes through `block_kit.typed_text`: escaped, cut, on one line, without invisible
  characters.

Plain dicts, not the SDK's models: those drop blocks that they do not know, such as charts.

Example:
    >>> from handlers.views.blocks.block_kit import typed_text
    >>> typed_text("<!channel> R&D", 40)
    '&lt;!channel&gt; R&amp;D'
"""
