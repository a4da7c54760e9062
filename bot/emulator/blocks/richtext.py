"""Rich text: sections, lists, quotes and preformatted text (SLACK_RULES 1.3)."""

from collections.abc import Mapping

from bot.emulator.blocks.composition import BLOCK_ID, CHANNEL_ID, LINK, USER_ID
from bot.emulator.blocks.shapes import Check, Shape, block, boolean, enum, integer, items, string, union

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE = Shape(optional=dict.fromkeys(_STYLES, boolean))
_STYLED: Mapping[str, Check] = {"style": _STYLE}

_INLINE = union(
    {
        "text": block(required={"text": string(1)}, optional=_STYLED),
        "link": block(required={"url": LINK}, optional={"text": string(), "unsafe": boolean, **_STYLED}),
        "emoji": block(
            required={"name": string(1)}, optional={"unicode": string(), "skin_tone": integer(1, 6), **_STYLED}
        ),
        "user": block(required={"user_id": USER_ID}, optional=_STYLED),
        "channel": block(required={"channel_id": CHANNEL_ID}, optional=_STYLED),
        "usergroup": block(required={"usergroup_id": string(1)}, optional=_STYLED),
        "broadcast": block(required={"range": enum("here", "channel", "everyone")}, optional=_STYLED),
        "color": block(required={"value": string(1)}, optional={}),
        "date": block(
            required={"timestamp": integer(0), "format": string(1)},
            optional={"url": LINK, "fallback": string(), **_STYLED},
        ),
    },
)
_BORDER = integer(0, 1)
_SECTION = block(required={"elements": items(_INLINE)}, optional={})

RICH_TEXT = block(
    required={
        "elements": items(
            union(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": block(
                        required={
                            "style": enum("bullet", "ordered"),
                            "elements": items(union({"rich_text_section": _SECTION}), 1),
                        },
                        optional={"indent": integer(0, 8), "offset": integer(0), "border": _BORDER},
                    ),
                    "rich_text_quote": block(required={"elements": items(_INLINE)}, optional={"border": _BORDER}),
                    "rich_text_preformatted": block(
                        required={"elements": items(_INLINE)},
                        optional={"border": _BORDER, "language": string(1)},
                    ),
                },
            ),
            1,
        ),
    },
    optional={"block_id": BLOCK_ID},
)
RICH_TEXT_OBJECT = union({"rich_text": RICH_TEXT})
