"""What the demo says is planned, which Monday it comes to with one's own files, who leads."""

import shutil
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import company
from bot.demo.plans import Plans
from bot.demo.script import own
from bot.demo.session import DemoSession
from bot.emulator.page.tour import TourError
from bot.simulate.company import FolderError
from domain.ledger.occurrences import Job, Occurrence
from domain.values.ids import KpiKey, PersonId, TeamKey
from storage.store import Store
from tests.people import MEMBER, OWNER
from tests.tiller import furnish

TEN = datetime(2026, 11, 16, 9, tzinfo=UTC)


def due(job: Job, *, at: datetime = TEN, **about: str) -> Occurrence:
    named = {
        "person": PersonId(about.get("person", "")) or None,
        "team": TeamKey(about.get("team", "")) or None,
        "kpi": KpiKey(about.get("kpi", "")) or None,
    }
    return Occurrence(key=f"{job}:{sorted(about.items())}", job=job, due_at=at, **named)  # type: ignore[arg-type]


@pytest.fixture
def plans(sqlite_store: Store) -> Plans:
    furnish(sqlite_store)
    made = Plans()
    made.learn(sqlite_store, {OWNER.id: OWNER.name, MEMBER.id: MEMBER.name})
    return made


def words(plans: Plans, *coming: Occurrence) -> str:
    plans.look(coming)
    assert plans.next is not None
    return plans.next.words


def test_what_is_due_at_the_next_instant_is_said_together(plans: Plans) -> None:
    later = due(Job.SUMMARY, at=TEN + timedelta(hours=1))
    asked = due(Job.CHECKIN_PROMPT, person=OWNER.id), due(Job.CHECKIN_PROMPT, person=MEMBER.id)
    said = words(plans, *asked, due(Job.LIMITS_AGE, kpi="churn"), later)
    assert said == (
        f"Check-in for {OWNER.name} and {MEMBER.name}, question whether the limits of Churn are still right"
    )
    assert plans.next is not None
    assert plans.next.at == TEN


def test_many_are_counted_and_one_is_named_once(plans: Plans) -> None:
    asked = [due(Job.CHECKIN_REMINDER, person=f"U{number}") for number in range(5)]
    assert words(plans, *asked) == "Check-in reminder for 5 people"
    assert words(plans, due(Job.DIGEST, team="growth"), due(Job.DIGEST, team="growth")) == ("Weekly digest of Growth")
    assert words(plans, due(Job.DIGEST, team="new")) == "Weekly digest of new"


def test_what_nobody_sees_happen_is_not_planned(plans: Plans) -> None:
    plans.look([due(Job.CHECKIN_CLOSE)])
    assert plans.next is None


def test_each_job_is_either_silent_or_has_words(plans: Plans) -> None:
    told = []
    for job in Job:
        plans.look([due(job, person=OWNER.id, team="growth", kpi="churn")])
        told.append("" if plans.next is None else plans.next.words)
    assert [name for name in told if "None" in name or "{}" in name] == []
    assert told.count("") == 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    company.write(tmp_path)
    return tmp_path


def test_one_comes_to_ones_own_company_on_a_monday_with_check_ins(folder: Path) -> None:
    script = own(folder)
    assert script.starts_at == company.START
    assert (script.name, script.zone, script.is_sample) == (company.NAME, company.ZONE, False)
    assert script.company.quarter.name == "2026-Q4"


def test_or_on_the_day_that_one_names(folder: Path) -> None:
    script = own(folder, day=date(2026, 10, 7))
    assert script.starts_at == datetime(2026, 10, 7, 6, 59, 59, tzinfo=UTC)


def test_early_readings_lead_to_the_first_round(folder: Path) -> None:
    (folder / "readings.csv").write_text("kpi,date,value,note\nchurn,2026-11-02,2.4,\n", encoding="utf-8")
    assert own(folder).starts_at.date() == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("readings.csv", "kpi,date,value,note\n", "name one with --from"),
        ("people.csv", "slack_id,name,team,role,email\n,Ada,growth,,ada@example.com\n", "no slack_id for Ada"),
        ("teams.csv", "key,name,parent,lead,channel,timezone\na,A,b,,,\n", "no team at the top"),
        ("okrs.csv", None, "okrs.csv is missing"),
    ],
)
def test_a_folder_that_holds_no_company_is_told(folder: Path, file: str, content: str | None, said: str) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(FolderError, match=said):
        own(folder)
    shutil.rmtree(folder)


def test_nothing_is_led_before_the_company_is_there() -> None:
    session = DemoSession()
    with pytest.raises(TourError, match="still moving in"):
        session.walk(TEN)
    threading.Timer(0.01, session.leave_to_visitor).start()
    with pytest.raises(TourError, match="still moving in"):
        session.take_over()
    assert session.led.is_set()
