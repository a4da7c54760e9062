"""An alert: one message per episode, edited as it goes on, with its history in the thread (SPEC 5.3 to 5.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.alerts import Alert, AlertKind, AlertNote, AlertState, Reason
from domain.ids import PersonId
from domain.kpis import Frequency, KpiState
from domain.limits import limit_past
from domain.standings import KpiStanding
from handlers import ids
from handlers.views import chart, kpi_line, numbers
from handlers.views import message as m

_NOTES = 4
_SNOOZES = (
    ("1 day", ids.SNOOZE_DAY),
    ("3 days", ids.SNOOZE_THREE_DAYS),
    ("A week", ids.SNOOZE_WEEK),
    ("Until the next reading", ids.SNOOZE_READING),
)
_DONE = {"acknowledged": "acknowledged it", "snoozed": "snoozed it", "assigned": "assigned it", "noted": "noted"}


def message(
    alert: Alert,
    standing: KpiStanding,
    *,
    names: Mapping[PersonId, str],
    notes: Sequence[AlertNote] = (),
    touches: Sequence[str] = (),
    zone: str = "UTC",
    locale: str = "en",
) -> m.Message:
    """Render an alert as it stands.

    Args:
        alert: The episode.
        standing: How its KPI stands.
        names: Names of the people in it.
        notes: What people did, oldest first; the newest few are shown.
        touches: What it touches, in words: `O-3`, `KR-12 (fed by it)`.
        zone: The team's zone, for days.
        locale: For numbers and days.
    """
    title = headline(alert, standing, locale=locale)
    if alert.state is not AlertState.OPEN:
        said = [m.section(f"*{title}*"), m.section(*_ended(alert, standing, names, zone, locale))]
        known = alert.acknowledged_by if (alert.kind, alert.state) == (AlertKind.LIMIT, AlertState.CLOSED) else None
        rest = [note for note in notes if note.action != "acknowledged" or note.by != known]  # that one stands above
        return m.message(title, [*said, *_history(rest, names, zone, locale)], told_from=1)
    blocks = [m.section(f"*{title}*"), m.section(*_story(alert, standing, names, touches, locale))]
    drawn = chart.line_chart(standing, locale=locale)
    spark = chart.spark_words(standing)
    blocks += [*([drawn] if drawn else []), *([m.context(spark)] if spark else [])]
    blocks += [*_history(notes, names, zone, locale), _buttons(alert)]
    return m.message(title, blocks, told_from=1)


def headline(alert: Alert, standing: KpiStanding, *, locale: str = "en") -> str:
    """Say what is wrong and how bad: `🔴 Churn is critical: 4.8 %, limit 4 %`."""
    name = kpi_line.name(standing)
    if alert.state is AlertState.WITHDRAWN:
        return f"⚪ {name}: corrected, alert withdrawn"
    if alert.kind is AlertKind.MISSING:
        if alert.state is AlertState.CLOSED:
            return f"🟢 {name} has a reading again: {kpi_line.value(standing, locale=locale)}"
        return f"⚪ {name} has no reading"
    value = _value(alert, standing, locale)
    if alert.state is AlertState.CLOSED:
        return f"🟢 {name} recovered: {value}"
    word = "🔴 {} is critical" if alert.state_shown is KpiState.CRITICAL else "🟠 {} is past its warning limit"
    limit = kpi_line.limit(_at_its_limit(alert, standing), locale=locale)
    return f"{word.format(name)}: {value}{f', {limit}' if limit else ''}"


def _at_its_limit(alert: Alert, standing: KpiStanding) -> KpiStanding:
    """Return the standing with the limit that the alert speaks of.

    A reading may be past the critical limit before it has been so for long enough to be called critical.
    """
    limits, reading = standing.kpi.limits, standing.reading
    if limits is None or reading is None:
        return standing
    return replace(
        standing, limit=limit_past(limits, alert.state_shown, reading.value, standing.usual) or standing.limit
    )


def _value(alert: Alert, standing: KpiStanding, locale: str) -> str:
    value = alert.last if alert.last is not None else alert.worst
    if value is None:
        return kpi_line.value(standing, locale=locale)
    return numbers.shown(value, standing.kpi.unit, locale=locale, beside=standing.limit)


def _story(
    alert: Alert, standing: KpiStanding, names: Mapping[PersonId, str], touches: Sequence[str], locale: str
) -> list[str]:
    lines = _missing(standing, locale) if alert.kind is AlertKind.MISSING else _course(alert, standing, locale)
    lines.append(_owner(alert, standing, names))
    if touches:
        lines.append(f"Touches {m.at_most([m.said(each, 120) for each in touches], 3)}.")
    return lines


def _missing(standing: KpiStanding, locale: str) -> list[str]:
    key = m.said(standing.kpi.key, 40)
    late = f"{numbers.counted(standing.days_late, 'day')} late" if standing.days_late else "due"
    said = f"Its next {standing.kpi.frequency} reading is {late}."
    if standing.reading is not None:
        said += f" The last one was {kpi_line.dated_value(standing, locale=locale)}."
    return [said, f"It takes one line: `{ids.KPI} set {key} NUMBER`"]


def _course(alert: Alert, standing: KpiStanding, locale: str) -> list[str]:
    """Say since when, how it moved, the worst value and the target."""
    frequency, unit = standing.kpi.frequency, standing.kpi.unit
    lines = [_since(alert, standing, locale)]
    moves = kpi_line.changes(standing, locale=locale)
    lines.append(numbers.dotted([moves, kpi_line.target(standing, locale=locale)]))
    if alert.worst is not None and alert.worst != alert.last and alert.worst_period is not None:
        worst = numbers.shown(alert.worst, unit, locale=locale)
        when = "on" if frequency is Frequency.DAY else "in"
        lines.append(f"At worst {worst} {when} {numbers.period(alert.worst_period, frequency, locale=locale)}.")
    return lines


def _since(alert: Alert, standing: KpiStanding, locale: str) -> str:
    frequency = standing.kpi.frequency
    since = numbers.period(alert.since, frequency, locale=locale)
    now = alert.last_period or (standing.reading.period if standing.reading else alert.since)
    name = numbers.period(now, frequency, locale=locale)
    name = f"{name[0].upper()}{name[1:]}"
    if standing.held < 1:
        return f"{name} is the newest reading; it began with {since}."
    which = numbers.ordinal(standing.held, frequency)
    return f"{name}, the {which} out of its limits{f' (since {since})' if standing.held > 1 else ''}."


def _owner(alert: Alert, standing: KpiStanding, names: Mapping[PersonId, str]) -> str:
    owner = standing.kpi.owner
    if alert.assigned_to is None or alert.assigned_to == owner:
        return f"Owner {m.mention(owner)}."
    return f"Owner {m.name_of(owner, names)}; {m.mention(alert.assigned_to)} is asked to act."


def _ended(alert: Alert, standing: KpiStanding, names: Mapping[PersonId, str], zone: str, locale: str) -> list[str]:
    since = numbers.period(alert.since, standing.kpi.frequency, locale=locale)
    if alert.state is AlertState.WITHDRAWN:
        now = kpi_line.dated_value(standing, locale=locale)
        return [f"A reading was corrected: {now}. What stood here since {since} never was."]
    lasted = _lasted(alert, zone)
    if alert.kind is AlertKind.MISSING:
        return [f"Nothing had come for {lasted}. The new one is for {kpi_line.as_of(standing, locale=locale)}."]
    word = "critical" if alert.state_shown is KpiState.CRITICAL else "out of its limits"
    parts = [f"Was {word} for {lasted}, since {since}"]
    if alert.worst is not None:
        parts.append(f"at worst {numbers.shown(alert.worst, standing.kpi.unit, locale=locale)}")
        if alert.worst_period is not None:
            parts[-1] += f" ({numbers.period(alert.worst_period, standing.kpi.frequency, locale=locale)})"
    return [f"{', '.join(parts)}.", *_who_acted(alert, names, zone, locale)]


def _lasted(alert: Alert, zone: str) -> str:
    """Return how long it lasted, in days from its first period to its end."""
    if alert.closed_at is None:
        return "a while"
    return numbers.days(numbers.local(alert.closed_at, zone).date() - alert.since)


def _who_acted(alert: Alert, names: Mapping[PersonId, str], zone: str, locale: str) -> list[str]:
    if alert.acknowledged_by is None:
        return []
    when = ""
    if alert.acknowledged_at is not None:
        when = f" on {numbers.day(numbers.local(alert.acknowledged_at, zone).date(), locale=locale)}"
    return [f"{m.name_of(alert.acknowledged_by, names)} acknowledged it{when}."]


def _history(notes: Sequence[AlertNote], names: Mapping[PersonId, str], zone: str, locale: str) -> list[m.Block]:
    lines = []
    for note in notes[-_NOTES:]:
        when = numbers.day(numbers.local(note.at, zone).date(), locale=locale)
        did = _DONE.get(note.action, m.said(note.action, 40))
        text = f": “{m.said(note.text, 200)}”" if note.text else ""
        if note.action == "assigned":
            text = f" to {m.name_of(PersonId(note.text), names)}"
        lines.append(f"{when}: {m.name_of(note.by, names)} {did}{text}")
    return [m.context(*lines)] if lines else []


def _buttons(alert: Alert) -> m.Block:
    value = str(alert.id)
    acknowledge = m.button("Acknowledge", ids.ALERT_ACKNOWLEDGE, value, style="primary")
    snoozes = [(text, ids.snooze_value(alert.id, length)) for text, length in _SNOOZES]
    rest = [
        m.menu("Snooze", ids.ALERT_SNOOZE, snoozes),
        m.button("Assign", ids.ALERT_ASSIGN, value),
        m.button("Add a note", ids.ALERT_NOTE, value),
    ]
    return m.actions(*([] if alert.acknowledged_by is not None else [acknowledge]), *rest)


def since_days(alert: Alert, standing: KpiStanding) -> str:
    """Say for how long an open alert has stood on the standing's day: `15 days`."""
    return numbers.days(max(standing.on - alert.since, timedelta(days=1)))


def reason_words(reason: Reason) -> str:
    """Say what a decision means for people: `got worse`."""
    words = {
        Reason.OPENED: "opened",
        Reason.WORSE: "got worse",
        Reason.EASED: "eased",
        Reason.RECOVERED: "recovered",
        Reason.WITHDRAWN: "withdrawn",
    }
    return words.get(reason, "unchanged")


def thread_line(
    alert: Alert,
    standing: KpiStanding,
    reason: Reason,
    *,
    names: Mapping[PersonId, str],
    zone: str = "UTC",
    locale: str = "en",
) -> m.Message:
    """Say in the thread what just changed: worse, eased, recovered or withdrawn."""
    period = kpi_line.as_of(standing, locale=locale)
    what = headline(alert, standing, locale=locale)
    if reason is Reason.RECOVERED:
        return _one(f"{what}, for {period}. {_course_of(alert, standing, names, zone, locale)}")
    if reason is Reason.WITHDRAWN:
        return _one(f"{what}. The reading for {period} is {kpi_line.value(standing, locale=locale)}.")
    moves = kpi_line.changes(standing, locale=locale)
    return _one(f"{reason_words(reason).capitalize()} with the reading for {period}: {what}. {moves}")


def _course_of(alert: Alert, standing: KpiStanding, names: Mapping[PersonId, str], zone: str, locale: str) -> str:
    if alert.closed_at is None:
        return ""
    lasted = numbers.days(numbers.local(alert.closed_at, zone).date() - alert.since)
    parts = [f"It lasted {lasted}"]
    if alert.worst is not None and alert.kind is AlertKind.LIMIT:
        parts.append(f"at worst {numbers.shown(alert.worst, standing.kpi.unit, locale=locale)}")
    acted = (
        f"{m.name_of(alert.acknowledged_by, names)} acknowledged it"
        if alert.acknowledged_by
        else "nobody acknowledged it"
    )
    return f"{', '.join(parts)}; {acted}."


def note_line(note: AlertNote, *, names: Mapping[PersonId, str]) -> m.Message:
    """Say in the thread what a person did: acknowledged, snoozed, assigned, noted; who is asked to act is mentioned."""
    who = m.name_of(note.by, names)
    if note.action == "assigned":
        return _one(f"{who} asks {m.mention(PersonId(note.text))} to take this on.")
    text = f": “{m.said(note.text, 1_500)}”" if note.text else "."
    did = {"acknowledged": "acknowledged this", "snoozed": "snoozed this", "noted": "noted"}
    return _one(f"{who} {did.get(note.action, m.said(note.action, 40))}{text}")


def snooze_words(length: str) -> str:
    """Say a choice of the snooze menu in words: `3 days`."""
    return next((text.lower() for text, value in _SNOOZES if value == length), length)


def reminder(alert: Alert, standing: KpiStanding, *, names: Mapping[PersonId, str], locale: str = "en") -> m.Message:
    """Say in the thread that it is still out of its limits, to whoever is to act (SPEC 5.5)."""
    who = m.mention(alert.assigned_to or standing.kpi.owner)
    known = (
        f"{m.name_of(alert.acknowledged_by, names)} acknowledged it."
        if alert.acknowledged_by
        else "Nobody has acknowledged it."
    )
    length = since_days(alert, standing)
    day = numbers.day_of_year(standing.on, locale=locale)
    return _one(f"{length} now, on {day}: {headline(alert, standing, locale=locale)}. {known} {who}, what is next?")


def lead_note(alert: Alert, standing: KpiStanding, *, names: Mapping[PersonId, str], locale: str = "en") -> m.Message:
    """Tell the team's lead, once, that nobody has acted (SPEC 5.5)."""
    owner = m.name_of(alert.assigned_to or standing.kpi.owner, names)
    first = f"{headline(alert, standing, locale=locale)}, for {since_days(alert, standing)}. Nobody has taken it up."
    since = numbers.period(alert.since, standing.kpi.frequency, locale=locale)
    story = f"It began with {since}. {owner} was told in the channel. You hear of it once, as the team's lead."
    row = m.actions(
        m.button("Acknowledge", ids.ALERT_ACKNOWLEDGE, str(alert.id), style="primary"),
        m.button("Assign", ids.ALERT_ASSIGN, str(alert.id)),
    )
    return m.message(first, [m.section(f"*{first}*"), m.section(story), row], told_from=1)


def _one(text: str, rest: Sequence[m.Block] = ()) -> m.Message:
    return m.message(text, [m.section(text), *rest], told_from=1)
