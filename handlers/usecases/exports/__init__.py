r"""CSV files out: exactly the files that `imports` reads, so that what is taken out can be put in again (RULES 11).

One module per kind of file gives its rows, `sheet` writes rows as CSV, `run` puts the five together, row by row, so
that a million readings need no memory. Ids that people know stay: people by their Slack id, objectives as `O-12`, key
results as `KR-34`. Imported into an empty database the files give the same people, teams, KPIs, readings, objectives
and key results, and exported again the same bytes; imported where they came from they change nothing.

A table of cells cannot carry everything. Left behind are the past (check-ins before the last, alerts, the audit), what
is set up around the numbers (times of digests, holds and seasons of limits, checkpoints, what feeds or guards what),
and cancelled key results, which the format could only bring back to life. `left_behind` says what that means for a
company at hand; a move without any loss is `storage/dump.py`.

Example:
    >>> from handlers.usecases.exports.sheet import csv_text
    >>> "".join(csv_text(("key", "name"), [["growth", "=Growth, and more"]]))
    'key,name\r\ngrowth,"\'=Growth, and more"\r\n'
"""
