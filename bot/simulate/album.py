"""Pictures of a simulation's key moments, each taken when it first comes, on a desk and on a phone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.emulator.people.actor import Actor
from bot.emulator.server import LocalSlack
from bot.pictures import DESK, PHONE, Camera, Sight, camera
from bot.simulate.company import Company
from handlers import ids

MOMENTS = ("digest", "alert", "check-in", "receipt", "home", "scoring", "summary")
_BY_BUTTON = {ids.DIGEST_WHY: "digest", ids.ALERT_ACKNOWLEDGE: "alert", ids.CHECK_IN_EDIT: "receipt"}
_SUMMED_UP = "in one line"


class Album:
    """Takes each moment's picture once.

    Args:
        slack: Where they come.
        eye: What takes them.
        folder: Where they are written.
        viewers: As whom each conversation is looked at.
        main: The company's channel: its summary is the one that counts.
    """

    def __init__(self, slack: LocalSlack, eye: Camera, folder: Path, *, viewers: Mapping[str, str], main: str) -> None:
        self._slack = slack
        self._eye = eye
        self._folder = folder
        self._viewers = viewers
        self._main = main
        self._missing = list(MOMENTS)

    @property
    def missing(self) -> list[str]:
        """The moments that have not come."""
        return self._missing

    def look(self, channels: set[str]) -> None:
        """Look at what stands in some conversations."""
        if self._missing:
            for channel in sorted(channels & self._viewers.keys()):
                for message in reversed(self._slack.messages(channel)):
                    self._message(message)

    def form(self, name: str, actor: Actor) -> None:
        """Take a form that somebody has filled in."""
        self._take(name, Sight(user=actor.id, place=actor.dm))

    def home(self, actor: Actor) -> None:
        """Take somebody's Home."""
        self._take("home", Sight(user=actor.id, place="home"))

    def _message(self, message: Mapping[str, Any]) -> None:
        channel = str(message["channel"])
        name = next((_BY_BUTTON[button] for button in _buttons(message) if button in _BY_BUTTON), None)
        if channel == self._main and _SUMMED_UP in str(message.get("text")):
            name = "summary"
        if name is not None:
            self._take(name, Sight(user=self._viewers[channel], place=channel, ts=str(message["ts"])))

    def _take(self, name: str, sight: Sight) -> None:
        if name not in self._missing:
            return
        self._missing.remove(name)
        number = MOMENTS.index(name) + 1
        self._eye.take(sight, self._folder / f"{number}-{name}.png", size=DESK)
        self._eye.take(sight, self._folder / f"{number}-{name}-phone.png", size=PHONE)


@contextmanager
def album(slack: LocalSlack, company: Company, folder: Path | None) -> Iterator[Album | None]:
    """Lend an album that lies in a folder; None where none is wanted.

    Raises:
        CameraError: There is nothing to take pictures with.
    """
    if folder is None:
        yield None
        return
    folder.mkdir(parents=True, exist_ok=True)
    viewers = {slack.dm_of(row["slack_id"]): row["slack_id"] for row in company.people}
    anybody = company.people[0]["slack_id"] if company.people else ""
    for team in company.teams:
        if team.get("channel"):
            members = [row["slack_id"] for row in company.people if row["team"] == team["key"]]
            viewers[team["channel"]] = members[0] if members else team.get("lead") or anybody
    main = next((team.get("channel", "") for team in company.teams if not team.get("parent")), "")
    with camera(slack.page_url) as eye:
        yield Album(slack, eye, folder, viewers=viewers, main=main)


def _buttons(message: Mapping[str, Any]) -> Iterator[str]:
    for block in message.get("blocks", ()):
        for element in block.get("elements", ()):
            yield str(element.get("action_id", ""))
