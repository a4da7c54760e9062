"""What is said in an alert's thread and to the team's lead, and the two forms behind its buttons."""

import json
from collections.abc import Mapping, Sequence

from domain.alerts import Alert, AlertKind, AlertNote, Reason
from domain.ids import PersonId
from domain.standings import KpiStanding
from handlers import ids
from handlers.views import kpi_line, numbers
from handlers.views import message as m
from handlers.views.alert import headline, reason_words, since_days


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
    """Say in the thread what a person did: acknowledged, snoozed, assigned, noted."""
    text = f": “{m.said(note.text, 1_500)}”" if note.text else "."
    did = {
        "acknowledged": "acknowledged this",
        "snoozed": "snoozed this",
        "assigned": "assigned this",
        "noted": "noted",
    }
    return _one(f"{m.name_of(note.by, names)} {did.get(note.action, m.said(note.action, 40))}{text}")


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
    first = f"{headline(alert, standing, locale=locale)}, and nobody has taken it up for {since_days(alert, standing)}"
    since = numbers.period(alert.since, standing.kpi.frequency, locale=locale)
    story = f"It began with {since}. {owner} was told in the channel. You hear of it once, as the team's lead."
    row = m.actions(
        m.button("Acknowledge", ids.ALERT_ACKNOWLEDGE, str(alert.id), style="primary"),
        m.button("Assign", ids.ALERT_ASSIGN, str(alert.id)),
    )
    return m.message(first, [m.section(f"*{first}*"), m.section(story), row], told_from=1)


def note_modal(alert: Alert, *, name: str = "") -> m.View:
    """Ask for a note on an alert; `name` is its KPI's name."""
    field = {"type": "plain_text_input", "action_id": ids.NOTE, "multiline": True, "max_length": 1_000}
    blocks: list[m.Block] = [
        m.section(
            f"What should others know about {m.said(name or 'this alert', 100)}? It goes to the alert and its thread."
        ),
        m.field("Note", ids.block(ids.NOTE, alert.id), {**field, "focus_on_load": True}),
    ]
    return m.modal(
        "Add a note", blocks, callback_id=ids.NOTE_FORM, submit="Add", close="Cancel", metadata=_metadata(alert)
    )


def assign_modal(alert: Alert, *, name: str = "") -> m.View:
    """Ask who shall act on an alert; `name` is its KPI's name."""
    picker: m.Block = {"type": "users_select", "action_id": ids.PERSON, "placeholder": m.plain("Who?", 150)}
    if alert.assigned_to is not None:
        picker["initial_user"] = alert.assigned_to
    blocks: list[m.Block] = [
        m.section(f"Who takes {m.said(name or 'this alert', 100)} on? They are mentioned in its thread, once."),
        m.field("Person", ids.block(ids.PERSON, alert.id), picker),
    ]
    return m.modal(
        "Assign", blocks, callback_id=ids.ASSIGN_FORM, submit="Assign", close="Cancel", metadata=_metadata(alert)
    )


def _metadata(alert: Alert) -> str:
    return json.dumps({ids.META_VERSION: ids.METADATA_VERSION, ids.META_ALERT: alert.id})


def _one(text: str, rest: Sequence[m.Block] = ()) -> m.Message:
    return m.message(text, [m.section(text), *rest], told_from=1)
