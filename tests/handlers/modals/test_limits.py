"""The form that sets a KPI's limits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.calendar.periods import Frequency
from domain.kpis.alerts import AlertKind
from domain.kpis.model import Direction, Kpi, Limits, Reading, Season
from handlers import ids
from tests.people import GROWTH, MEMBER, OWNER, STRANGER
from tests.tiller import CHURN, WIN_RATE_KPI, Running, known, open_alert


def opened(tiller: Running, text: str = "limits churn", person: str = MEMBER.id) -> str:
    """Open the form from the answer to a question; what stands in it."""
    actor = tiller.actor(person)
    answer = known(actor.command("/kpi", text, channel=GROWTH.channel).reply)
    return tiller.read_view(actor.click(answer, action_id="limits_edit").opened)


def limits_of(tiller: Running, kpi: Kpi = CHURN) -> Limits | None:
    with tiller.store.reading() as tx:
        return known(tx.kpis.get(kpi.key)).limits


def preview(view: dict[str, Any]) -> str:
    return str(next(block for block in view["blocks"] if block["block_id"] == ids.PREVIEW)["elements"][0]["text"])


def test_what_the_limits_would_have_done_follows_what_is_typed(tiller: Running) -> None:
    assert "In 2 months they would not have alerted once." in opened(tiller)
    tiller.mia.fill("warning_high:0", "2.55")
    assert preview(known(tiller.mia.modal)) == (
        "In 2 months they would have alerted 3 times: 14 Sept (2.6 %), 28 Sept (2.7 %) and 19 Oct (2.6 %)."
    )
    tiller.mia.fill("hold:0", "2")
    assert preview(known(tiller.mia.modal)) == "In 2 months they would not have alerted once."
    tiller.mia.fill("warning_high:0", "2.55 apples")
    assert preview(known(tiller.mia.modal)).startswith("I can’t read ‘2.55 apples’ as a percentage")
    tiller.mia.fill("warning_high:0", "")
    tiller.mia.fill("critical_high:0", "")
    assert preview(known(tiller.mia.modal)) == "Write a number to see when it would have alerted."
    assert limits_of(tiller) == CHURN.limits


def test_limits_are_set_as_they_stand_in_the_form(tiller: Running) -> None:
    opened(tiller)
    for field, answer in (
        ("warning_high:0", "3,2 %"),
        ("critical_high:0", ""),
        ("clear_high:0", "2.9"),
        ("clear:0", "2"),
    ):
        tiller.mia.fill(field, answer)
    saved = tiller.mia.submit()
    assert saved.errors == {}
    assert "Churn has limits now: warning above 3.2 %. Set by Mia." in tiller.read_view(saved.opened)
    assert limits_of(tiller) == Limits(
        warning_high=Decimal("3.2"), clear_high=Decimal("2.9"), hold=1, clear=2, set_by=MEMBER.id,
        set_on=date(2026, 11, 18),
    )  # fmt: skip
    tiller.again("view_submission")
    with tiller.store.reading() as tx:
        assert [entry.origin for entry in tx.audit.of("kpi:churn")] == ["modal"]


def test_the_proposal_goes_into_the_fields_with_one_click(tiller: Running) -> None:
    opened(tiller, "limits win rate", OWNER.id)
    tiller.owen.fill("warning_low:0", "20")
    tiller.owen.click(action_id="limits_fill")
    shown = tiller.read_view(tiller.owen.modal)
    assert "[ 30.8 ]" in shown
    assert "[ 20 ]" not in shown
    assert tiller.owen.submit().errors == {}
    limits = known(limits_of(tiller, WIN_RATE_KPI))
    assert (limits.warning_low, limits.critical_low, limits.hold, limits.suggested) == (
        Decimal("30.8"),
        Decimal(30),
        2,
        True,
    )


def test_changed_proposals_are_a_person_s_limits(tiller: Running) -> None:
    opened(tiller, "limits win rate", OWNER.id)
    tiller.owen.fill("warning_low:0", "29")
    tiller.owen.fill("critical_low:0", "28")
    assert tiller.owen.submit().errors == {}
    assert known(limits_of(tiller, WIN_RATE_KPI)).suggested is False


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"clear_high:0": "low"},
            {"clear_high:0": "I can’t read ‘low’ as a percentage: I don’t know what ‘low’ means. Try 3.1 or 3,1 %."},
        ),
        ({"warning_high:0": "5"}, {"warning_high:0": "The warning high limit 5 is above the critical high limit 4."}),
        (
            {"clear_high:0": "3.5"},
            {"clear_high:0": "The clear-limit 3.5 must lie within the upper limits, not past them."},
        ),
        ({"warning_high:0": "", "critical_high:0": ""}, {"warning_high:0": "Limits need at least one number."}),
        (
            {"warning_high:0": "2"},
            {
                "warning_high:0": (
                    "The warning limit 2 lies below the target ‘< 2.5%’: a value that meets the target would alert. "
                    "Change the limit or the target."
                )
            },
        ),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(tiller: Running, fields: dict[str, str], errors: dict[str, str]) -> None:
    opened(tiller)
    for field, answer in fields.items():
        tiller.mia.fill(field, answer)
    assert tiller.mia.submit().errors == errors
    assert limits_of(tiller) == CHURN.limits


def test_saving_judges_the_kpi_again(tiller: Running) -> None:
    open_alert(tiller)
    opened(tiller)
    tiller.mia.fill("critical_high:0", "9")
    tiller.mia.fill("warning_high:0", "8")
    assert "Its open alert is over by that." in tiller.read_view(tiller.mia.submit().opened)
    with tiller.store.reading() as tx:
        assert tx.alerts.open_for(CHURN.key, AlertKind.LIMIT) is None
    tiller.move(timedelta(seconds=3))
    tiller.deliver()
    assert not tiller.texts(GROWTH.channel or "")[0].startswith("🔴")


def test_newer_limits_are_not_overwritten(tiller: Running) -> None:
    opened(tiller)
    with tiller.store.transaction() as tx:
        tx.kpis.save(replace(CHURN, limits=Limits(warning_high=Decimal(7))))
    tiller.mia.fill("warning_high:0", "3.3")
    assert tiller.mia.submit().errors == {
        "warning_high:0": "The limits of Churn were changed meanwhile, so these were not set. Ask again."
    }


def test_permission_is_asked_again_on_submit(tiller: Running) -> None:
    opened(tiller)
    answered = tiller.dispatch(tiller.submission(STRANGER.id, known(tiller.mia.modal)))
    assert answered["errors"] == {
        "warning_high:0": "Churn is not yours. Its owner, the lead of Growth or a coordinator can change it."
    }


VISITS = Kpi(
    key=CHURN.key,
    name="Visits",
    team=GROWTH.key,
    owner=MEMBER.id,
    direction=Direction.UP,
    frequency=Frequency.DAY,
    limits=Limits(warning_low=Decimal("0.8"), critical_low=Decimal("0.6"), season=Season.WEEK),
)


@pytest.fixture
def visits(tiller: Running) -> Running:
    """A daily KPI with limits against the same weekday, in the place of churn."""
    with tiller.store.transaction() as tx:
        tx.kpis.save(VISITS)
        for back in range(1, 80):
            day = date(2026, 11, 18) - timedelta(days=back)
            value = Decimal(1000 if day.weekday() < 5 else 400) + (back * 7) % 23
            tx.readings.put(Reading(kpi=VISITS.key, period=day, value=value, learnt_at=tiller.clock.now()))
    return tiller


def test_seasonal_limits_are_typed_as_a_share_and_shown_as_what_it_is_now(visits: Running) -> None:
    shown = opened(visits, "limits visits")
    assert "Warning below (% of the usual) (optional)\n  [ 80 ]" in shown
    visits.mia.fill("warning_low:0", "85 %")
    assert preview(known(visits.mia.modal)).startswith("Warning below 85 % (8")
    assert visits.mia.submit().errors == {}
    limits = known(limits_of(visits))
    assert (limits.warning_low, limits.season) == (Decimal("0.85"), Season.WEEK)


def test_another_measure_asks_anew(visits: Running) -> None:
    opened(visits, "limits visits")
    visits.mia.fill("limits_season:0", "none")
    assert "Warning below (optional)" in visits.read_view(visits.mia.modal)
    visits.mia.fill("warning_low:1", "300")
    visits.mia.fill("limits_season:1", "week")
    assert "  [ 80 ]" in visits.read_view(visits.mia.modal)
    visits.mia.fill("limits_season:2", "none")
    visits.mia.fill("warning_low:3", "300")
    visits.mia.fill("critical_low:3", "")
    assert visits.mia.submit().errors == {}
    limits = known(limits_of(visits))
    assert (limits.warning_low, limits.critical_low, limits.season) == (Decimal(300), None, Season.NONE)
