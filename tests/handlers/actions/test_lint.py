"""What the coach says is dismissed with a reason, by who may change the thing, and said again at a click (RULES 8)."""

from dataclasses import replace
from typing import Any

import pytest

from domain.okrs.cycles import CycleState
from domain.okrs.lint_dismissals import Dismissal
from tests.handlers.actions.test_alerts import button
from tests.people import COORDINATOR, GROWTH, MEMBER, OWNER, STRANGER
from tests.tiller import ONBOARD, REPORT, Running, known

REASON = "The audit itself is what customers pay for"
SILENT = "The coach says nothing more about KR-16 SOC 2 report (tasks)."


def ask(tiller: Running, text: str, person: str = OWNER.id) -> dict[str, Any]:
    return dict(known(tiller.actor(person).command("/okr", f"lint {text}", channel=GROWTH.channel).reply))


def click(tiller: Running, value: str, *, action: str = "lint_dismiss", person: str = OWNER.id) -> Any:
    message = tiller.post(GROWTH.channel or "", button(action, value))
    return tiller.actor(person).click(message, action_id=action)


def dismiss(tiller: Running, value: str = "KR-16;task", reason: str = REASON, person: str = OWNER.id) -> str:
    assert click(tiller, value, person=person).opened is not None
    tiller.actor(person).fill("reason", reason)
    done = tiller.actor(person).submit()
    assert done.errors == {}
    return tiller.read_view(done.opened)


def dismissals(tiller: Running) -> tuple[Dismissal, ...]:
    with tiller.store.reading() as tx:
        return tx.dismissals.all()


def actions(tiller: Running, subject: str) -> list[tuple[str, str, Any, Any]]:
    with tiller.store.reading() as tx:
        return [
            (audit_entry.actor, audit_entry.action, audit_entry.old, audit_entry.new)
            for audit_entry in tx.audit.of(subject)
        ]


def test_what_does_not_matter_is_not_said_again_and_the_reason_is_kept(tiller: Running) -> None:
    reply = ask(tiller, "growth tasks")
    form = tiller.owen.click(reply, action_id="lint_dismiss").opened
    asked = tiller.read_view(form)
    assert "KR-16 SOC 2 report" in asked
    assert "Why does this not matter here?" in asked
    tiller.owen.fill("reason", f"  {REASON} ")
    done = tiller.read_view(tiller.owen.submit().opened)
    assert SILENT in done
    assert f"“{REASON}” – Owen" in done
    (kept,) = dismissals(tiller)
    assert (kept.subject, kept.rule, kept.by, kept.reason) == ("KR-16", "task", OWNER.id, REASON)
    assert actions(tiller, "KR-16") == [(OWNER.id, "coach dismissed: task", None, REASON)]
    report = tiller.read(ask(tiller, "growth"))
    assert report.startswith("Growth, 2026-Q4: 4 key results, and nothing to sharpen.")
    assert "KR-16 SOC" not in report
    assert "1 does not matter, somebody said: /okr lint growth dismissed." in report
    # Another rule may still have something to say of it.
    assert "No check-in" in tiller.read(ask(tiller, "KR-16"))


def test_it_is_shown_with_its_reason_and_said_again_at_a_click(tiller: Running) -> None:
    dismiss(tiller)
    for text in ("KR-16", "growth dismissed"):
        reply = ask(tiller, text)
        assert "Tasks: KR-16 SOC 2 report\nDoes not matter: “The audit itself is what customers pay for” – Owen" in (
            tiller.read(reply)
        )
    again = tiller.answer(tiller.owen.click(reply, action_id="lint_again"))
    assert again == "The coach speaks of KR-16 SOC 2 report again (tasks)."
    assert dismissals(tiller) == ()
    assert actions(tiller, "KR-16")[-1] == (OWNER.id, "coach speaks again: task", REASON, None)
    assert "KR-16 ‘SOC 2 report’ is something you do." in tiller.read(ask(tiller, "KR-16"))


def test_saying_it_again_twice_changes_nothing_more(tiller: Running) -> None:
    dismiss(tiller)
    click(tiller, "KR-16;task", action="lint_again")
    said = tiller.answer(click(tiller, "KR-16;task", action="lint_again"))
    assert said == "The coach was not silent about KR-16 SOC 2 report (tasks)."
    assert len(actions(tiller, "KR-16")) == 2


def test_a_form_that_comes_late_once_more_does_not_silence_the_coach_again(tiller: Running) -> None:
    dismiss(tiller)
    sent = tiller.sent("view_submission")
    click(tiller, "KR-16;task", action="lint_again")
    assert tiller.dispatch(sent)["response_action"] == "update"
    assert dismissals(tiller) == ()


def test_a_reason_is_needed_and_the_first_one_stays(tiller: Running) -> None:
    assert click(tiller, "KR-16;task").opened is not None
    tiller.owen.fill("reason", "   ")
    assert tiller.owen.submit().errors == {"reason": "Say in a line why this does not matter here."}
    tiller.owen.fill("reason", REASON)
    tiller.owen.submit()
    assert tiller.again("view_submission")["response_action"] == "update"
    second = dismiss(tiller, reason="Because I say so", person=COORDINATOR.id)
    assert f"“{REASON}” – Owen" in second
    assert len(dismissals(tiller)) == 1
    assert len(actions(tiller, "KR-16")) == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("KR-16;task", "KR-16 is not yours. Its owner, the lead of Growth or a coordinator can change it."),
        ("O-4;orphan", "O-4 is not yours. Its owner, the lead of Growth or a coordinator can change it."),
        ("kpi:churn;old_limits", "Churn is not yours. Its owner, the lead of Growth or a coordinator can change it."),
        ("team:growth;all_lagging", "The lead of Growth or a coordinator can say what matters for Growth."),
    ],
)
def test_only_who_may_change_a_thing_may_silence_the_coach_on_it(tiller: Running, value: str, said: str) -> None:
    for action in ("lint_dismiss", "lint_again"):
        done = click(tiller, value, action=action, person=STRANGER.id)
        assert (done.opened, tiller.answer(done)) == (None, said)
    assert dismissals(tiller) == ()


def test_permission_is_asked_again_when_the_form_is_sent(tiller: Running) -> None:
    assert click(tiller, "O-4;orphan", person=MEMBER.id).opened is not None
    with tiller.store.transaction() as tx:
        tx.okrs.save_objective(replace(known(tx.okrs.objective(ONBOARD)), owner=OWNER.id))
    tiller.mia.fill("reason", REASON)
    assert tiller.mia.submit().errors == {
        "reason": "O-4 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    }
    assert dismissals(tiller) == ()


@pytest.mark.parametrize(
    ("value", "about", "reader"),
    [
        ("O-4;orphan", "O-4 Onboard in a day (orphans)", "growth orphans"),
        ("kpi:nps;kpi_without_target", "NPS (kpis without target)", "growth kpis without target"),
        ("team:growth;all_lagging", "Growth (all lagging)", "growth all lagging"),
    ],
)
def test_anything_that_the_coach_speaks_of_can_be_dismissed(
    tiller: Running, value: str, about: str, reader: str
) -> None:
    assert f"The coach says nothing more about {about}." in dismiss(tiller, value)
    name = about.rpartition(" (")[0]
    assert name not in tiller.read(ask(tiller, reader)).split("\n", 1)[1]
    assert name in tiller.read(ask(tiller, "growth dismissed"))


def test_in_a_closed_cycle_the_report_is_read_and_nothing_is_dismissed(tiller: Running) -> None:
    dismiss(tiller)
    with tiller.store.transaction() as tx:
        cycle = known(tx.cycles.by_name("2026-Q4"))
        tx.cycles.save(replace(cycle, state=CycleState.CLOSED))
    said = "2026-Q4 is closed. Ada can reopen it: /okr admin."
    assert tiller.answer(click(tiller, "KR-17;no_check_in")) == said
    assert tiller.answer(click(tiller, "KR-16;task", action="lint_again")) == said
    for text in ("KR-16", "growth 2026-Q4", "growth 2026-Q4 dismissed"):
        read = tiller.read(ask(tiller, text))
        assert "Does not matter here…" not in read
        assert "Say it again" not in read
    assert len(dismissals(tiller)) == 1


@pytest.mark.parametrize(
    "value", ["", "KR-16", "KR-16;gone", "KR-99;task", "O-99;orphan", "kpi:gone;old_limits", "x;task"]
)
def test_an_old_button_is_answered_with_a_sentence(tiller: Running, value: str) -> None:
    for action in ("lint_dismiss", "lint_again"):
        done = click(tiller, value, action=action)
        assert done.opened is None
        assert tiller.answer(done) in {
            "This button is from an older message. Ask again for a fresh one.",
            "What the coach spoke of is not there any more.",
        }


def test_a_form_of_a_rule_that_is_gone_is_refused(tiller: Running) -> None:
    view = known(click(tiller, "KR-16;task").opened)
    old = {**view, "private_metadata": '{"v": 1, "subject": "KR-16", "rule": "gone"}'}
    answered = tiller.dispatch(tiller.submission(OWNER.id, old))
    assert answered["errors"] == {"reason": "This form is from an older version. Close it and open it again."}


def test_a_dismissal_of_a_rule_that_is_gone_silences_nothing(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.dismissals.put(Dismissal(subject="KR-16", rule="gone", by=OWNER.id, at=tiller.clock.now(), reason="x"))
    assert "KR-16 ‘SOC 2 report’" in tiller.read(ask(tiller, "KR-16"))
    assert tiller.owen.command("/okr", f"edit KR-{REPORT}").opened is not None
