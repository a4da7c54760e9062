"""Takes pictures of the local Slack's page, with the Chromium of this machine and nothing from elsewhere."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from domain.values.errors import TillerError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE_MS = 10_000
_QUALITY = 82
_TO_TOP = "row => row.scrollIntoView({block: 'start'})"


class CameraError(TillerError):
    """There is nothing to take pictures with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A screen, in CSS pixels."""

    width: int
    height: int


DESK = Size(width=1280, height=860)
PHONE = Size(width=390, height=844)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is to be seen.

    Attributes:
        user: As whom.
        place: Where: a conversation's id, or `home`.
        ts: The message that stands at the top; without it, the newest ones are seen.
    """

    user: str
    place: str
    ts: str = ""


class Camera:
    """Takes pictures of one local Slack."""

    def __init__(self, browser: "Browser", page_url: str) -> None:
        self._browser = browser
        self._page_url = page_url.rstrip("/")

    def take(self, sight: Sight, path: Path, *, size: Size = DESK, scheme: Scheme = "light") -> None:
        """Write a picture of what is to be seen; PNG or JPEG, as the name of the file says."""
        viewport = {"width": size.width, "height": size.height}
        context = self._browser.new_context(
            viewport=viewport,  # type: ignore[arg-type, unused-ignore]  # Playwright's own shape of two numbers
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        try:
            context.set_default_timeout(_PATIENCE_MS)
            page = context.new_page()
            page.goto(f"{self._page_url}/as/{quote(sight.user)}/{quote(sight.place)}")
            page.wait_for_selector("body[data-ready][data-connected=yes]")
            _compose(page, sight)
            if path.suffix == ".jpg":
                page.screenshot(path=path, type="jpeg", quality=_QUALITY)
            else:
                page.screenshot(path=path)
        finally:
            context.close()


def _compose(page: "Page", sight: Sight) -> None:
    """Bring into view what is to be seen, and nothing that blinks."""
    if sight.place == "home":
        page.locator("#home .view").wait_for()
    if sight.ts:
        page.locator(f'[data-ts="{sight.ts}"]').first.evaluate(_TO_TOP)
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("document.fonts.ready")


@contextmanager
def camera(page_url: str) -> Iterator[Camera]:
    """Lend a camera.

    Raises:
        CameraError: Playwright or a browser is missing; says how to get it.
    """
    try:
        from playwright.sync_api import sync_playwright  # late: nothing else needs it
    except ImportError:
        raise CameraError("Pictures need the package playwright: `make browser` installs it.") from None
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise CameraError("Pictures need a browser, and no Chromium is here: `make browser` installs Debian's.")
    # Chromium has no sandbox for root, who runs containers.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*arguments, "--hide-scrollbars"])
        try:
            yield Camera(browser, page_url)
        finally:
            browser.close()
