"""What a person waits for: `/okr`, and a check-in that is submitted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest

from bot.emulator.people.actor import Actor
from bot.emulator.server import LocalSlack
from handlers import ids
from tests.bench.bare import empty_app
from tests.bench.company import aim, measure, person_id, settle
from tests.bench.live import Live, command_body, live_tiller, workspace
from tests.bench.measuring import Lap, Row, by_turns, timed
from tests.bench.size import Size
from tests.databases import migrated_store
from tests.emulator.workspaces import connected

_ASKER = 1
_EMPTY = "an empty bolt listener"


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Measure the answers, in the same company as the calendar."""
    with _company(size, folder) as live, workspace(people=size.people, channels=size.teams) as slack:
        empty = empty_app(slack, _form_of(live))
        with connected(slack, empty):
            yield from _commands(live, slack, size)
            yield from _dispatched(live, empty, slack, size)
            yield from _submits(live, slack, size)
        for local_slack in (live.slack, slack):
            assert local_slack.problems() == [], local_slack.problems()


@contextmanager
def _company(size: Size, folder: Path) -> Iterator[Live]:
    with ExitStack() as stack:
        store = stack.enter_context(migrated_store("sqlite", folder))
        teams = settle(store, people=size.people, teams=size.teams)
        measure(store, teams, kpis=4, weeks=size.weeks, people=size.people)
        aim(store, teams, key_results=size.owned, checkins=size.checkins, people=size.people)
        yield stack.enter_context(live_tiller(store, people=size.people, channels=size.teams))


def _form_of(live: Live) -> dict[str, Any]:
    """Return the check-in form as Tiller opens it, so that the empty app opens one of the same size."""
    asker = live.slack.actor(person_id(_ASKER))
    view = dict(asker.command(ids.OKR, "checkin").opened or {})
    asker.close(everything=True)
    kept = ("type", "callback_id", "title", "submit", "close", "blocks", "private_metadata", "notify_on_close")
    return {name: view[name] for name in kept if view.get(name) is not None}


def _commands(live: Live, slack: LocalSlack, size: Size) -> Iterator[Row]:
    """By Socket Mode, from the person's Enter to what they read."""
    asker, other = (local_slack.actor(person_id(_ASKER)) for local_slack in (live.slack, slack))
    laps = [
        timed(lambda: _answered(asker, "")),
        timed(lambda: _answered(asker, "company")),
        timed(lambda: other.command(ids.OKR)),
    ]
    mine, company, bare = by_turns(laps, rounds=size.answers, warm=3)
    yield Row(name="/okr, from Enter to the answer", ours=mine, bare=bare, against=_EMPTY)
    yield Row(name="/okr company, likewise", ours=company, bare=bare, against=_EMPTY)


def _answered(asker: Actor, text: str) -> None:
    done = asker.command(ids.OKR, text)
    assert done.trouble is None, done.trouble


def _dispatched(live: Live, empty: App, slack: LocalSlack, size: Size) -> Iterator[Row]:
    """Within the bot alone: what bolt and ours do between the request and its answer."""

    def lap(app: App, where: LocalSlack) -> Lap:
        body = command_body(where, "", user=person_id(_ASKER))
        return timed(lambda: app.dispatch(BoltRequest(body=body, mode="socket_mode")))

    ours, bare = by_turns([lap(live.tiller.bolt, live.slack), lap(empty, slack)], rounds=size.answers, warm=3)
    yield Row(name="/okr, within the bot", ours=ours, bare=bare, against=_EMPTY, goal="≤ 10 ms")


def _submits(live: Live, slack: LocalSlack, size: Size) -> Iterator[Row]:
    """A form with up to five key results, filled in; only the submit is measured."""
    values = count(21)
    asker, other = (local_slack.actor(person_id(_ASKER)) for local_slack in (live.slack, slack))

    def lap(person: Actor) -> Lap:
        def submit() -> float:
            _fill(person, next(values) % 60)
            press = timed(lambda: _taken(person))
            took = press()
            person.close(everything=True) if person.modals else None
            return took

        return submit

    ours, bare = by_turns([lap(asker), lap(other)], rounds=size.submits, warm=2)
    yield Row(name="a check-in, from submit to thanks", ours=ours, bare=bare, against=_EMPTY)


def _fill(person: Actor, value: int) -> None:
    opened = person.command(ids.OKR, "checkin").opened
    assert opened is not None
    for block in opened["blocks"]:
        field, _, number = str(block["block_id"]).partition(":")
        if field == ids.VALUE:
            person.fill(block["block_id"], str(value))
            person.fill(ids.block(ids.CONFIDENCE, int(number)), "7")
            person.fill(ids.block(ids.NOTE, int(number)), f"It goes on as planned, now at {value}")


def _taken(person: Actor) -> None:
    done = person.submit()
    assert done.trouble is None, done.trouble
    assert not done.errors, done.errors
