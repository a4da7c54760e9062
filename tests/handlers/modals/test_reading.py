"""The form that logs a reading, from the shortcut, a card and the Home tab (RULES 4.5 and 9.3)."""

from datetime import date
from decimal import Decimal

import pytest

from tests.people import GROWTH, STRANGER
from tests.tiller import CHURN, NEWCOMER, Running, known


def test_a_reading_is_logged_from_the_shortcut(tiller: Running) -> None:
    assert tiller.mia.shortcut("log_kpi_reading").opened is not None
    tiller.mia.fill("kpi", "churn")
    tiller.mia.fill("value", "2,9 %")
    tiller.mia.fill("period", "2026-11-04")
    tiller.mia.fill("note", "late")
    saved = tiller.mia.submit()
    assert saved.errors == {}
    assert "Corrected: Churn is 2.9 % for week 45, it was 2.4 %." in tiller.read_view(saved.opened)
    with tiller.store.reading() as tx:
        stored = tx.readings.of([CHURN.key], last=1)[CHURN.key][0]
    assert (stored.period, stored.value, stored.note) == (date(2026, 11, 2), Decimal("2.9"), "late")


def test_a_card_brings_its_kpi_along(tiller: Running) -> None:
    card = known(tiller.mia.command("/kpi", "churn", channel=GROWTH.channel).reply)
    assert tiller.mia.click(card, action_id="kpi_log").opened is not None
    tiller.mia.fill("value", "4.8")
    assert tiller.mia.submit().errors == {}
    tiller.deliver()
    assert tiller.texts(GROWTH.channel or "")[-1].startswith("🔴 Churn is critical: 4.8 %, limit 4 %")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"value": "high"},
            {"value": "I can’t read ‘high’ as a percentage: I don’t know what ‘high’ means. Try 3.1 or 3,1 %."},
        ),
        (
            {"value": "3", "period": "2026-11-18"},
            {"period": "Week 47 is not over yet: it ends on 22 Nov. The last one that is over is week 46."},
        ),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(tiller: Running, typed: dict[str, str], errors: dict[str, str]) -> None:
    assert tiller.mia.shortcut("log_kpi_reading").opened is not None
    tiller.mia.fill("kpi", "churn")
    for block, text in typed.items():
        tiller.mia.fill(block, text)
    assert tiller.mia.submit().errors == errors
    with tiller.store.reading() as tx:
        assert tx.readings.newest_period(CHURN.key) == date(2026, 11, 2)


def test_a_form_that_is_submitted_twice_is_saved_once(tiller: Running) -> None:
    assert tiller.mia.shortcut("log_kpi_reading").opened is not None
    tiller.mia.fill("kpi", "churn")
    tiller.mia.fill("value", "4.8")
    tiller.mia.submit()
    assert tiller.again("view_submission")["response_action"] == "update"
    with tiller.store.reading() as tx:
        assert len(tx.audit.of("reading:churn:2026-11-09")) == 1
        assert len(tx.alerts.of_kpi(CHURN.key)) == 1


def test_only_what_one_may_log_is_offered(tiller: Running) -> None:
    form = known(tiller.actor(STRANGER.id).shortcut("log_kpi_reading").opened)
    offered = [option["value"] for option in form["blocks"][0]["element"]["options"]]
    assert offered == ["uptime"]


def test_a_newcomer_is_told_who_can_help(tiller: Running) -> None:
    opened = tiller.actor(NEWCOMER).shortcut("log_kpi_reading").opened
    assert "I don't know you yet. Ask a coordinator to add you to a team." in tiller.read_view(opened)


def test_permission_is_asked_again_on_submit(tiller: Running) -> None:
    assert tiller.mia.shortcut("log_kpi_reading").opened is not None
    tiller.mia.fill("kpi", "churn")
    tiller.mia.fill("value", "3")
    view = known(tiller.mia.modal)
    assert tiller.dispatch(tiller.submission(STRANGER.id, view)) == {
        "response_action": "errors",
        "errors": {"kpi": "Churn is not yours. Its owner, the lead of Growth or a coordinator can change it."},
    }
