"""Which uploads are pictures that a browser may draw; everything else is only lent for download."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def picture_type(content: bytes) -> str | None:
    """The media type of a PNG, JPEG or GIF by its first bytes, not by its name; None for anything else."""
    return next((kind for start, kind in _STARTS if content.startswith(start)), None)


def is_picture(content: bytes) -> bool:
    """Whether the content is one of these."""
    return picture_type(content) is not None
