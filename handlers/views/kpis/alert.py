"""An alert: one message per episode, edited as it goes on, with its history in the thread (RULES 5.3 to 5.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.calendar.periods import Frequency
from domain.kpis.alerts import Alert, AlertKind, AlertNote, AlertState
from domain.kpis.limits import limit_past
from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStatus
from domain.loop.guardrails import Touched
from domain.loop.key_result_from_alert import KEY_RESULT_MADE
from domain.loop.return_to_dashboard import RETURNED
from domain.values.ids import PersonId, key_result_name
from handlers import button_values, ids
from handlers.views.blocks import block_kit, chart, numbers
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
    status: KpiStatus,
    *,
    names: Mapping[PersonId, str],
    notes: Sequence[AlertNote] = (),
    touched: Touched | None = None,
    zone: str = "UTC",
    locale: str = "en",
) -> block_kit.Message:
    """Render an alert as it stands.

    Args:
        alert: The episode.
        status: How its KPI stands.
        names: Names of the people in it.
        notes: What people did, oldest first; the newest few are shown.
        touched: What its KPI touches on the steering wheel.
        zone: The team's zone, for days.
        locale: For numbers and days.
    """
    title = headline(alert, status, locale=locale)
    if alert.state is not AlertState.OPEN:
        said = [
            block_kit.section(f"*{title}*"),
            block_kit.section(*_end_lines(alert, status, notes, names, zone, locale)),
        ]
        return block_kit.message(
            title, [*said, *_history(_list_untold(alert, notes), names, zone, locale)], compared_with=1
        )
    blocks = [block_kit.section(f"*{title}*"), block_kit.section(*_story(alert, status, names, touched, locale))]
    drawn = chart.line_chart(status, locale=locale)
    spark = chart.sparkline_text(status)
    blocks += [*([drawn] if drawn else []), *([block_kit.context(spark)] if spark else [])]
    blocks += [*_history(notes, names, zone, locale), _buttons(alert, touched)]
    return block_kit.message(title, blocks, compared_with=1)


def headline(alert: Alert, status: KpiStatus, *, locale: str = "en") -> str:
    """Say what is wrong and how bad: `🔴 Churn is critical: 4.8 %, limit 4 %`."""
    name = kpi_line.name(status)
    if alert.state is AlertState.WITHDRAWN:
        return f"⚪ {name}: corrected, alert withdrawn"
    if alert.state is AlertState.LIFTED:
        return f"⚪ {name}: its limits changed, alert withdrawn"
    if alert.kind is AlertKind.MISSING:
        if alert.state is AlertState.CLOSED:
            return f"🟢 {name} has a reading again: {kpi_line.value(status, locale=locale)}"
        return f"⚪ {name} has no reading"
    value = _value(alert, status, locale)
    if alert.state is AlertState.CLOSED:
        return f"🟢 {name} recovered: {value}"
    word = "🔴 {} is critical" if alert.state_shown is KpiState.CRITICAL else "🟠 {} is past its warning limit"
    limit = kpi_line.limit(_set_alert_limit(alert, status), locale=locale)
    return f"{word.format(name)}: {value}{f', {limit}' if limit else ''}"


def _set_alert_limit(alert: Alert, status: KpiStatus) -> KpiStatus:
    """Return the status with the limit that the alert speaks of.

    A reading may be past the critical limit before it has been so for long enough to be called critical.
    """
    limits, reading = status.kpi.limits, status.reading
    if limits is None or reading is None:
        return status
    return replace(status, limit=limit_past(limits, alert.state_shown, reading.value, status.usual) or status.limit)


def _value(alert: Alert, status: KpiStatus, locale: str) -> str:
    value = alert.last if alert.last is not None else alert.worst
    if value is None:
        return kpi_line.value(status, locale=locale)
    return numbers.value_text(value, status.kpi.unit, locale=locale, beside=status.limit)


def _story(
    alert: Alert, status: KpiStatus, names: Mapping[PersonId, str], touched: Touched | None, locale: str
) -> list[str]:
    lines = _missing(status, locale) if alert.kind is AlertKind.MISSING else _course(alert, status, locale)
    return [*lines, f"{_owner(alert, status, names)} {guardrail_line.touches(touched)}".strip()]


def _missing(status: KpiStatus, locale: str) -> list[str]:
    key = block_kit.typed_text(status.kpi.key, 40)
    late = f"{numbers.count_text(status.days_late, 'day')} late" if status.days_late else "due"
    said = f"Its next {status.kpi.frequency} reading is {late}."
    if status.reading is not None:
        said += f" The last one was {kpi_line.dated_value_text(status, locale=locale)}."
    return [said, f"It takes one line: `{ids.KPI} set {key} NUMBER`"]


def _course(alert: Alert, status: KpiStatus, locale: str) -> list[str]:
    """Say since when, how it moved, the worst value and the target."""
    frequency, unit = status.kpi.frequency, status.kpi.unit
    lines = [_since(alert, status, locale)]
    moves = kpi_line.changes(status, locale=locale)
    lines.append(numbers.join_dotted([moves, kpi_line.target(status, locale=locale)]))
    if alert.worst is not None and alert.worst != alert.last and alert.worst_period is not None:
        worst = numbers.value_text(alert.worst, unit, locale=locale)
        when = "on" if frequency is Frequency.DAY else "in"
        lines.append(f"At worst {worst} {when} {numbers.period(alert.worst_period, frequency, locale=locale)}.")
    return lines


def _since(alert: Alert, status: KpiStatus, locale: str) -> str:
    frequency = status.kpi.frequency
    since = numbers.period(alert.since, frequency, locale=locale)
    now = alert.last_period or (status.reading.period if status.reading else alert.since)
    name = numbers.period(now, frequency, locale=locale)
    name = f"{name[0].upper()}{name[1:]}"
    if status.held < 1:
        return f"{name} is the newest reading; it began with {since}."
    which = numbers.ordinal(status.held, frequency)
    return f"{name}, the {which} out of its limits{f' (since {since})' if status.held > 1 else ''}."


def _owner(alert: Alert, status: KpiStatus, names: Mapping[PersonId, str]) -> str:
    owner = status.kpi.owner
    if alert.assigned_to is None or alert.assigned_to == owner:
        return f"Owner {block_kit.mention(owner)}."
    return f"Owner {block_kit.name_of(owner, names)}; {block_kit.mention(alert.assigned_to)} is asked to act."


def _end_lines(
    alert: Alert,
    status: KpiStatus,
    notes: Sequence[AlertNote],
    names: Mapping[PersonId, str],
    zone: str,
    locale: str,
) -> list[str]:
    since = numbers.period(alert.since, status.kpi.frequency, locale=locale)
    if alert.state is AlertState.WITHDRAWN:
        now = kpi_line.dated_value_text(status, locale=locale)
        return [f"A reading was corrected: {now}. What stood here since {since} never was."]
    if alert.state is AlertState.LIFTED:
        now = kpi_line.dated_value_text(status, locale=locale)
        without = status.kpi.limits is None
        return [f"It has no limits any more: {now}." if without else f"By its limits now it is fine: {now}."]
    length = duration_text(alert, zone)
    if alert.kind is AlertKind.MISSING:
        return [f"Nothing had come for {length}. The new one is for {kpi_line.period_text(status, locale=locale)}."]
    word = "critical" if alert.state_shown is KpiState.CRITICAL else "out of its limits"
    parts = [f"Was {word} for {length}, since {since}"]
    if alert.worst is not None:
        parts.append(f"at worst {numbers.value_text(alert.worst, status.kpi.unit, locale=locale)}")
        if alert.worst_period is not None:
            parts[-1] += f" ({numbers.period(alert.worst_period, status.kpi.frequency, locale=locale)})"
    return [f"{', '.join(parts)}.", actions_text(alert, notes, names, zone=zone, locale=locale)]


def duration_text(alert: Alert, zone: str) -> str:
    """Say how long it lasted, in days from its first period to its end: `14 days`."""
    if alert.closed_at is None:
        return "a while"
    return numbers.days(numbers.local(alert.closed_at, zone).date() - alert.since)


def actions_text(
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
            did.setdefault(note.by, []).append(f"opened {block_kit.typed_text(note.text, 20)}")
    return " ".join(f"{block_kit.name_of(who, names)} {block_kit.join_names(parts)}." for who, parts in did.items())


def _list_untold(alert: Alert, notes: Sequence[AlertNote]) -> list[AlertNote]:
    """Return the notes that the end of an alert does not tell by itself."""
    if (alert.kind, alert.state) != (AlertKind.LIMIT, AlertState.CLOSED):
        return list(notes)
    rest = [note for note in notes if note.action != KEY_RESULT_MADE]
    return [note for note in rest if note.action != "acknowledged" or note.by != alert.acknowledged_by]


def _history(
    notes: Sequence[AlertNote], names: Mapping[PersonId, str], zone: str, locale: str
) -> list[block_kit.Block]:
    lines = []
    for note in notes[-_NOTES:]:
        when = numbers.day(numbers.local(note.at, zone).date(), locale=locale)
        lines.append(f"{when}: {block_kit.name_of(note.by, names)} {_did(note, names)}")
    return [block_kit.context(*lines)] if lines else []


def _did(note: AlertNote, names: Mapping[PersonId, str]) -> str:
    if note.action in STEPS:
        return STEPS[note.action].format(block_kit.typed_text(note.text, 20))
    did = _DONE.get(note.action, block_kit.typed_text(note.action, 40))
    if note.action == "assigned":
        return f"{did} to {block_kit.name_of(PersonId(note.text), names)}"
    return f"{did}: “{block_kit.typed_text(note.text, 200)}”" if note.text else did


def _buttons(alert: Alert, touched: Touched | None) -> block_kit.Block:
    value = str(alert.id)
    acknowledge = block_kit.button("Acknowledge", ids.ALERT_ACKNOWLEDGE, value, style="primary")
    snoozes = [(text, button_values.snooze_value(alert.id, length)) for text, length in _SNOOZES]
    rest = [
        block_kit.menu("Snooze", ids.ALERT_SNOOZE, snoozes),
        block_kit.button("Assign", ids.ALERT_ASSIGN, value),
        block_kit.button("Add a note", ids.ALERT_NOTE, value),
    ]
    if alert.kind is AlertKind.LIMIT:
        rest.append(_loop_button(alert, touched))
    return block_kit.actions(*([] if alert.acknowledged_by is not None else [acknowledge]), *rest)


def _loop_button(alert: Alert, touched: Touched | None) -> block_kit.Block:
    """Offer to make a key result of the alert, or to show the one that was made of it."""
    feeds = touched.feeds if touched is not None else ()
    made = next((key_result_name(key_result.id) for key_result in feeds if key_result.origin_alert == alert.id), None)
    if made is not None:
        return block_kit.button(f"Show {made}", ids.OKR_CARD, made)
    return block_kit.button("Make it a key result", ids.ALERT_KEY_RESULT, str(alert.id))


def snooze_text(length: str) -> str:
    """Say a choice of the snooze menu in words: `3 days`."""
    return next((text.lower() for text, value in _SNOOZES if value == length), length)
