"""Every view, with values at the edge of what can be stored, is one that Slack takes and nobody is called by it."""

import csv
import io
import random
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.emulator.blocks.validate import message_problems, view_problems
from domain.company.teams import Person
from domain.kpis.alerts import Reason
from domain.kpis.limit_reviews import BackTest
from domain.kpis.reasons import Correction, KpiReasons
from domain.kpis.status_model import Verdict
from domain.okrs.checkins import Preview
from domain.okrs.model import KeyResult, Objective
from domain.okrs.scoring import objective_score
from domain.okrs.status_model import Pace, Progress
from domain.okrs.summaries import KpiMovement, ScoredObjective, summarise
from domain.values.ids import KeyResultId
from handlers.views.blocks import answer, problem
from handlers.views.blocks.block_kit import Message, View, read_lines
from handlers.views.checkins import echo, messages
from handlers.views.checkins import form as checkin_form
from handlers.views.checkins import receipts as checkin_said
from handlers.views.kpis import alert, alert_form, alert_thread, lists
from handlers.views.kpis import reading_form as kpi_form
from handlers.views.kpis import why as kpi_why
from handlers.views.loop import digest, digest_details, home, return_to_dashboard
from handlers.views.okrs import card as okr_card
from handlers.views.okrs import lists as okr_lists
from handlers.views.okrs import scoring, scoring_form, summary
from handlers.views.okrs import why as okr_why
from tests.handlers.views.extremes import Extremes
from tests.handlers.views.sample_company import ADA, BEN, CYCLE, NOW, PROMPT, TODAY

EXTREMES = st.integers(0, 2**32).map(lambda seed: Extremes(random.Random(seed)))  # noqa: S311 - no secret is made of it
# A smaller seed is not a smaller value, so there is nothing to shrink.
SEEDED = settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


MARKUP = re.compile(r"<(?!@[UW][A-Z0-9]{8,}>)")
INVISIBLE = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


def texts(value: Any) -> list[Mapping[str, Any]]:
    """Return every text object of a payload."""
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.get("type") in ("mrkdwn", "plain_text") and isinstance(value.get("text"), str) else []
    return own + [text for item in value.values() for text in texts(item)]


def check_texts(blocks: Sequence[Mapping[str, Any]]) -> None:
    for text in texts(list(blocks)):
        assert not INVISIBLE.search(text["text"])
        if text["type"] == "mrkdwn":
            assert text["verbatim"] is True
            assert not MARKUP.search(text["text"]), text["text"]


def check_story(shown: Message) -> None:
    """Assert that the text tells all that the blocks say, unless it is too long for that and says so."""
    if not re.search(r"… and \d+ more$", shown.text, re.MULTILINE):
        body = [block for block in shown.blocks if block["type"] != "header"]
        missing = [line for line in read_lines(body) if line.strip("*") and line.strip("*") not in shown.text]
        assert missing == []


def check(shown: Message | View) -> None:
    """Assert that Slack takes it, that it says something, and that no markup but our own mentions is in it."""
    if isinstance(shown, Message):
        assert message_problems(shown.payload()) == []
        assert 0 < len(shown.text) <= 4_000
        assert not MARKUP.search(shown.text)
        assert sum(len(text["text"]) for text in texts(shown.blocks)) <= 12_500
        check_texts(shown.blocks)
        check_story(shown)
    else:
        assert view_problems(shown) == []
        check_texts(shown["blocks"])


@SEEDED
@given(EXTREMES)
def test_any_digest_is_taken(make: Extremes) -> None:
    value, names, locale = make.digest(), make.names(), make.locale()
    check(digest.message(value, names=names, locale=locale))
    check(digest_details.show_all(value, names=names, locale=locale))
    check(digest_details.explain_digest(value, locale=locale))


@SEEDED
@given(EXTREMES)
def test_any_alert_is_taken(make: Extremes) -> None:
    value, status, names, locale = make.alert(), make.kpi_status(), make.names(), make.locale()
    notes, text, reason = make.some(make.alert_note, 6), make.text(), make.pick(list(Reason))
    check(alert.message(value, status, names=names, notes=notes, touched=make.touched(), zone=text[:40], locale=locale))
    check(alert_thread.thread_line(value, status, reason, names=names, locale=locale))
    check(alert_thread.reminder(value, status, names=names, locale=locale))
    check(alert_thread.lead_note(value, status, names=names, locale=locale))
    for note in notes:
        check(alert_thread.note_line(note, names=names))
    check(alert_form.note_modal(value, name=text))
    check(alert_form.assign_modal(value, name=text))


@SEEDED
@given(EXTREMES)
def test_any_check_in_message_is_taken(make: Extremes) -> None:
    many = make.some(make.key_result_status, 29, 1)
    names, text, locale = make.names(), make.text(), make.locale()
    person = Person(id=ADA, name=text)
    ids = [KeyResultId(number) for number in range(1, 30)]
    check(messages.prompt(PROMPT, many, person=person, today=TODAY, names=names, locale=locale))
    check(messages.render_snoozed(PROMPT, many, until=TODAY, names=names, locale=locale))
    check(messages.away(PROMPT, until=TODAY, delegate=BEN, names=names, locale=locale))
    check(messages.receipt(PROMPT, many, ids, editable_until=NOW, names=names, zone=text[:40], locale=locale))
    check(messages.thanks(many, ids, person=person, locale=locale))
    check(checkin_said.render_saved(many, locale=locale))
    check(messages.reminder(PROMPT, many, lead=BEN, names=names, locale=locale))
    check(messages.escalation(BEN, dict.fromkeys(names, many), day=TODAY, names=names, locale=locale))
    check(echo.echo_line(many, many, by=ADA, names=names, locale=locale))
    check(echo.render_round_opening(make.team(), 3, on=TODAY, locale=locale))


@SEEDED
@given(EXTREMES)
def test_any_check_in_form_is_taken(make: Extremes) -> None:
    page = make.page()
    text, locale = make.text(), make.locale()
    fields = checkin_form.Typed(value=text, note=text, blocker=text, confidence=3, skip=True)
    fed = {key_result_status.key_result.id: Decimal("4.5") for key_result_status in page}
    typed = {key_result_status.key_result.id: fields for key_result_status in page}
    check(checkin_form.modal(PROMPT, 1, 3, page, typed=typed, fed=fed, problem=text, edit=True, locale=locale))
    again = {key_result_status.key_result.id: checkin_form.read_typed(key_result_status) for key_result_status in page}
    check(checkin_form.modal(None, 3, 3, page, typed=again, locale=locale))
    check(checkin_form.modal(PROMPT, 1, 1, page, fed=fed, locale=locale))
    check(checkin_form.explain_prompt(PROMPT, names={ADA: text}, lead=BEN, locale=locale))
    check(checkin_form.away_modal(None, today=TODAY, delegate=BEN))


@SEEDED
@given(EXTREMES)
def test_any_preview_is_one_short_line(make: Extremes) -> None:
    progress = [Progress(raw=raw, ratio=max(Decimal(0), min(Decimal(1), raw))) for raw in (make.value(), make.value())]
    gap = make.gap()
    seen = Preview(
        value=make.value(), before=progress[0], after=progress[1], expected=make.ratio(), gap=gap, pace=Pace.BEHIND
    )
    shown = checkin_form.preview_line(make.key_result(), seen, locale=make.locale())
    assert "\n" not in shown
    assert len(shown) < 200


@SEEDED
@given(EXTREMES)
def test_any_scoring_view_is_taken(make: Extremes) -> None:
    page, names, text, locale = make.page(), make.names(), make.text(), make.locale()
    pairs = [(key_result_status.key_result, make.score()) for key_result_status in page]
    many = page * 6
    closes = date(2027, 1, 8)
    check(scoring.prompt(CYCLE, many, owner=ADA, person=BEN, closes=closes, names=names, locale=locale))
    check(scoring.reminder(CYCLE, many, owner=BEN, person=ADA, lead=BEN, closes=closes, names=names, locale=locale))
    check(scoring.escalation(CYCLE, dict.fromkeys(names, many), lead=BEN, closes=closes, names=names, locale=locale))
    check(
        scoring.receipt(
            CYCLE,
            pairs * 6,
            left=[key_result_status.key_result for key_result_status in many],
            closes=closes,
            locale=locale,
        )
    )
    judged = {key_result.id: scoring_form.read_judged(score) for key_result, score in pairs}
    check(scoring_form.modal(CYCLE, 1, 2, page, judged=judged, problem=text, locale=locale))
    check(scoring_form.modal(CYCLE, 1, 1, page, locale=locale))
    check(scoring_form.thanks(pairs * 6, locale=locale))


def verdict_on(make: Extremes, objective: Objective, own: Sequence[KeyResult]) -> ScoredObjective:
    """Return an objective of which some key results are scored and some were adjusted."""
    scores = {key_result.id: make.score() for key_result in own if make.flag()}
    return objective_score(
        objective, own, scores, {key_result.id: [make.adjustment(key_result)] for key_result in own if make.flag()}
    )


@SEEDED
@given(EXTREMES)
def test_any_summary_is_taken(make: Extremes) -> None:
    found = []
    for objective_status in make.some(make.objective_status, 4):
        own = [key_result_status.key_result for key_result_status in objective_status.key_results]
        found.append(verdict_on(make, objective_status.objective, own))
    moves = [
        KpiMovement(status=kpi_status, first=make.value(), last=make.value(), verdict=make.pick(list(Verdict)))
        for kpi_status in make.some(make.kpi_status, 4)
    ]
    value = summarise(team=make.team(), cycle=CYCLE, objectives=found * 5, prompts=[PROMPT], movements=moves)
    locale = make.locale()
    check(summary.message(value, locale=locale))
    for part in summary.details(value, locale=locale):
        check(part)
    rows = list(csv.reader(io.StringIO(summary.csv_text(value))))
    assert not [cell for row in rows[1:] for cell in (row[2], row[6:7], row[15:17]) if str(cell).startswith(("=", "@"))]


@SEEDED
@given(EXTREMES)
def test_any_kpi_answer_is_taken(make: Extremes) -> None:
    some, names, text, locale = make.some(make.kpi_status, 5), make.names(), make.text(), make.locale()
    whole = lists.overview(some * 40, names=names, whose=text, share=text, locale=locale)
    check(whole)
    check(answer.wrap_in_view(whole))
    check(answer.public(whole, question=text, by=text))
    check(
        kpi_form.log_modal(
            [kpi_status.kpi for kpi_status in some] * 45, today=TODAY, value=text, note=text, problem=text
        )
    )
    for kpi_status in some:
        check(lists.card(kpi_status, names=names, touched=make.touched(), editable=True, share=text, locale=locale))
        correction = Correction(old=make.value(), new=make.value(), by=text, at=NOW)
        behind = KpiReasons(
            corrections={reading.period: (correction,) * 2 for reading in kpi_status.recent},
            usual_from=kpi_status.recent[:6],
        )
        check(kpi_why.explain_kpi(kpi_status, behind, names=names, locale=locale))
        check(lists.set_receipt(kpi_status, value=make.value(), period=text, old=make.maybe(make.value), locale=locale))


@SEEDED
@given(EXTREMES)
def test_any_okr_answer_is_taken(make: Extremes) -> None:
    some, names, text, locale = make.some(make.objective_status, 4), make.names(), make.text(), make.locale()
    many = some * 10
    owed = [
        key_result_status.key_result.id
        for objective_status in some
        for key_result_status in objective_status.key_results
    ][:3]
    check(okr_lists.mine(many, person=ADA, on=TODAY, names=names, owed=owed, share=text, locale=locale))
    check(okr_lists.render_person(many, person=BEN, on=TODAY, names=names, share=text, locale=locale))
    check(okr_lists.render_team(many, team=text, on=TODAY, names=names, share=text, locale=locale))
    check(okr_lists.company(many, team=text, on=TODAY, names=names, share=text, locale=locale))
    check(okr_lists.render_at_risk(many, where=text, on=TODAY, names=names, share=text, locale=locale))
    for objective_status in some:
        rails = make.guardrails(objective_status)
        check(
            okr_card.objective_card(objective_status, team=text, names=names, parent=text, guards=rails, locale=locale)
        )
        check(okr_why.explain_objective(objective_status, names=names, locale=locale))
        for key_result_status in objective_status.key_results:
            history = [key_result_status.last] * 8 if key_result_status.last is not None else []
            check(
                okr_card.card(
                    key_result_status,
                    objective=objective_status,
                    names=names,
                    history=history,
                    may_check_in=True,
                    locale=locale,
                )
            )
            check(okr_why.explain_key_result(key_result_status, objective_status, names=names, locale=locale))


@SEEDED
@given(EXTREMES)
def test_any_turn_of_the_loop_is_taken(make: Extremes) -> None:
    key_result, status, names, locale = make.key_result(), make.kpi_status(), make.names(), make.locale()
    limits, tried = make.maybe(lambda: status.kpi.limits), BackTest(episodes=(), since=TODAY, months=3)
    check(
        return_to_dashboard.proposal(
            key_result, status, limits=limits, tried=tried, ok_periods=4, value="1:2026-01-05", locale=locale
        )
    )
    check(
        return_to_dashboard.render_returned(
            key_result, status.kpi, ok_periods=9, by=make.person(), names=names, locale=locale
        )
    )
    check(return_to_dashboard.render_kept(key_result, status.kpi, by=make.person(), names=names))
    check(return_to_dashboard.already_made(key_result, locale=locale))


@SEEDED
@given(EXTREMES)
def test_any_home_and_any_problem_is_taken(make: Extremes) -> None:
    results, kpis, text = make.some(make.key_result_status, 29), make.some(make.kpi_status, 5), make.text()
    person = Person(id=ADA, name=text)
    shown = home.home([PROMPT], results, kpis * 40, person=person, today=TODAY, scoring=[CYCLE], locale=make.locale())
    check(shown)
    check(home.home([], [], [], person=None, today=TODAY))
    check(problem.sentence(text, did_you_mean=[text] * 6, known=[text] * 300))
    check(problem.error_view(text))
    check(problem.explain_unknown_command(text))


def test_what_has_no_values_is_taken_too() -> None:
    for message in (okr_lists.help_text(), lists.help_text(), problem.old_button()):
        check(message)
