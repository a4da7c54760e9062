"""Check-ins from prompt to receipt, as a person reads them."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.okrs.checkins import Preview
from domain.okrs.model import Milestone
from domain.okrs.status_model import Pace, Progress
from domain.values.ids import KeyResultId, KpiKey
from domain.values.numbers import NumberStyle
from handlers.views.checkins import echo, messages
from handlers.views.checkins import form as checkin_form
from handlers.views.checkins.form import Typed
from tests.handlers.views.sample_company import (
    ADA,
    ADA_PERSON,
    BEN,
    GROWTH,
    LOGOS_STATUS,
    MIA,
    NAMES,
    NOW,
    PROMPT,
    SOC,
    TODAY,
    TOUR,
    WIN_RATE,
    WIN_RATE_STATUS,
    read,
    read_view,
    silent,
)
from tests.handlers.views.sample_company import (
    checkin as checkin_views,
)

BOTH = [WIN_RATE_STATUS, LOGOS_STATUS]


def test_the_prompt_lists_everything_due_in_one_message() -> None:
    assert (
        read(messages.prompt(PROMPT, BOTH, person=ADA_PERSON, today=TODAY, names=NAMES))
        == """\
Ada, 2 key results want a word: about half a minute.
KR-12 Lift win rate against Competitor X, 28 → 45 %
last 31 % on 5 Nov · well behind, by 40 points · says on track, numbers disagree
KR-15 Close 12 logos above $50K, 0 → 12
last 7 on 9 Nov · on pace
Round 4, Mon 23 Nov 2026
[Check in] [Snooze until tomorrow] [I'm away…] [Why am I getting this?]"""
    )


def test_a_delegate_hears_for_whom_they_answer() -> None:
    shown = messages.prompt(replace(PROMPT, owner=MIA), BOTH, person=ADA_PERSON, today=TODAY, names=NAMES)
    assert "You answer for Mia." in shown.text


def test_twenty_nine_key_results_fit_and_the_rest_is_counted() -> None:
    shown = read(messages.prompt(PROMPT, BOTH * 14 + BOTH[:1], person=ADA_PERSON, today=TODAY, names=NAMES))
    assert shown.startswith("Ada, 29 key results want a word: about 8 minutes.")
    assert "and 21 more: KR-12, KR-15, KR-12, KR-15, KR-12, KR-15 and 15 more" in shown


def test_the_form_has_the_last_value_the_target_and_the_pace_beside_each_field() -> None:
    typed = {KeyResultId(12): Typed(value="33", confidence=5, note="two reference calls")}
    assert (
        read_view(checkin_form.modal(PROMPT, 1, 1, BOTH, typed=typed))
        == """\
Check-in

KR-12 Lift win rate against Competitor X, 28 → 45 %
last 31 % on 5 Nov · 18 % of the way · well behind, by 40 points
Value now, in % (optional)
  [ 33 ]
The calendar expects 38 % by today. Press Enter after a value to see where it stands.
Confidence to reach it (optional)
  [ 5 · at risk ▾ ]
One line: what moved, or did not? (optional)
  [ two reference calls ]
In the way? (optional)  [          ]
Nothing to say this time? (optional)
  [ ] Skip it
────────────────────────
KR-15 Close 12 logos above $50K, 0 → 12
last 7 on 9 Nov · 58 % of the way · on pace
Value now (optional)  [          ]
The calendar expects 7 by today. Press Enter after a value to see where it stands.
Confidence to reach it (optional)
  [ (was 8) ▾ ]
One line: what moved, or did not? (optional)
  [          ]
In the way? (optional)  [          ]
Nothing to say this time? (optional)
  [ ] Skip it

[Cancel] [Save]"""
    )


def test_binary_is_chosen_and_steps_are_ticked() -> None:
    shown = read_view(checkin_form.modal(PROMPT, 1, 1, [silent(SOC), silent(TOUR)]))
    assert "Is it done? (optional)\n  ( ) Done\n  ( ) Not yet" in shown
    assert "  [ ] 1. Draft\n  [ ] 2. Test with five\n  [ ] 3. Roll out" in shown


def test_more_than_ten_steps_stand_in_several_blocks() -> None:
    long = silent(replace(TOUR, milestones=tuple(Milestone(title=f"Step {number}") for number in range(23))))
    typed = {TOUR.id: Typed(done_steps=(0, 11))}
    blocks = checkin_form.modal(PROMPT, 1, 1, [long], typed=typed)["blocks"]
    boxes = [block for block in blocks if block["block_id" if "block_id" in block else "type"].startswith("steps:17:")]
    assert [len(box["element"]["options"]) for box in boxes] == [10, 10, 3]
    assert [box["element"].get("initial_options", [{}])[0].get("value") for box in boxes] == ["0", "11", None]


def test_a_key_result_fed_by_a_kpi_is_only_to_confirm() -> None:
    fed = replace(LOGOS_STATUS, key_result=replace(LOGOS_STATUS.key_result, kpi=KpiKey("logos")))
    style = NumberStyle(decimal=",", group=".")
    view = checkin_form.modal(PROMPT, 1, 1, [fed], fed={KeyResultId(15): Decimal("7.5")}, style=style)
    assert "Its KPI logos says 7.5: only to confirm." in read_view(view)
    assert "[ 7,5 ]" in read_view(view)


def test_an_edit_shows_what_was_said() -> None:
    once = replace(WIN_RATE_STATUS, last=checkin_views(12, "31", TODAY, 7, note="moved", blocker="legal"))
    assert checkin_form.read_typed(once) == Typed(value="31", confidence=7, note="moved", blocker="legal", done=True)
    assert checkin_form.read_typed(silent(SOC)) == Typed()


def test_the_form_remembers_its_page() -> None:
    view = checkin_form.modal(PROMPT, 2, 3, BOTH)
    assert json.loads(view["private_metadata"]) == {
        "v": 1, "prompt": 7, "page": 2, "pages": 3, "key_results": [12, 15], "edit": False,
    }  # fmt: skip
    assert (view["title"]["text"], view["submit"]["text"]) == ("Check-in 2 of 3", "Save and go on")


def test_a_failed_save_says_so_above_all_and_keeps_what_was_typed() -> None:
    problem = "Not saved: the database is busy. Your text is still here, press Submit again."
    view = checkin_form.modal(PROMPT, 1, 1, BOTH, typed={KeyResultId(12): Typed(value="12k")}, problem=problem)
    assert read_view(view).splitlines()[2] == problem
    assert "[ 12k ]" in read_view(view)


def test_the_preview_says_what_a_value_changes() -> None:
    def progress(raw: str) -> Progress:
        return Progress(raw=Decimal(raw), ratio=Decimal(raw))

    seen = Preview(
        value=Decimal(35),
        before=progress("0.42"),
        after=progress("0.51"),
        expected=Decimal("0.57"),
        gap=Decimal("0.06"),
        pace=Pace.ON_PACE,
    )
    assert checkin_form.preview_line(WIN_RATE, seen) == "42 % → 51 % of the way, 6 points behind the calendar"
    ahead = replace(seen, before=None, gap=Decimal("-0.06"))
    assert checkin_form.preview_line(WIN_RATE, ahead) == "51 % of the way, 6 points ahead of the calendar"
    assert checkin_form.preview_line(WIN_RATE, replace(seen, gap=None)) == "42 % → 51 % of the way"


def test_the_receipt_says_what_is_done_skipped_and_open() -> None:
    of_three = replace(PROMPT, key_results=(KeyResultId(12), KeyResultId(15), KeyResultId(16)))
    shown = messages.receipt(
        of_three, [WIN_RATE_STATUS], [KeyResultId(15)], editable_until=NOW, names=NAMES, zone="Europe/Amsterdam"
    )
    assert (
        read(shown)
        == """\
Thanks Ada. Round 4: 1 of 3 done, KR-15 skipped, KR-16 still open.
KR-12 Lift win rate against Competitor X: 31 %
18 % of the way (was 12 %) · well behind, by 40 points · confidence 7
[Check in the rest] [Edit until Mon 23 Nov 10:00]"""
    )


def test_the_form_ends_with_thanks() -> None:
    assert (
        read_view(messages.thanks([LOGOS_STATUS], [KeyResultId(12)], person=ADA_PERSON))
        == """\
Thanks

Saved, thanks Ada. 1 check-in. KR-12 skipped.
KR-15 Close 12 logos above $50K: 7
58 % of the way (was 42 %) · on pace · confidence 8 (was 6)

[Close]"""
    )


def test_the_reminder_says_in_advance_who_hears_of_it() -> None:
    shown = read(messages.reminder(PROMPT, BOTH, lead=BEN, lead_told_on=date(2026, 11, 27), names=NAMES))
    assert shown.startswith("Ada, 2 key results still want a word from round 4: about half a minute.")
    assert "only reminder; on Fri 27 Nov Ben sees which ones are missing, nothing more." in shown
    alone = read(messages.reminder(PROMPT, BOTH, lead=None, names=NAMES))
    assert "This is the only reminder for this round." in alone


def test_the_lead_sees_only_what_is_missing() -> None:
    assert (
        read(messages.escalation(BEN, {ADA: BOTH, MIA: BOTH[:1]}, day=date(2026, 11, 27), names=NAMES))
        == """\
Ben, no check-in yet from Ada and Mia.
Ada: KR-12 Lift win rate against Competitor X, KR-15 Close 12 logos above $50K
Mia: KR-12 Lift win rate against Competitor X
They were asked and reminded once, and told that you would hear today, Fri 27 Nov 2026. Nothing more is sent."""
    )


def test_the_team_reads_along_in_the_rounds_thread() -> None:
    assert read(echo.render_round_opening(GROWTH, 4, on=TODAY)) == (
        "Growth: check-ins of round 4, Mon 23 Nov 2026. They come in below."
    )
    words = replace(LOGOS_STATUS, last=checkin_views(15, "7", TODAY, 8, note="<!here> big one", blocker="legal review"))
    assert (
        read(echo.echo_line([words], [silent(words.key_result)], by=ADA, names=NAMES))
        == """\
Ada checked in on KR-15.
KR-15 Close 12 logos above $50K: 7
58 % of the way (was 42 %) · on pace · confidence 8 (was 6)
“<!here> big one”
In the way: legal review
first check-in"""
    )


def test_snoozing_and_going_away_say_until_when() -> None:
    tomorrow = date(2026, 11, 24)
    assert messages.render_snoozed(PROMPT, BOTH, until=tomorrow, names=NAMES).text.startswith(
        "Round 4: snoozed until Tue 24 Nov."
    )
    assert (
        read(messages.away(PROMPT, until=tomorrow, delegate=BEN, names=NAMES))
        == """\
You are away: no check-ins before Tue 24 Nov 2026. Ben is asked meanwhile.
[I'm back]"""
    )


def test_why_am_i_asked_names_the_rule_and_the_way_out() -> None:
    shown = read_view(checkin_form.explain_prompt(PROMPT, names=NAMES, lead=BEN))
    assert "Because you own 2 key results in this cycle, and on Mon 23 Nov round 4 of its check-ins began." in shown
    assert "after four, Ben sees which are missing" in shown


def test_going_away_proposes_a_week() -> None:
    view = checkin_form.away_modal(PROMPT, today=TODAY)
    assert view["blocks"][1]["element"]["initial_date"] == "2026-11-30"
    assert json.loads(view["private_metadata"]) == {"v": 1, "prompt": 7}


def test_nothing_typed_is_changed_by_showing_it_again() -> None:
    note = "R&D <said> " * 40
    view = checkin_form.modal(PROMPT, 1, 1, BOTH, typed={KeyResultId(12): Typed(value="1 & 2", note=note)})
    read_view(view)
    found = {block["block_id"]: block["element"].get("initial_value") for block in view["blocks"] if "element" in block}
    assert (found["value:12"], found["note:12"]) == ("1 & 2", note.strip())


def test_a_name_that_reads_like_a_role_is_not_cut() -> None:
    assert [
        messages._first_name_of(name) for name in ("Ada Lovelace", "Manager, FP&A", "Director of Tax", "CEO", "")
    ] == [
        "Ada",
        "Manager, FP&amp;A",
        "Director of Tax",
        "CEO",
        "Hello",
    ]
