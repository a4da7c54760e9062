"""The one family of errors that a person can put right."""


class TillerError(Exception):
    """Something that a person can put right; `str(error)` is a whole sentence for them.

    It says what was wrong, where, and what would be right. Each kind stands beside the function that raises it;
    anything that is not a `TillerError` is a defect.
    """
