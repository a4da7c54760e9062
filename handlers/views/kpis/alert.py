"""An alert: one message per episode, edited as it goes on, with its history in the thread (SPEC 5.3 to 5.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.calendar.periods import Frequency
from domain.kpis.alerts import Alert, AlertKind, AlertNote, AlertState
from domain.kpis.limits import limit_past
from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStanding
from domain.loop.guardrails import Touched
from domain.loop.key_result_from_alert import KEY_RESULT_MADE
from domain.loop.return_to_dashboard import RETURNED
from domain.values.ids import PersonId, key_result_name
from handlers import ids
from handlers.views.blocks import chart, numbers
from handlers.views.blocks import message as m
from handlers.views.kpis import guardrail_line
from handlers.views.kpis import line as kpi_line

_NOTES = 4
_SNOOZES = (
    ("1 day", ids.SNOOZE_DAY),
    ("3 days", ids.SNOOZE_THREE_DAYS),
    ("A week", ids.SNOOZE_WEEK),
    ("Until the next reading", ids.SNOOZE_READING),
)
_DONE = {
    "acknowledged": "acknowledged it",
    "snoozed": "snoozed it",
    "assigned": "assigned it",
    "noted": "noted",
}
STEPS = {KEY_RESULT_MADE: "opened {} from it", RETURNED: "gave {} back to the dashboard"}
"""What was done with a key result, by the action of the note; its text names the key result."""


def message(
    alert: Alert,
    standing: KpiStanding,
    *,
    names: Mapping[PersonId, str],
    notes: Sequence[AlertNote] = (),
    touched: Touched | None = None,
    zone: str = "UTC",
    locale: str = "en",
) -> m.Message:
    """Render an alert as it stands.

    Args:
        alert: The episode.
        standing: How its KPI stands.
        names: Names of the people in it.
        notes: What people did, oldest first; the newest few are shown.
        touched: What its KPI touches on the steering wheel.
        zone: The team's zone, for days.
        locale: For numbers and days.
    """
    title = headline(alert, standing, locale=locale)
    if alert.state is not AlertState.OPEN:
        said = [m.section(f"*{title}*"), m.section(*_ended(alert, standing, notes, names, zone, locale))]
        return m.message(title, [*said, *_history(_untold(alert, notes), names, zone, locale)], told_from=1)
    blocks = [m.section(f"*{title}*"), m.section(*_story(alert, standing, names, touched, locale))]
    drawn = chart.line_chart(standing, locale=locale)
    spark = chart.spark_words(standing)
    blocks += [*([drawn] if drawn else []), *([m.context(spark)] if spark else [])]
    blocks += [*_history(notes, names, zone, locale), _buttons(alert, touched)]
    return m.message(title, blocks, told_from=1)


def headline(alert: Alert, standing: KpiStanding, *, locale: str = "en") -> str:
    """Say what is wrong and how bad: `🔴 Churn is critical: 4.8 %, limit 4 %`."""
    name = kpi_line.name(standing)
    if alert.state is AlertState.WITHDRAWN:
        return f"⚪ {name}: corrected, alert withdrawn"
    if alert.state is AlertState.LIFTED:
        return f"⚪ {name}: its limits changed, alert withdrawn"
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
    alert: Alert, standing: KpiStanding, names: Mapping[PersonId, str], touched: Touched | None, locale: str
) -> list[str]:
    lines = _missing(standing, locale) if alert.kind is AlertKind.MISSING else _course(alert, standing, locale)
    return [*lines, f"{_owner(alert, standing, names)} {guardrail_line.touches(touched)}".strip()]


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


def _ended(
    alert: Alert,
    standing: KpiStanding,
    notes: Sequence[AlertNote],
    names: Mapping[PersonId, str],
    zone: str,
    locale: str,
) -> list[str]:
    since = numbers.period(alert.since, standing.kpi.frequency, locale=locale)
    if alert.state is AlertState.WITHDRAWN:
        now = kpi_line.dated_value(standing, locale=locale)
        return [f"A reading was corrected: {now}. What stood here since {since} never was."]
    if alert.state is AlertState.LIFTED:
        now = kpi_line.dated_value(standing, locale=locale)
        without = standing.kpi.limits is None
        return [f"It has no limits any more: {now}." if without else f"By its limits now it is fine: {now}."]
    length = lasted(alert, zone)
    if alert.kind is AlertKind.MISSING:
        return [f"Nothing had come for {length}. The new one is for {kpi_line.as_of(standing, locale=locale)}."]
    word = "critical" if alert.state_shown is KpiState.CRITICAL else "out of its limits"
    parts = [f"Was {word} for {length}, since {since}"]
    if alert.worst is not None:
        parts.append(f"at worst {numbers.shown(alert.worst, standing.kpi.unit, locale=locale)}")
        if alert.worst_period is not None:
            parts[-1] += f" ({numbers.period(alert.worst_period, standing.kpi.frequency, locale=locale)})"
    return [f"{', '.join(parts)}.", who_acted(alert, notes, names, zone=zone, locale=locale)]


def lasted(alert: Alert, zone: str) -> str:
    """Say how long it lasted, in days from its first period to its end: `14 days`."""
    if alert.closed_at is None:
        return "a while"
    return numbers.days(numbers.local(alert.closed_at, zone).date() - alert.since)


def who_acted(
    alert: Alert, notes: Sequence[AlertNote], names: Mapping[PersonId, str], *, zone: str = "UTC", locale: str = "en"
) -> str:
    """Say who acted: `Mia acknowledged it on 17 Nov and opened KR-31.`; empty where nobody did."""
    when = ""
    if alert.acknowledged_at is not None:
        when = f" on {numbers.day(numbers.local(alert.acknowledged_at, zone).date(), locale=locale)}"
    did: dict[PersonId, list[str]] = {}
    if alert.acknowledged_by is not None:
        did[alert.acknowledged_by] = [f"acknowledged it{when}"]
    for note in notes:
        if note.action == KEY_RESULT_MADE:
            did.setdefault(note.by, []).append(f"opened {m.said(note.text, 20)}")
    return " ".join(f"{m.name_of(who, names)} {m.listed(parts)}." for who, parts in did.items())


def _untold(alert: Alert, notes: Sequence[AlertNote]) -> list[AlertNote]:
    """Return the notes that the end of an alert does not tell by itself."""
    if (alert.kind, alert.state) != (AlertKind.LIMIT, AlertState.CLOSED):
        return list(notes)
    rest = [note for note in notes if note.action != KEY_RESULT_MADE]
    return [note for note in rest if note.action != "acknowledged" or note.by != alert.acknowledged_by]


def _history(notes: Sequence[AlertNote], names: Mapping[PersonId, str], zone: str, locale: str) -> list[m.Block]:
    lines = []
    for note in notes[-_NOTES:]:
        when = numbers.day(numbers.local(note.at, zone).date(), locale=locale)
        lines.append(f"{when}: {m.name_of(note.by, names)} {_did(note, names)}")
    return [m.context(*lines)] if lines else []


def _did(note: AlertNote, names: Mapping[PersonId, str]) -> str:
    if note.action in STEPS:
        return STEPS[note.action].format(m.said(note.text, 20))
    did = _DONE.get(note.action, m.said(note.action, 40))
    if note.action == "assigned":
        return f"{did} to {m.name_of(PersonId(note.text), names)}"
    return f"{did}: “{m.said(note.text, 200)}”" if note.text else did


def _buttons(alert: Alert, touched: Touched | None) -> m.Block:
    value = str(alert.id)
    acknowledge = m.button("Acknowledge", ids.ALERT_ACKNOWLEDGE, value, style="primary")
    snoozes = [(text, ids.snooze_value(alert.id, length)) for text, length in _SNOOZES]
    rest = [
        m.menu("Snooze", ids.ALERT_SNOOZE, snoozes),
        m.button("Assign", ids.ALERT_ASSIGN, value),
        m.button("Add a note", ids.ALERT_NOTE, value),
    ]
    if alert.kind is AlertKind.LIMIT:
        rest.append(_loop_button(alert, touched))
    return m.actions(*([] if alert.acknowledged_by is not None else [acknowledge]), *rest)


def _loop_button(alert: Alert, touched: Touched | None) -> m.Block:
    """Offer to make a key result of the alert, or to show the one that was made of it."""
    feeds = touched.feeds if touched is not None else ()
    made = next((key_result_name(each.id) for each in feeds if each.origin_alert == alert.id), None)
    if made is not None:
        return m.button(f"Show {made}", ids.OKR_CARD, made)
    return m.button("Make it a key result", ids.ALERT_KEY_RESULT, str(alert.id))


def snooze_words(length: str) -> str:
    """Say a choice of the snooze menu in words: `3 days`."""
    return next((text.lower() for text, value in _SNOOZES if value == length), length)
