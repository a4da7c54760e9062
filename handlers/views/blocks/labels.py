"""The word for each state, with the emoji that goes before it and never stands alone."""

from collections.abc import Mapping
from typing import Final

from domain.kpis.model import KpiState
from domain.okrs.scores import Decision
from domain.okrs.status_model import OkrState, Pace
from domain.okrs.summaries import Band

KPI_STATE: Final[Mapping[KpiState, str]] = {
    KpiState.OK: "🟢 fine",
    KpiState.WARNING: "🟠 warning",
    KpiState.CRITICAL: "🔴 critical",
    KpiState.NO_TARGET: "⚪ no target",
    KpiState.NO_DATA: "⚪ no reading yet",
    KpiState.STALE: "⚪ no reading",
}

OKR_STATE: Final[Mapping[OkrState, str]] = {
    OkrState.CLOSED: "⚫ closed",
    OkrState.OUTDATED: "⚪ outdated",
    OkrState.ON_TRACK: "🟢 on track",
    OkrState.AT_RISK: "🟠 at risk",
    OkrState.OFF_TRACK: "🔴 off track",
    OkrState.PENDING: "⚪ no check-in yet",
}

PACE: Final[Mapping[Pace, str]] = {
    Pace.UNDEFINED: "",
    Pace.TOO_EARLY: "too early to tell",
    Pace.ON_PACE: "on pace",
    Pace.BEHIND: "behind",
    Pace.WELL_BEHIND: "well behind",
    Pace.MISSED: "missed",
}

BAND: Final[Mapping[Band, str]] = {
    Band.RED: "🔴 red",
    Band.AMBER: "🟠 amber",
    Band.GREEN: "🟢 green",
    Band.MISSED_COMMITMENT: "🔴 commitment missed",
}

DECISION: Final[Mapping[Decision, str]] = {
    Decision.KEEP: "Keep it as it is",
    Decision.CHANGE: "Change it",
    Decision.DROP: "Drop it",
}


def emoji(word: str) -> str:
    """Return the emoji of a state's word, for a line that says the word elsewhere."""
    return word.partition(" ")[0]
