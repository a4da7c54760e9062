"""What answers to questions have in common: only the asker sees them, with a way to share (RULES 9.1)."""

from handlers import ids
from handlers.views.blocks import block_kit, form

_LONGEST_QUESTION = 1_000
_MOST_SHARED = 49


def buttons(share: str, *others: block_kit.Block) -> block_kit.Block:
    """Return the row below an answer.

    Args:
        share: The question as it was asked, `okr growth at risk`, asked again for the channel; empty for none.
        *others: The buttons before it.
    """
    shares = 0 < len(share) <= _LONGEST_QUESTION
    return block_kit.actions(*others, *([block_kit.button("Share to channel", ids.SHARE, share)] if shares else []))


def wrap_in_view(message: block_kit.Message, *, title: str = "Tiller") -> block_kit.View:
    """Return an answer as a form with nothing to send, for where there is no message to answer below."""
    blocks = [block for block in message.blocks if block["type"] != "data_visualization"]
    return form.modal(title, blocks, callback_id=ids.READ_ONLY)


def public(message: block_kit.Message, *, question: str, by: str) -> block_kit.Message:
    """Return an answer as everybody in a channel reads it: without buttons, with who asked what.

    Args:
        message: The answer, asked again for everybody.
        question: As it is typed: `/okr growth at risk`.
        by: The name of who shares it.
    """
    kept = [block for block in message.blocks if block["type"] != "actions"]
    said = f"{block_kit.typed_text(by, 40)} shared this: `{block_kit.typed_text(question.replace('`', ''), 200)}`"
    return block_kit.Message(text=f"{message.text}\n{said}", blocks=[*kept[:_MOST_SHARED], block_kit.context(said)])
