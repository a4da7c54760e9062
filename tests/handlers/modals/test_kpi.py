"""The form that adds or changes a KPI."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.calendar.periods import Frequency
from domain.company.teams import Person, Role
from domain.kpis.model import Direction, Indicator, Kpi, Target
from domain.values.ids import KpiKey, PersonId
from domain.values.units import PERCENT, Unit, UnitKind
from handlers import ids
from tests.people import COMPANY, COORDINATOR, GROWTH, MEMBER, OWNER, PLATFORM, STRANGER
from tests.tiller import CHURN, NEWCOMER, UPTIME, Running, known

VIEWER = MEMBER.id.replace("MIA", "VIC")


def stored(tiller: Running, key: str) -> Kpi:
    with tiller.store.reading() as tx:
        return known(tx.kpis.get(KpiKey(key)))


def new(tiller: Running, **fields: str) -> None:
    """Open the form for a new KPI as the lead, and fill it in."""
    assert tiller.owen.command("/kpi", "new").opened is not None
    for field, answer in fields.items():
        tiller.owen.fill(f"kpi_{field}", answer)


def preview(tiller: Running) -> str:
    """What stands below the target."""
    blocks = known(tiller.owen.modal)["blocks"]
    return str(next(block for block in blocks if block["block_id"] == ids.PREVIEW)["elements"][0]["text"])


def test_a_kpi_is_added_as_it_was_written(tiller: Running) -> None:
    new(
        tiller, name="Churn rate", unit="percent", direction="down", target="< 3,1 %", frequency="monthly",
        indicator="leading", grace="20",
    )  # fmt: skip
    assert preview(tiller) == "Read as: below 3.1 %."
    saved = tiller.owen.submit()
    assert saved.errors == {}
    assert tiller.read_view(saved.opened).splitlines()[2:] == [
        "Churn rate is on the dashboard.",
        "owner Owen · monthly · lower is better",
        "Target: below 3.1 %.",
        "/kpi churn_rate shows it, /kpi set churn_rate … logs a reading.",
        "It has no limits, so it does not alert on its values: /kpi limits churn_rate proposes some.",
        "",
        "[Close]",
    ]
    kpi = stored(tiller, "churn_rate")
    assert (kpi.team, kpi.owner, kpi.unit, kpi.direction, kpi.frequency, kpi.indicator, kpi.grace_days) == (
        GROWTH.key,
        OWNER.id,
        PERCENT,
        Direction.DOWN,
        Frequency.MONTH,
        Indicator.LEADING,
        20,
    )
    assert [(target.high, target.text) for target in kpi.targets] == [(Decimal("3.1"), "< 3,1 %")]
    tiller.again("view_submission")
    with tiller.store.reading() as tx:
        (entry,) = tx.audit.of("kpi:churn_rate")
    assert (entry.actor, entry.action, entry.old, entry.origin) == (OWNER.id, "kpi created", None, "modal")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"target": "95"}, "Read as: at or above 95."),
        ({"target": "95", "direction": "down"}, "Read as: at or below 95."),
        ({"target": "at least $1.2M from Q1 2027", "unit": "USD"}, "Read as: at or above $1.2M, from Fri 1 Jan 2027."),
        ({"target": "TBD"}, "Read as: no target yet. Without a target and limits a KPI is never green."),
        ({"target": "12", "direction": "band"}, "‘12’ says no direction. Write for example ‘at or above 12’"),
        ({"target": "< 4"}, "‘&lt; 4’ says what is too much, but for this KPI higher is better."),
        ({"target": "soonish"}, "There is no number in ‘soonish’."),
        ({"target": "5 from 31 Feb"}, "I can’t read ‘31 Feb’ as the day from which it counts."),
    ],
)
def test_how_the_target_is_read_stands_below_it(tiller: Running, fields: dict[str, str], said: str) -> None:
    new(tiller, **fields)
    assert preview(tiller).startswith(said)


def test_nothing_is_saved_that_was_not_shown(tiller: Running) -> None:
    new(tiller, name="Speed", target="95")
    view = known(tiller.owen.modal)
    values = view["state"]["values"]
    values[ids.KPI_TARGET][ids.KPI_TARGET]["value"] = "90"
    answered = tiller.dispatch(tiller.submission(OWNER.id, view))
    assert answered["response_action"] == "update"
    assert "This is how I read the target. Press Save again" in str(answered["view"]["blocks"][0])
    with tiller.store.reading() as tx:
        assert tx.kpis.get(KpiKey("speed")) is None


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": "!!"}, {"kpi_name": "A KPI needs a name, for example Churn."}),
        ({"name": "churn"}, {"kpi_name": "There is a KPI called Churn already (churn). Give this one another name."}),
        ({"key": "churn"}, {"kpi_key": "There is a KPI with the key ‘churn’ already. Choose another one."}),
        (
            {"key": "set"},
            {"kpi_key": "‘set’ means something else after /kpi. Choose another key, such as set_kpi."},
        ),
        ({"owner": VIEWER}, {"kpi_owner": "Vic cannot log readings. Choose somebody who can."}),
        ({"grace": "soon"}, {"kpi_grace": "Write whole days from 0 to 365, or leave it empty."}),
        ({"grace": "366"}, {"kpi_grace": "Write whole days from 0 to 365, or leave it empty."}),
        (
            {"owner": NEWCOMER},
            {"kpi_owner": "I don’t know this person yet. A coordinator can add them to a team."},
        ),
        (
            {"target": "about 5", "name": "churn"},
            {
                "kpi_name": "There is a KPI called Churn already (churn). Give this one another name.",
                "kpi_target": (
                    "I can’t read ‘about 5’ in this target. Write for example ‘at or above 95%’ or "
                    "‘between 0.4 and 0.6’, or TBD for none yet."
                ),
            },
        ),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(tiller: Running, fields: dict[str, str], errors: dict[str, str]) -> None:
    with tiller.store.transaction() as tx:
        tx.people.save(Person(id=PersonId(VIEWER), name="Vic", role=Role.VIEWER))
    new(tiller, **{"name": "Speed", **fields})
    assert tiller.owen.submit().errors == errors
    with tiller.store.reading() as tx:
        assert len(tx.kpis.all()) == 4


def test_a_name_may_stand_behind_the_command_and_a_kpi_may_be_called_new_something(tiller: Running) -> None:
    opened = tiller.owen.command("/kpi", "new Time to value").opened
    assert "[ Time to value ]" in tiller.read_view(opened)
    with tiller.store.transaction() as tx:
        tx.kpis.save(Kpi(key=KpiKey("new_logos"), name="New logos", team=GROWTH.key, owner=OWNER.id))
    assert "New logos" in tiller.answer(tiller.mia.command("/kpi", "new logos")).splitlines()[0]


def test_the_coach_speaks_once_a_dashboard_has_grown_too_large_and_stands_in_nobody_s_way(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        for number in range(7):
            tx.kpis.save(Kpi(key=KpiKey(f"k{number}"), name=f"K {number}", team=GROWTH.key, owner=OWNER.id))
    new(tiller, name="Speed")
    shown = tiller.read_view(tiller.owen.submit().opened)
    assert "Growth has 11 KPIs. Which 10 at most would you look at every week?" in shown
    assert "All 11 KPIs of Growth tell what has happened." in shown
    assert stored(tiller, "speed").name == "Speed"


def edited(tiller: Running, **fields: str) -> dict[str, str]:
    """Open the form for churn as its owner, fill it in, and return what was refused."""
    assert tiller.mia.command("/kpi", "edit churn").opened is not None
    for field, answer in fields.items():
        tiller.mia.fill(f"kpi_{field}", answer)
    return dict(tiller.mia.submit().errors)


def test_a_kpi_is_changed_and_what_nobody_touched_stays(tiller: Running) -> None:
    assert edited(tiller, name="Customer churn", target="< 2 % from Q1 2027") == {}
    kpi = stored(tiller, "churn")
    assert (kpi.name, kpi.limits, kpi.owner) == ("Customer churn", CHURN.limits, MEMBER.id)
    assert [target.valid_from for target in kpi.targets] == [None, date(2027, 1, 1)]
    assert edited(tiller) == {}
    assert stored(tiller, "churn") == kpi
    assert edited(tiller, target="") == {}
    assert stored(tiller, "churn").targets == kpi.targets[1:]
    with tiller.store.reading() as tx:
        entries = tx.audit.of("kpi:churn")
    assert [(entry.old.get("name"), entry.new.get("name")) for entry in entries] == [
        ("Churn", "Customer churn"),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"frequency": "monthly"},
            {"kpi_frequency": ("Churn has weekly readings, so it stays weekly. For another frequency, add a new KPI.")},
        ),
        (
            {"direction": "up", "target": "> 3"},
            {
                "kpi_direction": (
                    "Its limits are for the other direction. Change or remove them first: /kpi limits churn."
                )
            },
        ),
        (
            {"target": "< 5"},
            {
                "kpi_target": (
                    "The warning limit 3 lies below the target ‘< 5’: a value that meets the target would alert. "
                    "Change the limit or the target."
                )
            },
        ),
        (
            {"name": "Uptime"},
            {"kpi_name": "There is a KPI called Uptime already (uptime). Give this one another name."},
        ),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(
    tiller: Running, fields: dict[str, str], errors: dict[str, str]
) -> None:
    assert edited(tiller, **fields) == errors
    assert stored(tiller, "churn") == CHURN


def test_a_later_target_for_the_other_direction_is_named(tiller: Running) -> None:
    later = Target(high=Decimal(2), valid_from=date(2027, 1, 1), text="< 2%")
    with tiller.store.transaction() as tx:
        tx.kpis.save(replace(CHURN, limits=None, targets=(*CHURN.targets, later)))
    assert edited(tiller, direction="up", target="> 3") == {
        "kpi_direction": "Its target from 2027-01-01 is for the other direction. Take it away first: /kpi target churn."
    }
    assert edited(tiller, direction="band", target="between 1 and 3") == {}


def test_where_no_form_can_open_the_card_has_the_button(tiller: Running) -> None:
    tiller.mia.say("kpi edit churn", channel=tiller.slack.dm_of(MEMBER.id))
    tiller.slack.settle()
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert "[Edit]" in tiller.texts(tiller.mia.dm)[-1]
    assert tiller.answer(tiller.mia.command("/kpi", "edit chrn")).startswith("There is no KPI ‘chrn’.")


def test_another_unit_is_taken_with_a_word_about_the_readings(tiller: Running) -> None:
    assert edited(tiller, unit="number", target="at most 3") == {}
    assert stored(tiller, "churn").unit == Unit(kind=UnitKind.NUMBER)
    assert "Its readings keep their numbers: what was counted in percent is now number." in tiller.read_view(
        tiller.mia.modal
    )


def test_a_card_has_the_button_for_those_who_may(tiller: Running) -> None:
    card = known(tiller.mia.command("/kpi", "churn", channel=GROWTH.channel).reply)
    opened = tiller.mia.click(card, action_id="kpi_edit").opened
    assert tiller.read_view(opened).splitlines()[0] == "Edit KPI"


def test_who_may_add_is_asked_before_and_on_submit(tiller: Running) -> None:
    sentence = "The lead of Growth or a coordinator can add a KPI to Growth."
    assert tiller.answer(tiller.mia.command("/kpi", "new")) == sentence
    assert tiller.answer(tiller.actor(NEWCOMER).command("/kpi", "new")) == (
        "I don't know you yet. Ask a coordinator to add you to a team."
    )
    new(tiller, name="Speed")
    answered = tiller.dispatch(tiller.submission(MEMBER.id, known(tiller.owen.modal)))
    assert answered["errors"] == {"kpi_name": sentence}


def test_only_teams_to_which_one_may_add_are_offered(tiller: Running) -> None:
    def offered(person: str, text: str) -> set[str]:
        view = known(tiller.actor(person).command("/kpi", text).opened)
        menu = next(block["element"] for block in view["blocks"] if block["block_id"] == ids.KPI_TEAM)
        return {option["value"] for option in menu["options"]}

    assert offered(OWNER.id, "new") == {GROWTH.key}
    assert offered(COORDINATOR.id, "new") == {COMPANY.key, GROWTH.key, PLATFORM.key}
    assert offered(STRANGER.id, f"edit {UPTIME.key}") == {PLATFORM.key}


def test_a_member_cannot_move_a_kpi_to_a_team_that_is_not_theirs(tiller: Running) -> None:
    tiller.mia.command("/kpi", "edit churn")
    view = known(tiller.mia.modal)
    view["state"]["values"][ids.KPI_TEAM][ids.KPI_TEAM]["selected_option"]["value"] = PLATFORM.key
    answered = tiller.dispatch(tiller.submission(MEMBER.id, view))
    assert answered["errors"] == {"kpi_name": "The lead of Platform or a coordinator can add a KPI to Platform."}
    assert stored(tiller, "churn") == CHURN
