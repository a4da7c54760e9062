"""The coach's report fits what Slack takes and two phone screens, whatever people typed; it names nobody."""

import random

from hypothesis import given
from hypothesis import strategies as st

from domain.coach.findings import CoachRule, Finding, sort_findings
from domain.coach.report import Report
from domain.coach.rewrites import quote
from domain.okrs.lint_dismissals import Dismissal
from domain.values.ids import TeamKey
from handlers import ids
from handlers.views.blocks import block_kit
from handlers.views.lint import finding as lint_finding
from handlers.views.lint import report as lint_report
from tests.handlers.views.extremes import Extremes
from tests.handlers.views.sample_company import NAMES, NOW
from tests.handlers.views.test_every_view import EXTREMES, SEEDED, check

SUBJECTS = ("KR-1", "KR-999999999", "O-3", "kpi:churn", "team:growth", "KR-2", "O-9")


def finding(make: Extremes, rule: CoachRule) -> Finding:
    return Finding(
        rule=rule, subject=make.pick(SUBJECTS), about=make.text(), why=make.text() or "x", rewrite=make.text()
    )


def report(make: Extremes, most: int) -> Report:
    found = sort_findings(finding(make, make.pick(list(CoachRule))) for _ in range(make.number(0, most)))
    return Report(findings=found, looked_at=make.number(0, 400), clean=0, dismissed=make.number(0, 5))


@SEEDED
@given(EXTREMES, st.booleans(), st.sampled_from((3, 200)))
def test_any_report_is_taken(make: Extremes, public: bool, most: int) -> None:  # noqa: FBT001 - hypothesis gives it
    found, where, cycle = report(make, most), make.text(), make.text()
    shown = lint_report.report(
        found,
        where=where,
        cycle=cycle,
        words=where,
        may_change=SUBJECTS,
        note=block_kit.typed_text(where, 90),
        share="okr lint",
        public=public,
    )  # fmt: skip
    check(shown)
    for rule, findings in found.by_rule:
        check(
            lint_report.render_rule(
                rule,
                findings,
                where=where,
                cycle=cycle,
                may_change=SUBJECTS,
                by_team=[(TeamKey(where), 3), ("x", 1)],
            )
        )
    check(
        lint_report.add_lint_summary(
            block_kit.message("Active.", [block_kit.section("Active.")], compared_with=1), found, where="x", cycle="y"
        )
    )


@SEEDED
@given(EXTREMES)
def test_any_one_thing_and_any_dismissal_is_taken(make: Extremes) -> None:
    found = report(make, 30).findings
    reason = make.text().strip() or "x"
    silent = [
        (item, Dismissal(subject=item.subject, rule=item.rule, by=make.person(), at=NOW, reason=reason))
        for item in found
    ]
    names = make.names()
    check(lint_finding.render_subject("KR-1", found, silent, names=names, may_change=SUBJECTS))
    check(lint_finding.render_dismissed(silent, where=reason, cycle=reason, names=names, may_change=SUBJECTS))
    for item, said in silent[:3]:
        check(lint_finding.reason_modal(item.subject, item.rule, item.about))
        check(lint_finding.is_silent(item.about, item.rule, said, names))
        check(lint_finding.speaks_again(item.about, item.rule, changed=make.flag()))


def test_the_largest_report_is_two_phone_screens() -> None:
    make = Extremes(random.Random(8))  # noqa: S311 - no secret is made of it
    found = sort_findings(
        Finding(rule=rule, subject=f"KR-{number}", about="Lift the win rate", why="Lift it. Why?")
        for rule in CoachRule
        for number in range(make.number(50, 60))
    )
    shown = lint_report.report(
        Report(findings=found, looked_at=60, clean=0, dismissed=2), where="Growth", cycle="2026-Q4", words="growth",
        may_change=[item.subject for item in found],
    )  # fmt: skip
    assert len([block for block in shown.blocks if block["type"] == "actions"]) == 6
    assert len(block_kit.read_lines(shown.blocks)) <= 42
    check(shown)


def test_words_that_are_too_long_for_a_button_are_cut() -> None:
    found = sort_findings(
        Finding(rule=CoachRule.TASK, subject=f"KR-{number}", about="a", why="b") for number in range(9)
    )
    whole = Report(findings=found, looked_at=9, clean=0, dismissed=0)
    check(lint_report.report(whole, where="x", cycle="y", words="growth " * 400))
    check(
        lint_report.add_lint_summary(
            block_kit.message("A", [block_kit.section("A")], compared_with=1), whole, where="x", cycle="y" * 2_000
        )
    )


def test_a_long_title_that_only_goes_on_is_not_said_twice() -> None:
    title = "End the quarter with the pipeline of new business and of growth both ahead of plan."
    item = Finding(
        rule=CoachRule.UNMEASURABLE, subject="KR-2", about=title, why="w", rewrite=f"{title[:-1]}, from … to …"
    )
    (block,) = lint_finding.entry(item, may_change=False)
    assert block["text"]["text"].splitlines()[1] == "For example: … ahead of plan, from … to …"


def test_alone_a_long_title_is_told_whole() -> None:
    title = "End the quarter with the pipeline of new business and of growth both ahead of the whole plan."
    item = Finding(
        rule=CoachRule.UNMEASURABLE, subject="KR-2", about=title, why=f"{quote(title)} has no number.",
        rewrite=f"{title[:-1]}, from … to …",
    )  # fmt: skip
    told = lint_finding.render_subject("KR-2", [item], [], names={}).text.splitlines()
    assert told[2:] == [f"*KR-2* {title}", f"{quote(title)} has no number.", f"For example: {item.rewrite}"]


def test_a_finding_is_seen_to_with_the_button_that_fits_it() -> None:
    def action(rule: CoachRule, subject: str) -> list[tuple[str, str]]:
        blocks = lint_finding.entry(Finding(rule=rule, subject=subject, about="a", why="b"), may_change=True)
        return [(block["action_id"], block["value"]) for block in blocks[1]["elements"]]

    quiet = (ids.LINT_DISMISS, "O-3;too_few_key_results")
    assert action(CoachRule.TOO_FEW_KEY_RESULTS, "O-3") == [(ids.NEW_KEY_RESULT, "3"), quiet]
    assert action(CoachRule.TASK, "KR-3")[0] == (ids.OKR_EDIT, "KR-3")
    assert action(CoachRule.NO_CHECK_IN, "KR-3")[0] == (ids.OKR_CARD, "KR-3")
    assert action(CoachRule.KPI_WITHOUT_TARGET, "kpi:nps")[0] == (ids.KPI_EDIT, "nps")
    assert action(CoachRule.OLD_LIMITS, "kpi:nps")[0] == (ids.KPI_CARD, "nps")
    assert action(CoachRule.ALL_LAGGING, "team:growth") == [(ids.LINT_DISMISS, "team:growth;all_lagging")]


def test_a_name_in_a_reason_is_no_mention() -> None:
    said = Dismissal(subject="KR-1", rule="task", by=next(iter(NAMES)), at=NOW, reason="ask <@U0MIA0003>")
    item = Finding(rule=CoachRule.TASK, subject="KR-1", about="a", why="b")
    assert "<@" not in lint_finding.render_subject("KR-1", [], [(item, said)], names=NAMES).text
