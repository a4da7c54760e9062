"""The locks need nothing but themselves: what any of their packages asks for, with extras, stands in them.

The metadata of what is installed is the witness, so a requirement that a new release brings cannot be forgotten: pip is
called with `--no-deps` and would not notice.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("dev",), "requirements-browser.lock": ("browser",)}
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = (
    ("linux", "Linux", "x86_64"),
    ("linux", "Linux", "aarch64"),
    ("darwin", "Darwin", "x86_64"),
    ("darwin", "Darwin", "arm64"),
)
PLACES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "os_name": "posix",
        "sys_platform": sys_platform,
        "platform_system": system,
        "platform_machine": machine,
    }
    for python in PYTHONS
    for sys_platform, system, machine in MACHINES
]
_PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\]+?))?"
    r"(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})*)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One line of a lock: a release, where it is wanted, and the number of its files that are accepted."""

    version: str
    marker: Marker | None
    hashes: int

    def holds(self, place: Mapping[str, str]) -> bool:
        """Say whether pip installs it at this place."""
        return self.marker is None or self.marker.evaluate(dict(place))


def read_pins(text: str) -> dict[str, Pin]:
    """Read a lock: name to pin. A line that is neither a pin nor a hash fails."""
    left = _PIN.sub("", text).strip()
    assert not left, f"not a pin: {left.splitlines()[0]}"
    return {
        found["name"]: Pin(
            version=found["version"],
            marker=Marker(found["marker"]) if found["marker"] else None,
            hashes=found["hashes"].count("--hash="),
        )
        for found in _PIN.finditer(text)
    }


def list_gaps(wanted: Iterable[str], pins: Mapping[str, Pin], place: Mapping[str, str]) -> Iterator[str]:
    """Follow what is wanted, with extras, through the metadata of what is installed; yield what the pins lack here."""
    todo = [("this project", Requirement(line), "") for line in wanted]
    seen: set[tuple[str, str]] = set()
    while todo:
        asker, requirement, extra = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({**place, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        pin = pins.get(name)
        if pin is None or not pin.holds(place):
            where = f"{place['python_version']} {place['sys_platform']}"
            yield f"{asker} wants {requirement}, which the lock lacks on {where}"
            continue
        if not requirement.specifier.contains(pin.version, prereleases=True):
            yield f"{asker} wants {requirement}, and the lock has {pin.version}"
        for wanted_extra in ("", *requirement.extras):
            if (name, wanted_extra) not in seen:
                seen.add((name, wanted_extra))
                todo += [(name, Requirement(line), wanted_extra) for line in read_requirements(name, pin)]


def read_requirements(name: str, pin: Pin) -> list[str]:
    """Return what a package asks for; one that is for other Pythons or machines alone is asked there."""
    if not is_installed(name) and pin.marker is not None and not pin.marker.evaluate():
        return []
    return metadata.requires(name) or []


def read_all(*names: str) -> dict[str, Pin]:
    """Read some locks as one."""
    return {name: pin for lock in names for name, pin in read_pins((ROOT / lock).read_text("utf-8")).items()}


def is_installed(name: str) -> bool:
    """Say whether the metadata of a package can be read here."""
    return any(metadata.distributions(name=name))


@pytest.mark.parametrize(
    "place", PLACES, ids=lambda place: f"{place['python_version']}-{place['sys_platform']}-{place['platform_machine']}"
)
def test_the_locks_are_complete_on_every_python_and_machine(place: dict[str, str]) -> None:
    running = read_all("requirements.lock")
    assert list(list_gaps(PROJECT["dependencies"], running, place)) == []
    developing = read_all("requirements.lock", "requirements-dev.lock")
    assert list(list_gaps(PROJECT["optional-dependencies"]["dev"], developing, place)) == []


def test_the_browser_lock_is_complete() -> None:
    if not is_installed("playwright"):
        pytest.skip("the Python package playwright is not installed")
    assert list(list_gaps(PROJECT["optional-dependencies"]["browser"], read_all(*LOCKS), PLACES[0])) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_release_is_pinned_with_its_hashes_and_no_index_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert [name for name, pin in read_pins(text).items() if not pin.hashes] == []
    assert "://" not in text
    assert "--index" not in text


def test_what_is_installed_is_what_the_locks_say() -> None:
    astray = {
        name: metadata.version(name)
        for name, pin in read_all(*LOCKS).items()
        if is_installed(name) and metadata.version(name) != pin.version
    }
    assert astray == {}


def test_no_release_stands_in_two_locks() -> None:
    names = [name for lock in LOCKS for name in read_pins((ROOT / lock).read_text("utf-8"))]
    assert len(names) == len(set(names))


def test_a_requirement_that_a_lock_lacks_is_found() -> None:
    pins = read_all("requirements.lock")
    del pins["starlette"]
    assert list(list_gaps(["fastapi"], pins, PLACES[0])) == [
        f"fastapi wants {line}, which the lock lacks on 3.11 linux"
        for line in metadata.requires("fastapi") or ()
        if line.startswith("starlette")
    ]


def test_the_requirements_of_an_extra_are_followed() -> None:
    pins = read_all("requirements.lock")
    del pins["psycopg-binary"]
    assert list(list_gaps(["psycopg"], pins, PLACES[0])) == []
    (gap,) = list_gaps(["psycopg[binary]"], pins, PLACES[0])
    assert gap.startswith("psycopg wants psycopg-binary==")


def test_a_release_outside_of_what_is_wanted_is_found() -> None:
    gaps = list(list_gaps(["APScheduler<3"], read_all("requirements.lock"), PLACES[0]))
    assert gaps == [f"this project wants APScheduler<3, and the lock has {metadata.version('apscheduler')}"]


def test_a_release_that_is_pinned_for_other_machines_only_is_found() -> None:
    pins = read_all("requirements.lock") | {
        "h11": Pin(version="0.16.0", marker=Marker("sys_platform == 'win32'"), hashes=1)
    }
    assert [gap.split(",")[0] for gap in list_gaps(["uvicorn"], pins, PLACES[0])] == ["uvicorn wants h11>=0.8"]
