"""An alert from opening to recovery, as a person reads it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.kpis.alerts import AlertKind, AlertNote, AlertState, Reason
from domain.kpis.model import KpiState
from domain.loop.guardrails import Touched
from handlers.views.kpis import alert, alert_form, alert_thread
from tests.handlers.views.sample_company import ADA, ALERT, CHURN, MIA, NAMES, NOW, NPS, O3, WIN_RATE, read, read_view

READING = CHURN.recent[-1]
NOTES = (
    AlertNote(alert=ALERT.id, by=MIA, at=NOW, action="acknowledged"),
    AlertNote(alert=ALERT.id, by=ADA, at=NOW, action="noted", text="<!channel> pricing page broke"),
)
TAKEN = replace(ALERT, acknowledged_by=MIA, acknowledged_at=NOW, worst=Decimal("5.2"), assigned_to=ADA)
FINE = replace(CHURN, state=KpiState.OK, limit=None, reading=replace(READING, value=Decimal("3.6")))
CLOSED = replace(TAKEN, state=AlertState.CLOSED, closed_at=NOW, last=Decimal("3.6"))
MISSING = replace(
    ALERT,
    kind=AlertKind.MISSING,
    state_shown=KpiState.STALE,
    worst=None,
    worst_period=None,
    last=None,
    last_period=None,
)
TOUCHED = Touched(guards=(O3.objective,), feeds=(WIN_RATE,))
OPENED = AlertNote(alert=ALERT.id, by=MIA, at=NOW, action="key_result", text="KR-31")


def test_a_key_result_that_was_made_from_it_is_shown_instead_of_made_again() -> None:
    made = replace(WIN_RATE, origin_alert=ALERT.id)
    shown = read(alert.message(ALERT, CHURN, names=NAMES, notes=[OPENED], touched=Touched(feeds=(made,))))
    assert shown.endswith("[Add a note] [Show KR-12]")
    assert read(alert.message(ALERT, CHURN, names=NAMES, touched=TOUCHED)).endswith("[Make it a key result]")


def test_an_alert_says_what_how_bad_since_when_and_whose_it_is() -> None:
    assert (
        read(alert.message(ALERT, CHURN, names=NAMES, touched=TOUCHED))
        == """\
🔴 Churn is critical: 4.8 %, limit 4 %
Week 47, the second week out of its limits (since week 46).
▲ 0.9 pt, worse than week 46 · target < 2.5 %, 2.3 pt over
Owner @Mia. Touches O-3 as its guardrail; feeds KR-12.
[line chart: Churn, 8 weeks; Churn ▂▁▂▂▃▃▅█ 2.6 → 4.8; Target 2.5; Critical 4; Warning 3; week 40 to week 47]
▂▁▂▂▃▃▅█  8 weeks
[Acknowledge] [Snooze ▾] [Assign] [Add a note] [Make it a key result]"""
    )


def test_an_acknowledged_alert_shows_who_did_what_and_asks_only_who_is_to_act() -> None:
    shown = alert.message(TAKEN, CHURN, names=NAMES, notes=NOTES)
    assert (
        read(shown)
        == """\
🔴 Churn is critical: 4.8 %, limit 4 %
Week 47, the second week out of its limits (since week 46).
▲ 0.9 pt, worse than week 46 · target < 2.5 %, 2.3 pt over
At worst 5.2 % in week 47.
Owner Mia; @Ada is asked to act.
[line chart: Churn, 8 weeks; Churn ▂▁▂▂▃▃▅█ 2.6 → 4.8; Target 2.5; Critical 4; Warning 3; week 40 to week 47]
▂▁▂▂▃▃▅█  8 weeks
23 Nov: Mia acknowledged it
23 Nov: Ada noted: “<!channel> pricing page broke”
[Snooze ▾] [Assign] [Add a note] [Make it a key result]"""
    )
    assert f"<@{MIA}>" not in shown.text
    assert f"<@{ADA}>" in shown.text


def test_a_recovered_alert_says_how_long_how_bad_and_who_acted() -> None:
    assert (
        read(alert.message(CLOSED, FINE, names=NAMES))
        == """\
🟢 Churn recovered: 3.6 %
Was critical for 14 days, since week 46, at worst 5.2 % (week 47).
Mia acknowledged it on 23 Nov."""
    )


def test_a_recovered_alert_names_who_acknowledged_it_once_and_keeps_what_else_was_done() -> None:
    assert (
        read(alert.message(CLOSED, FINE, names=NAMES, notes=NOTES)).splitlines()[2:]
        == """\
Mia acknowledged it on 23 Nov.
23 Nov: Ada noted: “<!channel> pricing page broke”""".splitlines()
    )


def test_a_withdrawn_alert_says_that_it_never_was() -> None:
    assert (
        read(alert.message(replace(CLOSED, state=AlertState.WITHDRAWN), FINE, names=NAMES))
        == """\
⚪ Churn: corrected, alert withdrawn
A reading was corrected: 3.6 % for week 47. What stood here since week 46 never was."""
    )


def test_an_alert_that_other_limits_lifted_speaks_of_no_correction() -> None:
    lifted = replace(CLOSED, state=AlertState.LIFTED)
    assert (
        read(alert.message(lifted, FINE, names=NAMES))
        == """\
⚪ Churn: its limits changed, alert withdrawn
By its limits now it is fine: 3.6 % for week 47."""
    )
    without = replace(FINE, kpi=replace(FINE.kpi, limits=None))
    assert read(alert.message(lifted, without, names=NAMES)).endswith("It has no limits any more: 3.6 % for week 47.")
    assert alert_thread.thread_line(lifted, FINE, Reason.LIFTED, names=NAMES).text == (
        "⚪ Churn: its limits changed, alert withdrawn. The last reading was 3.6 % for week 47."
    )


def test_a_missing_reading_says_how_to_bring_it() -> None:
    assert (
        read(alert.message(MISSING, NPS, names=NAMES))
        == """\
⚪ NPS has no reading
Its next monthly reading is 9 days late. The last one was 41 for Sep 2026.
It takes one line: /kpi set nps NUMBER
Owner @Owen.
[Acknowledge] [Snooze ▾] [Assign] [Add a note]"""
    )


def test_a_reading_that_came_closes_it() -> None:
    closed = replace(MISSING, state=AlertState.CLOSED, closed_at=NOW)
    assert (
        read(alert.message(closed, NPS, names=NAMES))
        == """\
🟢 NPS has a reading again: 41
Nothing had come for 14 days. The new one is for Sep 2026."""
    )


def test_a_warning_says_that_it_is_one() -> None:
    warning = replace(ALERT, state_shown=KpiState.WARNING, last=Decimal("3.4"))
    assert alert.headline(warning, replace(CHURN, limit=Decimal(3))) == (
        "🟠 Churn is past its warning limit: 3.4 %, limit 3 %"
    )


def test_a_value_just_past_its_limit_is_told_apart_from_it() -> None:
    near = replace(ALERT, last=Decimal("4.00001"))
    assert alert.headline(near, CHURN) == "🔴 Churn is critical: 4.00001 %, limit 4 %"


def test_days_are_counted_in_the_teams_zone() -> None:
    late = replace(CLOSED, closed_at=NOW.replace(hour=23), acknowledged_at=NOW.replace(hour=23))
    shown = alert.message(late, FINE, names=NAMES, zone="Asia/Tokyo").text
    assert "for 15 days" in shown
    assert "on 24 Nov" in shown


def test_the_thread_tells_each_turn() -> None:
    assert read(alert_thread.thread_line(TAKEN, CHURN, Reason.WORSE, names=NAMES)) == (
        "Got worse with the reading for week 47: 🔴 Churn is critical: 4.8 %, limit 4 %. ▲ 0.9 pt, worse than week 46"
    )
    assert read(alert_thread.thread_line(CLOSED, FINE, Reason.RECOVERED, names=NAMES)) == (
        "🟢 Churn recovered: 3.6 %, for week 47. It lasted 14 days, at worst 5.2 %. Mia acknowledged it on 23 Nov."
    )


def test_the_reminder_asks_whoever_is_to_act_and_differs_from_week_to_week() -> None:
    first = alert_thread.reminder(ALERT, CHURN, names=NAMES)
    second = alert_thread.reminder(ALERT, replace(CHURN, on=date(2026, 11, 30)), names=NAMES)
    assert read(first) == (
        "14 days now, on Mon 23 Nov 2026: 🔴 Churn is critical: 4.8 %, limit 4 %. Nobody has acknowledged it. "
        "@Mia, what is next?"
    )
    assert first.text != second.text


def test_the_lead_hears_once_why() -> None:
    assert (
        read(alert_thread.lead_note(ALERT, CHURN, names=NAMES))
        == """\
🔴 Churn is critical: 4.8 %, limit 4 %, for 14 days. Nobody has taken it up.
It began with week 46. Mia was told in the channel. You hear of it once, as the team's lead.
[Acknowledge] [Assign]"""
    )


def test_snoozing_carries_the_alert_and_the_length() -> None:
    menu = alert.message(ALERT, CHURN, names=NAMES).blocks[-1]["elements"][1]
    assert [option["value"] for option in menu["options"]] == ["41:1d", "41:3d", "41:1w", "41:next"]


def test_the_forms_know_their_alert() -> None:
    note, assign = alert_form.note_modal(ALERT, name="Churn"), alert_form.assign_modal(TAKEN, name="Churn")
    assert note["private_metadata"] == assign["private_metadata"] == '{"v": 1, "alert": 41}'
    assert (
        read_view(note).splitlines()[2] == "What should others know about Churn? It goes to the alert and its thread."
    )
    assert assign["blocks"][1]["element"]["initial_user"] == ADA


def test_assigning_mentions_who_is_to_act_and_history_only_names_them() -> None:
    given = AlertNote(alert=ALERT.id, by=MIA, at=NOW, action="assigned", text=ADA)
    assert alert_thread.note_line(given, names=NAMES).text == f"Mia asks <@{ADA}> to take this on."
    assert "23 Nov: Mia assigned it to Ada" in read(alert.message(ALERT, CHURN, names=NAMES, notes=[given]))


def test_a_note_is_quoted_in_the_thread() -> None:
    assert read(alert_thread.note_line(NOTES[1], names=NAMES)) == "Ada noted: “<!channel> pricing page broke”"
    assert read(alert_thread.note_line(NOTES[0], names=NAMES)) == "Mia acknowledged this."


def test_easing_is_told_as_such() -> None:
    eased = replace(ALERT, state_shown=KpiState.WARNING, last=Decimal("3.4"))
    shown = alert_thread.thread_line(eased, replace(CHURN, limit=Decimal(3)), Reason.EASED, names=NAMES).text
    assert shown.startswith("Eased with the reading for week 47: 🟠 Churn is past its warning limit: 3.4 %, limit 3 %.")


def test_a_withdrawal_is_told_in_the_thread_too() -> None:
    withdrawn = replace(CLOSED, state=AlertState.WITHDRAWN)
    assert alert_thread.thread_line(withdrawn, FINE, Reason.WITHDRAWN, names=NAMES).text == (
        "⚪ Churn: corrected, alert withdrawn. The reading for week 47 is 3.6 %."
    )


def test_a_key_result_that_was_made_from_it_is_part_of_the_story() -> None:
    assert "23 Nov: Mia opened KR-31 from it" in read(alert.message(TAKEN, CHURN, names=NAMES, notes=[*NOTES, OPENED]))
    assert read(alert_thread.note_line(OPENED, names=NAMES)) == "Mia opened KR-31 from it."
    back = replace(OPENED, action="returned")
    assert read(alert_thread.note_line(back, names=NAMES)) == "Mia gave KR-31 back to the dashboard."
    ended = read(alert.message(CLOSED, FINE, names=NAMES, notes=[*NOTES, OPENED])).splitlines()[2:]
    assert ended == [
        "Mia acknowledged it on 23 Nov and opened KR-31.",
        "23 Nov: Ada noted: “<!channel> pricing page broke”",
    ]
    thread = read(alert_thread.thread_line(CLOSED, FINE, Reason.RECOVERED, names=NAMES, notes=[OPENED]))
    assert thread.endswith("at worst 5.2 %. Mia acknowledged it on 23 Nov and opened KR-31.")
    another = replace(OPENED, by=ADA)
    assert alert.actions_text(CLOSED, [another], NAMES) == "Mia acknowledged it on 23 Nov. Ada opened KR-31."
    nobody = replace(CLOSED, acknowledged_by=None, acknowledged_at=None)
    assert alert.actions_text(nobody, [OPENED], NAMES) == "Mia opened KR-31."
    alone = read(alert_thread.thread_line(nobody, FINE, Reason.RECOVERED, names=NAMES))
    assert alone.endswith("at worst 5.2 %. Nobody acknowledged it.")
