"""Which health of a key result is shown, from what its owner said and how long ago."""

import pytest

from domain.calendar.cadence import Cadence
from domain.okrs.confidence import days_until_outdated, shown_state
from domain.okrs.status_model import OkrState

LIMIT = days_until_outdated(Cadence.WEEKLY)


@pytest.mark.parametrize(
    ("age_days", "confidence", "confidence_age_days", "state"),
    [
        (0, 8, 0, OkrState.ON_TRACK),
        (LIMIT, 8, LIMIT, OkrState.ON_TRACK),
        (LIMIT + 1, 8, 0, OkrState.OUTDATED),
        (0, 8, LIMIT + 1, OkrState.PENDING),
        (0, None, 0, OkrState.PENDING),
        (0, 8, None, OkrState.PENDING),
        (None, None, None, OkrState.PENDING),
        (None, 8, LIMIT, OkrState.ON_TRACK),
        (LIMIT + 1, None, None, OkrState.OUTDATED),
    ],
)
def test_silence_is_never_green(
    age_days: int | None, confidence: int | None, confidence_age_days: int | None, state: OkrState
) -> None:
    shown = {
        (over, finished): shown_state(
            over=over,
            finished=finished,
            age_days=age_days,
            confidence=confidence,
            confidence_age_days=confidence_age_days,
            cadence=Cadence.WEEKLY,
        )
        for over in (False, True)
        for finished in (False, True)
    }
    assert shown == {
        (False, False): state,
        (False, True): OkrState.ON_TRACK,
        (True, False): OkrState.CLOSED,
        (True, True): OkrState.CLOSED,
    }
