"""Cells that a spreadsheet would run as a formula, and how they are made harmless and read back (RULES 11).

An apostrophe before the cell keeps it text in every spreadsheet. It is put before what begins like a formula, and
before what begins like one behind apostrophes of its own; from the same it is taken away. So a title such as
`'tis done` stays as it is both ways, and whatever was written comes back.
"""

import re

_MARK = "'"
_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)


def cell_of(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs; a negative number such as `-4` stays a number."""
    return f"{_MARK}{text}" if _would_run(text) else text


def text_of(cell: str) -> str:
    """Return the text that stands in a cell: what was given to `cell_of`."""
    return cell[1:] if cell.startswith(_MARK) and _would_run(cell) else cell


def _would_run(text: str) -> bool:
    bare = text.lstrip(_MARK)
    # A spreadsheet may trim blanks before it looks, and a tab or a carriage return is a blank itself.
    return bare.lstrip(" \n").startswith(_STARTS) and _NUMBER.fullmatch(bare) is None
