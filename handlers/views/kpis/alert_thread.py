"""What is said of an alert besides its message: in its thread, and to the team's lead (RULES 5.5 and 5.6)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.kpis.alerts import Alert, AlertKind, AlertNote, Reason
from domain.kpis.status_model import KpiStatus
from domain.values.ids import PersonId
from handlers import ids
from handlers.views.blocks import block_kit, numbers
from handlers.views.kpis import alert as alert_views
from handlers.views.kpis import line as kpi_line


def since_days(alert: Alert, status: KpiStatus) -> str:
    """Say for how long an open alert has stood on the status's day: `15 days`."""
    return numbers.days(max(status.on - alert.since, timedelta(days=1)))


def reason_text(reason: Reason) -> str:
    """Say what a decision means for people: `got worse`."""
    words = {
        Reason.OPENED: "opened",
        Reason.WORSE: "got worse",
        Reason.EASED: "eased",
        Reason.RECOVERED: "recovered",
        Reason.WITHDRAWN: "withdrawn",
        Reason.LIFTED: "lifted",
    }
    return words.get(reason, "unchanged")


def thread_line(
    alert: Alert,
    status: KpiStatus,
    reason: Reason,
    *,
    names: Mapping[PersonId, str],
    notes: Sequence[AlertNote] = (),
    zone: str = "UTC",
    locale: str = "en",
) -> block_kit.Message:
    """Say in the thread what just changed: worse, eased, recovered or withdrawn."""
    period = kpi_line.period_text(status, locale=locale)
    what = alert_views.headline(alert, status, locale=locale)
    if reason is Reason.RECOVERED:
        acted = alert_views.actions_text(alert, notes, names, zone=zone, locale=locale) or "Nobody acknowledged it."
        return _one(f"{what}, for {period}. {_course(alert, status, zone, locale)} {acted}")
    if reason is Reason.WITHDRAWN:
        return _one(f"{what}. The reading for {period} is {kpi_line.value(status, locale=locale)}.")
    if reason is Reason.LIFTED:
        return _one(f"{what}. The last reading was {kpi_line.dated_value_text(status, locale=locale)}.")
    moves = kpi_line.changes(status, locale=locale)
    return _one(f"{reason_text(reason).capitalize()} with the reading for {period}: {what}. {moves}")


def _course(alert: Alert, status: KpiStatus, zone: str, locale: str) -> str:
    if alert.closed_at is None:
        return ""
    parts = [f"It lasted {alert_views.duration_text(alert, zone)}"]
    if alert.worst is not None and alert.kind is AlertKind.LIMIT:
        parts.append(f"at worst {numbers.value_text(alert.worst, status.kpi.unit, locale=locale)}")
    return f"{', '.join(parts)}."


def note_line(note: AlertNote, *, names: Mapping[PersonId, str]) -> block_kit.Message:
    """Say in the thread what a person did: acknowledged, snoozed, assigned, noted; who is asked to act is mentioned."""
    who = block_kit.name_of(note.by, names)
    if note.action == "assigned":
        return _one(f"{who} asks {block_kit.mention(PersonId(note.text))} to take this on.")
    if note.action in alert_views.STEPS:
        return _one(f"{who} {alert_views.STEPS[note.action].format(block_kit.typed_text(note.text, 20))}.")
    text = f": “{block_kit.typed_text(note.text, 1_500)}”" if note.text else "."
    did = {"acknowledged": "acknowledged this", "snoozed": "snoozed this", "noted": "noted"}
    return _one(f"{who} {did.get(note.action, block_kit.typed_text(note.action, 40))}{text}")


def reminder(
    alert: Alert, status: KpiStatus, *, names: Mapping[PersonId, str], locale: str = "en"
) -> block_kit.Message:
    """Say in the thread that it is still out of its limits, to whoever is to act (RULES 5.5)."""
    who = block_kit.mention(alert.assigned_to or status.kpi.owner)
    known = (
        f"{block_kit.name_of(alert.acknowledged_by, names)} acknowledged it."
        if alert.acknowledged_by
        else "Nobody has acknowledged it."
    )
    length = since_days(alert, status)
    day = numbers.day_of_year(status.on, locale=locale)
    return _one(
        f"{length} now, on {day}: {alert_views.headline(alert, status, locale=locale)}. {known} {who}, what is next?"
    )


def lead_note(
    alert: Alert, status: KpiStatus, *, names: Mapping[PersonId, str], locale: str = "en"
) -> block_kit.Message:
    """Tell the team's lead, once, that nobody has acted (RULES 5.5)."""
    owner = block_kit.name_of(alert.assigned_to or status.kpi.owner, names)
    what = alert_views.headline(alert, status, locale=locale)
    first = f"{what}, for {since_days(alert, status)}. Nobody has taken it up."
    since = numbers.period(alert.since, status.kpi.frequency, locale=locale)
    story = f"It began with {since}. {owner} was told in the channel. You hear of it once, as the team's lead."
    row = block_kit.actions(
        block_kit.button("Acknowledge", ids.ALERT_ACKNOWLEDGE, str(alert.id), style="primary"),
        block_kit.button("Assign", ids.ALERT_ASSIGN, str(alert.id)),
    )
    return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(story), row], compared_with=1)


def _one(text: str, rest: Sequence[block_kit.Block] = ()) -> block_kit.Message:
    return block_kit.message(text, [block_kit.section(text), *rest], compared_with=1)
