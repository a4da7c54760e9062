"""`/okr lint`: the coach on a team, the company, a cycle or one thing; it warns and never blocks (RULES 8)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.calendar.working_days import weekdays
from domain.coach.findings import CoachRule
from domain.company.teams import Person
from domain.kpis.alerts import AlertKind, AlertNote
from domain.kpis.model import KpiState, Limits
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import Commitment, KeyResult, Metric
from domain.values.ids import CycleId, ObjectiveId, PersonId
from domain.values.units import NUMBER, PERCENT, Unit
from handlers import organization
from handlers.queries.lint import answer
from handlers.queries.query import Query, answer_or_explain
from handlers.usecases.lint.reports import cycle_in_question
from handlers.views.lint.rule_texts import RULE_TEXTS, TYPED
from storage.store import Store, Transaction
from tests.people import COORDINATOR, GROWTH, MEMBER, NOW, OWNER, STRANGER, settle
from tests.tiller import CHOICE, CHURN, LOGOS, NEWCOMER, REPORT, WIN_RATE, Running, known

TASKS = ("Launch the new onboarding", "Publish the price list", "Implement the tour", "Migrate the forum")


def lint(tiller: Running, text: str = "", person: str = OWNER.id) -> list[str]:
    asked = tiller.actor(person).command("/okr", f"lint {text}".strip(), channel=GROWTH.channel)
    return [line for line in tiller.answer(asked).splitlines() if line]


def add(
    tx: Transaction,
    title: str,
    *,
    objective: ObjectiveId = CHOICE,
    metric: Metric = Metric.BINARY,
    baseline: str | None = None,
    target: str | None = None,
    unit: Unit = NUMBER,
    owner: PersonId = OWNER.id,
    **changes: object,
) -> KeyResult:
    made = tx.okrs.add_key_result(
        objective=objective, owner=owner, title=title, metric=metric, unit=unit,
        baseline=Decimal(baseline) if baseline else None, target=Decimal(target) if target else None,
        weight=Decimal(1), milestones=(),
    )  # fmt: skip
    changed = replace(made, **changes)  # type: ignore[arg-type]  # any field
    tx.okrs.save_key_result(changed)
    return changed


def write(tiller: Running, titles: Sequence[str] = TASKS) -> None:
    with tiller.store.transaction() as tx:
        for title in titles:
            add(tx, title)


def test_the_first_line_says_the_sum_and_each_rule_its_reason_once(tiller: Running) -> None:
    write(tiller, [*TASKS[:2], "Reduce churn by 30%"])
    said = lint(tiller)
    assert said[0] == "Growth, 2026-Q4: 4 of 7 key results could be sharper; 3 are tasks, 1 cannot be measured."
    assert said[1:5] == [
        "Also: 5 were not spoken of for two rounds.",
        "Objectives: 2 serve no other objective.",
        "Teams: 1 has only lagging KPIs.",
        "Dashboard: 1 has no target.",
    ]
    at = said.index("Tasks · 3")
    assert said[at : at + 6] == [
        "Tasks · 3",
        "A key result says what changes, not what is done; a task can be done and change nothing.",
        "[All 3]",
        "KR-31 Launch the new onboarding",
        "For example: Raise … from … to … with the new onboarding",
        "[Edit] [Does not matter here…]",
    ]
    text = "\n".join(said)
    assert text.count("a task can be done and change nothing") == 1
    assert "For example: Reduce churn by 30%, from … to …" in said


def test_what_one_may_change_comes_first_and_only_that_has_buttons(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        add(tx, "Launch the tour", owner=MEMBER.id)
    said = lint(tiller, "growth tasks", person=MEMBER.id)
    assert said[0] == "Growth, 2026-Q4: 2 are tasks."
    assert [line for line in said if line.startswith(("KR-", "[Edit"))] == [
        "KR-31 Launch the tour",
        "[Edit] [Does not matter here…]",
        "KR-16 SOC 2 report",
        "[Edit] [Does not matter here…]",
    ]
    theirs = lint(tiller, "growth tasks", person=STRANGER.id)
    assert [line for line in theirs if line.startswith(("KR-", "[Edit"))] == [
        "KR-31 Launch the tour",
        "KR-16 SOC 2 report",
    ]
    with tiller.store.transaction() as tx:
        add(tx, "Launch the other tour", objective=ObjectiveId(5), owner=STRANGER.id)
    last_is_first = [line for line in lint(tiller, "company tasks", person=STRANGER.id) if line.startswith("KR-")]
    assert last_is_first[0] == "KR-32 Launch the other tour"


def test_the_button_of_a_finding_opens_the_form_that_changes_it(tiller: Running) -> None:
    reply = tiller.owen.command("/okr", "lint growth tasks", channel=GROWTH.channel).reply
    opened = tiller.owen.click(reply, action_id="okr_edit").opened
    assert "SOC 2 report" in tiller.read_view(opened)


def test_a_long_report_is_two_screens_and_the_rest_is_one_click_away(tiller: Running) -> None:
    write(tiller, [f"Launch feature {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"])
    asked = tiller.owen.command("/okr", "lint", channel=GROWTH.channel)
    said = tiller.answer(asked).splitlines()
    assert sum(line.startswith("KR-") for line in said) <= 4
    assert "[All 27]" in said
    more = tiller.answer(tiller.owen.click(asked.reply, action_id="lint_show")).splitlines()
    assert more[0] == "Growth, 2026-Q4: 27 are tasks."
    assert sum(line.startswith("KR-") for line in more) == 5
    assert next(line for line in more if line.startswith("And KR-")).endswith(", KR-56 and KR-16.")


def test_many_of_a_kind_are_counted_team_by_team(tiller: Running) -> None:
    write(tiller, [f"Launch feature {letter}" for letter in "abcdefgh"])
    with tiller.store.transaction() as tx:
        add(tx, "Launch the pager", objective=ObjectiveId(5), owner=STRANGER.id)
    said = lint(tiller, "company tasks")
    assert "Team by team, /okr lint growth tasks: growth 9 and platform 1." in said


def test_one_thing_is_explained_in_full(tiller: Running) -> None:
    assert lint(tiller, "KR-16") == [
        "KR-16: the coach has 2 things to say.",
        "Tasks: A key result says what changes, not what is done; a task can be done and change nothing.",
        "KR-16 ‘SOC 2 report’ is something you do. What changes when it is done?",
        "For example: SOC 2 report, so that … rises from … to …",
        "[Edit] [Does not matter here…]",
        "No check-in: A key result that nobody spoke of for two rounds is not being steered.",
        "KR-16 Nobody has ever checked in on ‘SOC 2 report’, 48 days in. Is it still wanted?",
        "[Show it] [Does not matter here…]",
    ]
    assert lint(tiller, "KR-15") == ["KR-15 is fine: the coach has nothing to say."]
    assert lint(tiller, "KR-99") == ["There is no KR-99."]
    assert lint(tiller, "O-99") == ["There is no O-99."]


def test_an_objective_comes_with_its_key_results_and_no_others(tiller: Running) -> None:
    said = lint(tiller, "O-4")
    assert said[0] == "O-4: the coach has 4 things to say."
    assert {word for line in said for word in re.findall(r"^(?:KR|O)-\d+", line)} == {"O-4", "KR-16", "KR-17"}


def test_business_as_usual_is_computed_from_the_kpi_before_the_cycle(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        add(
            tx, "Lower churn below 3 %", metric=Metric.DECREASE, baseline="5", target="3", unit=PERCENT, kpi=CHURN.key,
        )  # fmt: skip
    said = lint(tiller, "KR-31")
    assert said[0] == "KR-31: the coach has 2 things to say."
    assert said[2].startswith("KR-31 Lower churn below 3 %")
    assert said[3] == (
        "Churn was 2.7 % before it began, so ‘3 %’ would score 1.0 for doing nothing. "
        "Keep it as a KPI with a limit, or set a target beyond it."
    )
    assert said[4] == "For example: Lower churn below 2 %"
    assert lint(tiller)[0] == (
        "Growth, 2026-Q4: 2 of 5 key results could be sharper; 1 is a task, 1 scores 1.0 for doing nothing."
    )


def test_how_sure_somebody_was_before_it_began_counts_and_later_does_not(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        for key_result, at in ((WIN_RATE, NOW - timedelta(days=60)), (LOGOS, NOW - timedelta(days=2))):
            tx.checkins.add(key_result=key_result, by=OWNER.id, at=at, value=Decimal(28), confidence=10)
    assert "You are 10 of 10 sure before it begins" in "\n".join(lint(tiller, "KR-12"))
    assert lint(tiller, "KR-15") == ["KR-15 is fine: the coach has nothing to say."]


def test_a_kpi_that_alerted_counts_as_ignored_until_somebody_acts(tiller: Running) -> None:
    def rules() -> bool:
        return "Churn has alerted, and nobody ever acted on it." in "\n".join(lint(tiller, "never acted on"))

    def alert(opened: timedelta, kind: AlertKind = AlertKind.LIMIT) -> int:
        with tiller.store.transaction() as tx:
            made = tx.alerts.add(
                kpi=CHURN.key, kind=kind, state_shown=KpiState.CRITICAL, since=date(2026, 9, 7),
                opened_at=NOW - opened, worst=None, worst_period=None, last=None, last_period=None,
            )  # fmt: skip
            return made.id

    alert(timedelta(days=40), AlertKind.MISSING)
    assert not rules()
    number = alert(timedelta(days=13))
    assert not rules()
    with tiller.store.transaction() as tx:
        item = known(tx.alerts.get(tx.alerts.of_kind(AlertKind.LIMIT)[0].id))
        tx.alerts.save(replace(item, opened_at=NOW - timedelta(days=14)))
    assert rules()
    with tiller.store.transaction() as tx:
        made = add(tx, "Churn back to 2 %", origin_alert=item.id)
    assert not rules()
    with tiller.store.transaction() as tx:
        tx.okrs.save_key_result(replace(made, origin_alert=None))
    assert rules()
    with tiller.store.transaction() as tx:
        tx.alerts.add_note(AlertNote(alert=item.id, by=MEMBER.id, at=NOW, action="note", text="looking"))
    assert not rules()
    assert number == item.id


def test_limits_older_than_a_quarter_are_asked_about(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        limits = Limits(warning_high=Decimal(3), set_by=MEMBER.id, set_on=date(2026, 6, 1))
        tx.kpis.save(replace(CHURN, limits=limits))
    assert "The limits of Churn are 170 days old. Still right?" in lint(tiller, "old limits")


def test_who_left_owns_nothing_that_goes_well(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.people.save(replace(MEMBER, active=False))
    assert lint(tiller)[1] == "Also: 3 have no owner, 2 were not spoken of for two rounds."
    assert "KR-16 ‘SOC 2 report’ belongs to Mia, who has left. Who takes it?" in lint(tiller, "no owner")


def test_a_cancelled_key_result_is_nobodys_concern(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.okrs.save_key_result(replace(known(tx.okrs.key_result(REPORT)), cancelled=True))
    assert lint(tiller)[0] == "Growth, 2026-Q4: 3 key results, and nothing to sharpen."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", "Growth, 2026-Q4: 1 of 4 key results is a task."),
        ("growth", "Growth, 2026-Q4: 1 of 4 key results is a task."),
        ("company", "Company, 2026-Q4: 1 of 5 key results is a task."),
        ("platform", "Platform, 2026-Q4: 1 key result, and nothing to sharpen."),
        ("2026-Q4", "Company, 2026-Q4: 1 of 5 key results is a task."),
        ("growth 2026-Q4", "Growth, 2026-Q4: 1 of 4 key results is a task."),
        ("mine", "Yours, 2026-Q4: 2 key results, and nothing to sharpen."),
        ("2026-Q3", "Company, 2026-Q3: nothing to look at yet."),
        ("tasks", "Growth, 2026-Q4: 1 is a task."),
        ("company task", "Company, 2026-Q4: 1 is a task."),
        ("business as usual", "Growth, 2026-Q4: nothing is said of “business as usual”."),
        ("growth dismissed", "Growth, 2026-Q4: the coach was told to be silent about nothing."),
        ("@ada", "The coach looks at goals, not at people."),
        ("at risk", "The coach does not know ‘at risk’."),
        ("grwoth", "I don’t know ‘grwoth’: it is no team, person, cycle or short id."),
        ("tsks", "I don’t know ‘tsks’: it is no team, person, cycle or short id."),
    ],
)
def test_what_was_asked_for_is_what_is_read(tiller: Running, text: str, first: str) -> None:
    assert lint(tiller, text)[0] == first


def test_a_team_goes_before_somebody_who_is_called_like_it(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.people.save(Person(id=PersonId("U0GROWTH1"), name="Growth", team=GROWTH.key))
    for text in ("growth", "growth 2026-Q4", "growth 2026-Q4 tasks"):
        assert lint(tiller, text)[0].startswith("Growth, 2026-Q4: 1 ")
    assert lint(tiller, "@Growth")[0] == "The coach looks at goals, not at people."


def test_what_may_have_been_meant_is_said_as_it_is_typed(tiller: Running) -> None:
    assert lint(tiller, "grwoth")[1] == "Did you mean /okr lint growth?"
    assert "/okr lint tasks" in lint(tiller, "tsks")[1]


@pytest.mark.parametrize("rule", list(CoachRule))
def test_every_rule_can_be_asked_for_as_it_is_headed(tiller: Running, rule: CoachRule) -> None:
    assert TYPED[RULE_TEXTS[rule].typed.replace("-", " ")] is rule
    said = lint(tiller, f"company {RULE_TEXTS[rule].typed}")[0]
    assert said.startswith("Company, 2026-Q4: ")


def test_a_cycle_that_is_being_written_is_pointed_to_and_read_without_the_dashboard(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        draft = tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        objective = tx.okrs.add_objective(
            cycle=draft.id, team=GROWTH.key, owner=OWNER.id, title="Do great things", commitment=Commitment.ASPIRATIONAL
        )
        add(tx, "Launch the app", objective=objective.id)
    assert "2027-Q1 is being written: /okr lint growth 2027-Q1." in lint(tiller)[-2]
    said = lint(tiller, "growth 2027-Q1")
    assert said[0] == "Growth, 2027-Q1: 1 of 1 key result is a task."
    assert said[1] == (
        "Objectives: 1 has fewer than two key results, 1 could stand over anything, 1 serves no other objective."
    )
    assert "lagging" not in "\n".join(said)


def cycle(number: int, state: CycleState, start: date) -> Cycle:
    return Cycle(id=CycleId(number), name=str(start), start=start, end=start + timedelta(days=90), state=state)


def test_without_a_name_the_cycle_that_runs_is_meant_else_the_next_else_the_last() -> None:
    old = cycle(1, CycleState.CLOSED, date(2026, 1, 1))
    last = cycle(2, CycleState.CLOSED, date(2026, 4, 1))
    scoring = cycle(3, CycleState.SCORING, date(2026, 7, 1))
    active = cycle(4, CycleState.ACTIVE, date(2026, 10, 1))
    drafts = [cycle(5, CycleState.DRAFT, date(2027, 1, 1)), cycle(6, CycleState.DRAFT, date(2027, 4, 1))]
    assert cycle_in_question([old, last, scoring, active, *drafts]) == active
    assert cycle_in_question([old, last, scoring, *drafts]) == scoring
    assert cycle_in_question([old, last, *drafts]) == drafts[0]
    assert cycle_in_question([old, last]) == last
    assert cycle_in_question([]) is None


def test_a_shared_report_has_no_buttons_and_nobody_gets_to_share_their_own(tiller: Running) -> None:
    write(tiller)
    asked = tiller.owen.command("/okr", "lint growth", channel=GROWTH.channel)
    tiller.owen.click(asked.reply, action_id="share")
    tiller.deliver()
    shared = tiller.slack.messages(GROWTH.channel)[-1]
    assert "5 of 8 key results are tasks" in tiller.read(shared)
    assert "Owen shared this: /okr lint growth" in tiller.read(shared)
    assert not [block for block in shared["blocks"] if block["type"] == "actions" or "accessory" in block]
    mine = tiller.owen.command("/okr", "lint mine", channel=GROWTH.channel).reply
    assert "[Share to channel]" not in tiller.read(mine)


def test_a_mention_is_answered_with_the_report_too(tiller: Running) -> None:
    tiller.owen.say("lint growth")
    tiller.slack.settle()
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert tiller.texts(tiller.owen.dm)[-1].startswith("Growth, 2026-Q4: 1 of 4 key results is a task.")


def test_nobody_finds_buttons_in_what_a_channel_reads(tiller: Running) -> None:
    tiller.owen.say(f"<@{tiller.slack.bot_user_id}> lint KR-16", channel=GROWTH.channel)
    tiller.slack.settle()
    found = tiller.slack.messages(GROWTH.channel)[-1]
    assert tiller.read(found).startswith("KR-16: the coach has 2 things to say.")
    assert "actions" not in {block["type"] for block in found["blocks"]}


def test_a_newcomer_reads_the_companys_report_and_changes_nothing(tiller: Running) -> None:
    said = lint(tiller, person=NEWCOMER)
    assert said[0] == "Company, 2026-Q4: 1 of 5 key results is a task."
    assert not [line for line in said if line.startswith("[Edit")]


def test_without_a_cycle_there_is_nothing_to_read(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        settle(tx)
        org = organization.load(tx, calendars=lambda _: weekdays)
        asked = Query(tx=tx, command="/okr", text="lint", actor=OWNER.id, now=NOW, org=org, key="x")
        said = answer_or_explain(asked, answer).text
    assert said.startswith("There is no cycle yet, so there is nothing to read.")


def test_the_help_names_it(tiller: Running) -> None:
    help_text = tiller.answer(tiller.owen.command("/okr", "help", channel=GROWTH.channel))
    assert "/okr lint, /okr lint growth tasks, /okr lint KR-12" in help_text


def test_activating_a_cycle_says_the_sum_to_who_did_it_and_to_nobody_else(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        draft = tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        objective = tx.okrs.add_objective(
            cycle=draft.id, team=GROWTH.key, owner=OWNER.id, title="Reach 40 % more", commitment=Commitment.ASPIRATIONAL
        )
        add(tx, "Launch the app", objective=objective.id)
        add(tx, "Win 12 customers", objective=objective.id, metric=Metric.INCREASE, baseline="0", target="12")
    asked = tiller.actor(COORDINATOR.id).command("/okr", "admin activate 2027-Q1", channel=GROWTH.channel)
    said = [line for line in tiller.answer(asked).splitlines() if line]
    assert said == [
        "2027-Q1 is active, with 1 objective, 2 key results.",
        "Its owners are asked from Fri 1 Jan 2027 on.",
        "Company, 2027-Q1: 1 of 2 key results is a task.",
        "Objectives: 1 has a number in it, 1 serves no other objective.",
        "Nothing is held back for it, and nobody else is told. Everybody sees their own team’s: /okr lint.",
        "[What to fix first]",
    ]
    more = tiller.answer(tiller.actor(COORDINATOR.id).click(asked.reply, action_id="lint_show"))
    assert "KR-32 Launch the app" in more
    assert tiller.deliver() == 0
    with tiller.store.reading() as tx:
        assert known(tx.cycles.by_name("2027-Q1")).state is CycleState.ACTIVE


def test_a_person_who_is_gone_is_no_reason_to_fail(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.people.save(Person(id=OWNER.id, name="Owen", team=None))
    assert lint(tiller)[0].startswith("Company, 2026-Q4: ")
