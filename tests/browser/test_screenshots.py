"""The pictures of `make screenshots` and of `simulate --screenshots`, really taken."""

import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from bot.demo import company, pictures
from bot.pictures import CameraError, camera
from bot.simulate.album import MOMENTS
from bot.simulate.run import played

LARGEST = 200_000
Result = TypeVar("Result")


def elsewhere(work: Callable[[], Result]) -> Result:
    """Do something on another thread: on this one, the tests' own browser may be open."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def size_of(path: Path) -> tuple[int, int]:
    """The width and height that a PNG states."""
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.thorough
@pytest.mark.usefixtures("browser")
def test_make_screenshots_takes_each_moment_in_four_ways_and_lays_out_the_readmes(tmp_path: Path) -> None:
    said: list[str] = []
    taken, readme = tmp_path / "taken", tmp_path / "readme"
    asked = [str(taken), "--readme", str(readme)]
    assert elsewhere(lambda: pictures.main(asked, said.append)) == 0, said
    widths = {"1280": 1280, "390": 390}
    for moment in MOMENTS:
        looks = set()
        for screen, width in widths.items():
            for scheme in ("light", "dark"):
                path = taken / f"{moment}-{screen}-{scheme}.png"
                assert size_of(path)[0] == width
                assert path.stat().st_size < LARGEST
                looks.add(path.read_bytes())
        assert len(looks) == 4
    assert sorted(path.stem for path in readme.iterdir()) == sorted(pictures.OF_README)
    assert len(list(taken.iterdir())) == 28


@pytest.mark.thorough
@pytest.mark.usefixtures("browser")
def test_a_simulation_takes_its_key_moments_when_they_first_come(tmp_path: Path) -> None:
    company.write(tmp_path)
    shots = tmp_path / "shots"
    report, _ = elsewhere(
        lambda: played(data=tmp_path, first=date(2026, 10, 26), last=date(2026, 11, 10), screenshots=shots)
    )
    assert report.problems == ()
    seen = {path.stem for path in shots.iterdir()}
    come = [f"{number}-{name}" for number, name in enumerate(MOMENTS, start=1) if name not in {"scoring", "summary"}]
    assert seen == {*come, *(f"{name}-phone" for name in come)}
    assert size_of(shots / "1-digest-phone.png") == (390, 844)


def test_without_a_browser_one_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CameraError, match="`make browser` installs"), camera("http://127.0.0.1:1/"):
        pass
    said: list[str] = []
    assert pictures.main([str(tmp_path / "taken")], said.append) == 1
    assert "make browser" in said[0]
