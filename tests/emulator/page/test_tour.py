"""The strip of a guided tour: what it says, what its buttons do, what people may write into it."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.emulator.page.tour import Step, Tour, TourError
from bot.emulator.server import LocalSlack
from tests.emulator.page.readers import ask, page, text_of
from tests.emulator.workspaces import ADA, GRACE, GROWTH

HERE = f"/as/{ADA}/{GROWTH}"


class Played:
    """A tour of two steps that notes what was played."""

    def __init__(self) -> None:
        self.acts: list[str] = []
        self.refuses = ""
        self.waits = threading.Event()
        self.waits.set()

    def tour(self, *, title: str = "Look around") -> Tour:
        steps = (self._step("first", ADA), self._step("second", GRACE))
        return Tour(title=title, text="Two steps.", steps=steps, again=lambda: self.acts.append("again"))

    def _step(self, name: str, user: str) -> Step:
        return Step(
            title=f"The {name}",
            text=f"About the {name}.",
            button=f"Play the {name}",
            user=user,
            place=GROWTH,
            act=lambda: self._play(name),
        )

    def _play(self, name: str) -> None:
        self.waits.wait(5)
        if self.refuses:
            raise TourError(self.refuses)
        self.acts.append(name)


@pytest.fixture
def played(still: LocalSlack) -> Played:
    made = Played()
    still.guide(made.tour())
    return made


def press(slack: LocalSlack, way: str) -> dict[str, Any]:
    status, answer, _ = ask(slack, "POST", "/page/tour", {"way": way})
    assert status == 200, answer
    found: dict[str, Any] = json.loads(answer)
    return found


def shown(slack: LocalSlack) -> str:
    return text_of(page(slack, HERE))


def test_without_a_tour_there_is_no_strip(still: LocalSlack) -> None:
    assert "Guided tour" not in page(still, HERE)
    assert press(still, "next")["trouble"] == "There is no tour here."


def test_each_click_makes_one_step_and_says_where_to_look(still: LocalSlack, played: Played) -> None:
    assert "Look around" in shown(still)
    assert "Play the first" in shown(still)
    assert press(still, "next")["go"] == HERE
    assert "1 of 2" in shown(still)
    assert press(still, "next")["go"] == f"/as/{GRACE}/{GROWTH}"
    assert "Start over" in shown(still)
    assert press(still, "next")["trouble"] == "That was the last step."
    assert played.acts == ["first", "second"]


def test_a_step_that_was_made_is_not_made_again(still: LocalSlack, played: Played) -> None:
    press(still, "next")
    assert press(still, "back")["go"] is None
    assert "Look around" in shown(still)
    assert press(still, "next")["go"] == HERE
    assert press(still, "here")["go"] == HERE
    assert played.acts == ["first"]


def test_a_step_that_cannot_be_made_says_why_and_offers_the_start(still: LocalSlack, played: Played) -> None:
    played.refuses = "Not today."
    assert press(still, "next")["trouble"] == "Not today."
    assert "Look around" in shown(still)
    assert "Start over" in shown(still)
    played.refuses = ""
    press(still, "again")
    assert "Start over" not in shown(still)
    assert press(still, "next")["trouble"] is None
    assert played.acts == ["again", "first"]


def test_a_second_click_does_not_make_a_second_step_meanwhile(still: LocalSlack, played: Played) -> None:
    played.waits.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(press, still, "next")
        assert still.wait_until(lambda: still._page.shared.guide.is_busy)
        assert 'aria-busy="true"' in page(still, HERE)
        assert press(still, "next")["trouble"] == "The last step is still being made."
        played.waits.set()
        assert first.result()["go"] == HERE
    assert played.acts == ["first"]


@pytest.mark.usefixtures("played")
def test_it_is_put_away_and_taken_up_where_it_was(still: LocalSlack) -> None:
    press(still, "next")
    press(still, "close")
    assert "The first" not in shown(still)
    assert 'data-tour="open"' in page(still, HERE)
    press(still, "open")
    assert "The first" in shown(still)


def test_what_it_says_is_text(still: LocalSlack) -> None:
    still.guide(Played().tour(title="<script>alert(1)</script>"))
    assert "<script>alert" not in page(still, HERE)
