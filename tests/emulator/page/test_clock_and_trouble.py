"""The clock on the page, and the strip that says what went wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient

from bot.emulator.clock import EmulatorClock
from bot.emulator.page.clock import MOVES, Planned
from bot.emulator.page.problems import problem
from bot.emulator.server import LocalSlack
from tests.emulator.page.readers import ask, page, tags, text_of
from tests.emulator.workspaces import ADA, GROWTH, manifest, refusal

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("to", "now", "then"),
    [
        ("day", datetime(2026, 3, 28, 12, tzinfo=AMSTERDAM), datetime(2026, 3, 29, 12, tzinfo=AMSTERDAM)),
        ("monday", datetime(2026, 3, 2, 8, tzinfo=AMSTERDAM), datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)),
        ("monday", datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM), datetime(2026, 3, 9, 9, tzinfo=AMSTERDAM)),
        ("monday", datetime(2026, 3, 8, 23, tzinfo=AMSTERDAM), datetime(2026, 3, 9, 9, tzinfo=AMSTERDAM)),
        ("quarter", datetime(2026, 3, 31, 23, tzinfo=AMSTERDAM), datetime(2026, 4, 1, 9, tzinfo=AMSTERDAM)),
        ("quarter", datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM), datetime(2027, 1, 1, 9, tzinfo=AMSTERDAM)),
    ],
)
def test_each_move_leads_to_the_instant_that_its_button_names(to: str, now: datetime, then: datetime) -> None:
    assert MOVES[to](now) == then


def test_the_clock_tells_the_time_where_the_person_lives(still: LocalSlack) -> None:
    assert "Mon 2 Mar 2026, 10:00" in text_of(page(still, f"/as/{ADA}/{GROWTH}"))


def test_moving_the_clock_moves_the_workspace(still: LocalSlack) -> None:
    assert ask(still, "POST", "/page/clock", {"to": "monday", "user": ADA})[0] == 200
    assert still.clock.now() == datetime(2026, 3, 9, 8, tzinfo=UTC)


def test_without_a_plan_there_is_no_next_event(still: LocalSlack) -> None:
    assert "Next event" not in text_of(page(still, f"/as/{ADA}/{GROWTH}"))
    status, answer, _ = ask(still, "POST", "/page/clock", {"to": "next", "user": ADA})
    assert (status, answer) == (404, '{"detail":"Nothing is planned."}')


def test_what_the_app_plans_is_told_in_its_words_and_can_be_gone_to(tmp_path: Path) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    path = tmp_path / "manifest.yml"
    path.write_text(str(manifest()), encoding="utf-8")
    plan = Planned(at=start + timedelta(hours=3), words="Weekly digest of <Growth>")
    people = [{"id": ADA, "name": "Ada", "tz": "Europe/Amsterdam"}]
    clock = EmulatorClock(start, frozen=True)
    with LocalSlack(manifest=path, clock=clock, people=people, planned=lambda: plan) as slack:
        assert "Next, 13:00: Weekly digest of <Growth>" in text_of(page(slack, f"/as/{ADA}"))
        ask(slack, "POST", "/page/clock", {"to": "next", "user": ADA})
        assert slack.clock.now() == plan.at


def test_a_refusal_is_shown_with_its_code_and_its_place(slack: LocalSlack, web: WebClient) -> None:
    refusal(web.chat_postMessage, channel=GROWTH, text="x", blocks=[{"type": "sectoin"}])
    html = page(slack, f"/as/{ADA}/{GROWTH}")
    strip = next(tag for tag in tags(html) if tag.attributes.get("class") == "strip")
    assert "1 problem." in strip.text
    assert [tag.text for tag in tags(html) if tag.name == "code" and strip in tag.within] == [
        "invalid_blocks",
        "/blocks/0/type",
    ]


def test_what_was_put_away_stays_away_until_something_new_fails(slack: LocalSlack, web: WebClient) -> None:
    refusal(web.chat_postMessage, channel="C0NOWHERE", text="x")
    ask(slack, "POST", "/page/dismiss")
    assert "problem" not in text_of(page(slack, f"/as/{ADA}/{GROWTH}"))
    refusal(web.chat_postMessage, channel="C0NOWHERE", text="x")
    assert "1 problem." in text_of(page(slack, f"/as/{ADA}/{GROWTH}"))


def test_a_payload_that_nobody_acknowledged_is_a_problem_too(slack: LocalSlack) -> None:
    slack.actor(ADA).command("/probe")
    assert "slash_commands (/probe) was not acknowledged: connection_failed" in text_of(
        page(slack, f"/as/{ADA}/{GROWTH}")
    )


def test_the_journal_tells_the_calls_behind_the_problems(slack: LocalSlack, web: WebClient) -> None:
    web.auth_test()
    refusal(web.chat_postMessage, channel=GROWTH, text="<b>", blocks=[{"type": "<script>"}])
    html = page(slack, "/journal")
    entries = [tag.text for tag in tags(html) if tag.name == "summary"]
    assert [entry.split()[:2] for entry in entries] == [["chat.postMessage", "invalid_blocks"]]
    assert "<script>" in text_of(html)
    assert not [tag for tag in tags(html) if tag.name == "script"]
    assert slack.bot_token not in html
    everything = [tag.text.split()[0] for tag in tags(page(slack, "/journal?all=1")) if tag.name == "summary"]
    assert everything == ["chat.postMessage", "auth.test"]


def test_what_was_missed_or_late_is_told_as_it_is() -> None:
    missed = problem("block_actions (go) was not acknowledged: timeout")
    assert (missed.said, missed.code) == ("block_actions (go) was not acknowledged: timeout", "timeout")
    late = problem("block_actions (go) was acknowledged too late, after 4.1 s")
    assert (late.said, late.code) == ("block_actions (go) was acknowledged too late, after 4.1 s", "")
