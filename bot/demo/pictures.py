"""Pictures of the sample company's quarter: `make screenshots`.

Each of seven moments, on a desk and on a phone, in light and in dark; four of them are the README's.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.demo import company
from bot.demo.opening import newest_with
from bot.demo.past import live_through
from bot.demo.play import Door, performing, setup_door
from bot.demo.script import sample
from bot.demo.setup import set_up
from bot.demo.tour import Doing, done
from bot.emulator.people.actor import Actor
from bot.pictures import DESK, PHONE, Camera, Scheme, Sight, camera
from domain.values.errors import TillerError
from handlers import ids

SCREENS = {"1280": DESK, "390": PHONE}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
OF_README = ("digest-1280-light", "alert-1280-dark", "check-in-390-light", "summary-390-dark")
_LEAD, _MAIN = "U08PRIYAR", "C01COMPANY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that is worth a picture, at the time when it is there."""

    name: str
    sight: Sight


def take_all(folder: Path) -> list[Path]:
    """Play the quarter and write all pictures into a folder; returns them in the order in which they were taken.

    Raises:
        CameraError: There is nothing to take pictures with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="tiller-pictures-") as home:
        script = sample(Path(home))
        with (
            setup_door(script) as door,
            camera(door.slack.page_url) as eye,
            set_up(Path(home), script, door.slack, door.clock) as setup,
        ):
            live_through(setup)
            with performing(setup, door):
                door.slack.guide(None)
                door.session.leave_to_visitor()
                for moment in moments(door):
                    taken += _pictures(eye, moment, folder)
    return taken


def _pictures(eye: Camera, moment: Moment, folder: Path) -> Iterator[Path]:
    for screen, size in SCREENS.items():
        for scheme in SCHEMES:
            path = folder / f"{moment.name}-{screen}-{scheme}.png"
            eye.take(moment.sight, path, size=size, scheme=scheme)
            yield path


def moments(door: Door) -> Iterator[Moment]:
    """Play the quarter, and stop at each of its moments."""
    doing, mia = Doing(session=door.session), door.slack.actor(company.MIA)
    doing.digest()
    doing.alert()
    yield Moment(name="alert", sight=_newest(door, company.MIA, company.GROWTH, ids.ALERT_KEY_RESULT))
    doing.prompt()
    yield Moment(name="home", sight=Sight(user=mia.id, place="home"))
    _check_in(door, mia)
    yield Moment(name="check-in", sight=Sight(user=mia.id, place=mia.dm))
    done(mia.submit())
    mia.close(everything=True)
    door.slack.wait_until(lambda: newest_with(door.slack, mia.dm, ids.CHECK_IN_EDIT) is not None)
    yield Moment(name="receipt", sight=_newest(door, mia.id, mia.dm, ids.CHECK_IN_EDIT))
    doing.week()
    yield Moment(name="digest", sight=_newest(door, _LEAD, company.GROWTH, ids.DIGEST_WHY))
    doing.quarter_ends()
    _score(door, mia)
    yield Moment(name="scoring", sight=Sight(user=mia.id, place=mia.dm))
    mia.close(everything=True)
    doing.summary()
    summary = door.slack.messages(_MAIN)
    told = next(item for item in reversed(summary) if "in one line" in str(item.get("text")))
    yield Moment(name="summary", sight=Sight(user=_LEAD, place=_MAIN, ts=str(told["ts"])))


def _check_in(door: Door, mia: Actor) -> None:
    """Fill in the check-in, and wait until the form says what it means."""
    _open(door, mia, ids.CHECK_IN)
    _enter(door, mia, ids.block(ids.VALUE, 5), "33")
    mia.fill(ids.block(ids.CONFIDENCE, 5), "5")
    mia.fill(ids.block(ids.NOTE, 5), "Reference calls help; pricing questions stall the rest")


def _score(door: Door, mia: Actor) -> None:
    _open(door, mia, ids.SCORE)
    _enter(door, mia, ids.block(ids.VALUE, 5), "39")
    mia.fill(ids.block(ids.LEARNING, 5), "A price on the page did more than any call.")


def _open(door: Door, person: Actor, action_id: str) -> None:
    prompt = newest_with(door.slack, person.dm, action_id)
    if prompt is not None:
        done(person.click(prompt, action_id=action_id))
    door.slack.wait_until(lambda: person.modal is not None)


def _enter(door: Door, person: Actor, block_id: str, answer: str) -> None:
    before = person.modal
    told = person.fill(block_id, answer)
    if told is not None and before is not None:
        screens = door.slack.core.screens
        door.slack.wait_until(lambda: (top := screens.top(person.id)) is None or top.hash != before["hash"])


def _newest(door: Door, user: str, place: str, action_id: str) -> Sight:
    message = newest_with(door.slack, place, action_id)
    return Sight(user=user, place=place, ts="" if message is None else str(message["ts"]))


def main(arguments: list[str] | None = None, say: Callable[[str], object] = print) -> int:
    """Take all pictures, and lay the README's where it shows them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.demo.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures are written")
    parser.add_argument("--readme", type=Path, help="where those that the README shows are copied to")
    asked = parser.parse_args(arguments)
    try:
        taken = take_all(asked.folder)
    except TillerError as problem:
        say(str(problem))
        return 1
    if asked.readme is not None:
        asked.readme.mkdir(parents=True, exist_ok=True)
        for path in taken:
            if path.stem in OF_README:
                shutil.copyfile(path, asked.readme / path.name)
    say(f"{len(taken)} pictures in {asked.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
