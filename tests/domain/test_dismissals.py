"""What the coach is asked to be silent about."""

from datetime import UTC, datetime

import pytest

from domain.okrs.lint_dismissals import Dismissal, DismissalError
from domain.values.ids import PersonId

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def dismissal(reason: str) -> Dismissal:
    return Dismissal(subject="KR-12", rule="task", by=PersonId("U0MIA0003"), at=NOON, reason=reason)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_nothing_is_silenced_without_a_reason(reason: str) -> None:
    with pytest.raises(DismissalError, match="Say in a line why"):
        dismissal(reason)


def test_a_reason_is_kept_as_it_was_said() -> None:
    assert dismissal("It ends in March.").reason == "It ends in March."
