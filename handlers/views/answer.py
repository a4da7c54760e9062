"""What answers to questions have in common: only the asker sees them, with a way to share (SPEC 9.1)."""

from handlers import ids
from handlers.views import message as m

_LONGEST_QUESTION = 1_000


def buttons(share: str, *others: m.Block) -> m.Block:
    """Return the row below an answer.

    Args:
        share: The question as it was asked, `okr growth at risk`, asked again for the channel; empty for none.
        others: The buttons before it.
    """
    shares = 0 < len(share) <= _LONGEST_QUESTION
    return m.actions(*others, *([m.button("Share to channel", ids.SHARE, share)] if shares else []))
