"""How much is measured, and how often."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much, and how often.

    Attributes:
        kpis: In the digest, with `weeks` readings each; `key_results` likewise, with `checkins` each.
        judged: KPIs that the pure functions judge; `rung` are judged through the calendar; limits are proposed for
            `proposed` of them.
        steered: Key results of one cycle that are told, scored and linted, with `checkins` each.
        people: Of the company in the middle of its quarter, with `owned` key results in `teams` teams.
        answers: Rounds of what takes milliseconds; `digests`, `ticks`, `starts` of what takes longer.
        simulated: Weeks of the longer of two simulations; the shorter one has one. A single week is simulated alone.
    """

    kpis: int = 1000
    weeks: int = 52
    key_results: int = 500
    checkins: int = 6
    judged: int = 10_000
    rung: int = 1000
    proposed: int = 1000
    okr_part: int = 10_000
    people: int = 64
    owned: int = 334
    teams: int = 22
    answers: int = 30
    submits: int = 15
    digests: int = 5
    judgings: int = 5
    calendars: int = 30
    ticks: int = 3
    starts: int = 3
    simulated: int = 6


FULL = Size()
QUICK = Size(
    kpis=12,
    key_results=8,
    judged=20,
    rung=6,
    proposed=5,
    okr_part=40,
    people=6,
    owned=20,
    teams=3,
    answers=3,
    submits=2,
    digests=2,
    judgings=2,
    calendars=2,
    ticks=1,
    starts=1,
    simulated=1,
)
