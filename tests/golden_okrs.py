"""The golden tables of `domain/RULES.md` about the steering wheel, computed through the functions of the product.

Each function takes a row, by column, and returns the cells that it can compute.
"""

from datetime import date, time, timedelta
from decimal import Decimal

from domain.calendar.cadence import Cadence, cadence_days
from domain.calendar.local_time import resolve
from domain.calendar.working_days import add_working_days, weekdays
from domain.okrs import checkins
from domain.okrs.carry_over import NeedsTarget, NothingLeft, copy_key_result
from domain.okrs.confidence import shown_state, state_of_confidence
from domain.okrs.cycles import Cycle, cycle_name, next_cycle
from domain.okrs.forecast import forecast
from domain.okrs.model import Commitment, KeyResult, Metric, Milestone
from domain.okrs.pace import expected_progress, pace_of
from domain.okrs.progress import clamp, progress_of, raw_progress, roll_up
from domain.okrs.rounds import rounds, scoring_window
from domain.okrs.scores import Decision
from domain.okrs.scoring import band, objective_score, score_of, suggest_score
from domain.okrs.summaries import read_mean
from domain.values.ids import CycleId, KeyResultId, ObjectiveId
from handlers.deps import Policy
from tests.domain import okr_company as make
from tests.golden_cells import NONE, Row, number, optional, shown, whole, yes_or_no

_WEEK = timedelta(days=7)


def cycles(row: Row) -> Row:
    """Name a cycle and the one that follows it."""
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    fiscal = None if row["fiscal year starts in"] == NONE else int(row["fiscal year starts in"])
    name = cycle_name(start, end, fiscal_start_month=fiscal)
    following = next_cycle(make.quarter(name=name, start=start, end=end), fiscal_start_month=fiscal)
    return {
        "name": name,
        "next start": str(following.start),
        "next end": str(following.end),
        "next name": following.name,
    }


def carry_over(row: Row) -> Row:
    """Say what becomes of a key result in the next cycle."""
    kind = Metric(row["kind"])
    of = make.key_result(metric=kind, baseline=optional(row["baseline"]), target=optional(row["target"]))
    last = None if row["last value"] == NONE else make.checkin(whole(row["last value"]))
    decision = None if row["decision"] == NONE else Decision(row["decision"])
    found = copy_key_result(of, last=last, decision=decision, objective=ObjectiveId(4))
    if isinstance(found, NothingLeft):
        return {"becomes": "nothing", "new baseline": NONE}
    if isinstance(found, NeedsTarget):
        return {"becomes": "needs a target", "new baseline": shown(found.start)}
    return {"becomes": "copy", "new baseline": shown(found.baseline)}


def progress(row: Row) -> Row:
    """Compute raw and shown progress of an increase or a decrease."""
    of = make.way(whole(row["baseline"]), whole(row["target"]))
    assert of.metric == row["kind"]
    raw = raw_progress(baseline=number(row["baseline"]), target=number(row["target"]), current=number(row["current"]))
    assert progress_of(of, number(row["current"])).raw == raw
    return {"raw": shown(raw), "progress": shown(clamp(raw))}


def _of_kind(row: Row) -> KeyResult:
    weights = [] if row["weights"] == NONE else row["weights"].split(",")
    return make.key_result(
        metric=Metric(row["kind"]),
        baseline=None,
        target=None,
        low=optional(row["low"]),
        high=optional(row["high"]),
        milestones=tuple(Milestone(title="Step", weight=number(weight)) for weight in weights),
    )


def progress_by_kind(row: Row) -> Row:
    """Compute the progress of what has no baseline and target."""
    return {"progress": shown(progress_of(_of_kind(row), number(row["value"])).ratio)}


def maintained(row: Row) -> Row:
    """Score what is maintained, from one value a day."""
    of = make.band(row["low"], row["high"])
    said = [
        make.checkin(value.strip(), at=make.NOON + make.days(day))
        for day, value in enumerate(row["values, one a day"].split(","))
    ]
    return {"score": str(suggest_score(of, said))}


def _weighted(cell: str) -> list[tuple[Decimal, Decimal | None]]:
    pairs = [pair.split("×") for pair in cell.split(",")]
    return [(number(weight), optional(value)) for weight, value in pairs]


def rolled_up(row: Row) -> Row:
    """Compute an objective's progress from weights and raw progress."""
    return {"progress": shown(roll_up(_weighted(row["weight × raw"])))}


def expected(row: Row) -> Row:
    """Compute what is expected on a day."""
    days = {name: date.fromisoformat(row[name.replace("_", " ")]) for name in ("first_day", "last_day", "today")}
    return {"expected": shown(expected_progress(**days))}


def pace(row: Row) -> Row:
    """Say the word for the past against the calendar."""
    word = pace_of(optional(row["progress"]), optional(row["expected"]), ended=row["over"] == "yes")
    return {"pace": word.replace("_", " ")}


def confidence(row: Row) -> Row:
    """Say what an owner says with a confidence."""
    return {"status": state_of_confidence(int(row["confidence"])).replace("_", " ")}


def status(row: Row) -> Row:
    """Say the status that is shown."""
    counts = {
        name: None if row[name] == NONE else int(row[name])
        for name in ("check-in, days ago", "confidence", "said, days ago")
    }
    found = shown_state(
        over=row["over"] == "yes",
        finished=row["finished"] == "yes",
        age_days=counts["check-in, days ago"],
        confidence=counts["confidence"],
        confidence_age_days=counts["said, days ago"],
        cadence=Cadence(row["cadence"]),
    )
    return {"status": found.replace("_", " ")}


def forecasts(row: Row) -> Row:
    """Say what the past says about the last day."""
    values = [number(value) for value in row["values, a week apart"].split(",")]
    walk = [(date(2026, 7, 6) + week * _WEEK, value) for week, value in enumerate(values)]
    end = walk[-1][0] + timedelta(days=int(row["days left"]))
    found = forecast(walk, target=number(row["target"]), rising=True, end=end)
    return {"word": found.chance.replace("_", " "), "needed a week": shown(found.needed_per_week)}


def score(row: Row) -> Row:
    """Score a raw progress, and say its colour for both kinds of goal."""
    found = score_of(number(row["raw"]))
    return {
        "score": str(found),
        "aspirational": band(found, Commitment.ASPIRATIONAL).replace("_", " "),
        "committed": band(found, Commitment.COMMITTED).replace("_", " "),
    }


def scored_objective(row: Row) -> Row:
    """Score an objective from its key results' weights and scores."""
    pairs = _weighted(row["weight × score"])
    key_results = [make.key_result(at, weight=weight) for at, (weight, _) in enumerate(pairs, start=1)]
    scores = {
        KeyResultId(at): make.score(str(given), of=at)
        for at, (_, given) in enumerate(pairs, start=1)
        if given is not None
    }
    found = objective_score(make.objective(commitment=Commitment(row["commitment"])), key_results, scores)
    return {
        "score": NONE if found.score is None else str(found.score),
        "colour": NONE if found.band is None else found.band.replace("_", " "),
        "partial": yes_or_no(found.partial),
    }


def checkin_times(row: Row) -> Row:
    """Return one count or time of check-ins."""
    known = {
        "updated so recently, days: not asked again": checkins.FRESH.days,
        "working days to the reminder": checkins.REMIND_AFTER,
        "working days to the lead": checkins.TELL_LEAD_AFTER,
        "hours in which a receipt offers Edit": checkins.EDITABLE // timedelta(hours=1),
        "key results on a page of the form": checkins.PAGE_SIZE,
        "local hour of a prompt": Policy().checkin_hour,
        **{f"days between check-ins, {cadence}": cadence_days(cadence) for cadence in Cadence},
    }
    return {"is": str(known[row["what"]])}


def _cycle(row: Row) -> Cycle:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return Cycle(id=CycleId(1), name="a cycle", start=start, end=end)


def all_rounds(row: Row) -> Row:
    """Lay a cycle's check-in rounds."""
    found = rounds(_cycle(row), Cadence(row["cadence"]))
    return {
        "rounds": str(len(found)),
        "first opens": str(found[0].opens),
        "second opens": str(found[1].opens),
        "last closes": str(found[-1].closes),
    }


def window(row: Row) -> Row:
    """Return the days on which a cycle is scored."""
    opens, closes = scoring_window(_cycle(row), weekdays)
    return {"opens": str(opens), "closes": str(closes)}


def instant(row: Row) -> Row:
    """Resolve a local hour of a local day."""
    found = resolve(date.fromisoformat(row["day"]), time.fromisoformat(row["hour"]), row["zone"])
    return {"instant": f"{found:%Y-%m-%dT%H:%MZ}"}


def working_day(row: Row) -> Row:
    """Count working days on."""
    day = add_working_days(date.fromisoformat(row["day"]), int(number(row["working days on"])), weekdays)
    return {"day then": str(day)}


def note_needed(row: Row) -> Row:
    """Tell whether an answer needs a note."""
    before, now = (None if row[name] == NONE else int(row[name]) for name in ("before", "now"))
    return {"needed": yes_or_no(checkins.find_missing_note(before, now) is not None)}


def summary(row: Row) -> Row:
    """Say how a quarter's mean is read."""
    return {"reading": read_mean(optional(row["mean"])).replace("_", " ")}


GOLDEN = {
    "cycle-name": cycles,
    "carry-over": carry_over,
    "progress": progress,
    "progress-by-kind": progress_by_kind,
    "maintained": maintained,
    "roll-up": rolled_up,
    "expected": expected,
    "pace": pace,
    "confidence": confidence,
    "key-result-status": status,
    "forecast": forecasts,
    "score": score,
    "objective-score": scored_objective,
    "check-in-times": checkin_times,
    "rounds": all_rounds,
    "scoring-window": window,
    "instant": instant,
    "working-day": working_day,
    "note-needed": note_needed,
    "summary-reading": summary,
}
