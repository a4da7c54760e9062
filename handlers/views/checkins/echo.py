"""Check-ins as a team reads them: a thread for each round, and in it a message for each person (RULES 6.6)."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.company.teams import Team
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import PersonId
from handlers.views.blocks import block_kit, numbers
from handlers.views.checkins.messages import join_key_results, render_recorded


def render_round_opening(team: Team, number: int, *, on: date | None = None, locale: str = "en") -> block_kit.Message:
    """Open the thread in a team's channel that its check-ins are echoed to (RULES 6.6)."""
    when = f", {numbers.day_of_year(on, locale=locale)}" if on is not None else ""
    first = f"{block_kit.typed_bold(team.name, 60)}: check-ins of round {number}{when}. They come in below."
    return block_kit.message(first, [block_kit.section(first)], compared_with=1)


def echo_line(
    after: Sequence[KeyResultStatus],
    before: Sequence[KeyResultStatus] = (),
    *,
    by: PersonId | None,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Say a person's check-ins in the round's thread, a line or two for each (RULES 6.6).

    Args:
        after: How the key results stand now.
        before: How they stood, to say which check-in was the first; may be empty.
        by: Who checked in.
        names: What people are called.
        locale: For numbers and days.
    """
    fresh = {status.key_result.id for status in before if status.last is None}
    what = join_key_results([status.key_result.id for status in after])
    first = f"{block_kit.name_of(by, names)} checked in on {what}."
    entries = [
        [*render_recorded(status, locale=locale), "first check-in" if status.key_result.id in fresh else ""]
        for status in after
    ]
    return block_kit.message(first, [block_kit.section(first), *block_kit.paragraphs(entries, most=4)], compared_with=1)
