"""`demo` as a newcomer starts it: a process of its own, its screen, and the command lines that it prints."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.demo import company

ROOT = Path(__file__).resolve().parents[2]
WEEK_SECONDS = 604_800
OPENING_ENDS = "Now it is yours"
PATIENCE_SECONDS = 60


class Shown:
    """A demo that runs, and what it has printed so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: list[str] = []
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def text(self) -> str:
        """What it has printed; lines that were broken for the screen are whole again."""
        with self._more:
            return re.sub(r"\n {2,}", " ", "".join(self._lines))

    @property
    def lines(self) -> list[str]:
        """The lines as they were printed."""
        with self._more:
            return [line.rstrip("\n") for line in self._lines]

    def until(self, words: str) -> None:
        """Wait until some words are on the screen."""
        with self._more:
            assert self._more.wait_for(lambda: words in self.text or not self._reader.is_alive(), PATIENCE_SECONDS)
        assert words in self.text, self.text

    def end(self, number: int) -> int:
        """End it by a signal; return its exit code, once all is read."""
        self.process.send_signal(number)
        code = self.process.wait(20)
        self._reader.join(5)
        return code

    def control(self) -> str:
        """The address of the control API, as printed."""
        found = re.search(r"(http://127\.0\.0\.1:\d+/control)/docs", self.text)
        assert found is not None
        return found[1]

    def commands(self) -> list[list[str]]:
        """The command lines that it offers, as a shell would read them."""
        whole = "\n".join(self.lines).replace("\\\n", "")
        return [shlex.split(line) for line in whole.split("\n") if line.startswith("curl ")]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._more:
                self._lines.append(line)
                self._more.notify_all()


@contextmanager
def demo(folder: Path, *options: str) -> Iterator[Shown]:
    """Run a demo on a machine whose settings are all about something else."""
    environment = os.environ | {
        "TMPDIR": str(folder),
        "DATABASE_URL": "postgresql://nobody@nowhere/none",
        "SLACK_BOT_TOKEN": "xapp-not-a-bot",
        "PORT": "none",
    }
    with subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, "-m", "bot", "demo", "--pause", "0", *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Shown(process)
        finally:
            process.kill()


def run_as_printed(command: list[str]) -> httpx.Response:
    """Do what curl would do with these words."""
    assert command[:3] == ["curl", "-sSo", "/dev/null"]
    assert command[4::2] == ["-H", "-d"], command
    name, _, value = command[5].partition(": ")
    return httpx.post(command[3], headers={name: value}, content=command[7].encode(), timeout=30)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """A demo whose opening is over."""
    with demo(tmp_path_factory.mktemp("demo")) as running:
        running.until("Ctrl-C ends the demo.")
        yield running
        assert running.end(signal.SIGTERM) == 0
        assert running.lines[-1] == "Bye. Nothing was kept."


def test_the_first_line_names_the_address_of_the_page(shown: Shown) -> None:
    found = re.fullmatch(r"In your browser: (http://127\.0\.0\.1:\d+/)", shown.lines[0])
    assert found is not None
    page = httpx.get(found[1], follow_redirects=True)
    assert "Guided tour" in page.text


def test_each_teams_digest_is_shown_first(shown: Shown) -> None:
    opening = shown.text.partition(OPENING_ENDS)[0]
    assert re.search(r"─ #growth ─+ Mon 16 Nov 2026, 09:00\nGrowth · week 46 \(9–15 Nov\)\n", opening)
    assert "Activation recovered." in opening
    assert "Product · week 46 (9–15 Nov)" in opening
    assert "says on track, numbers disagree: 95 → 92 of 60 s" in opening
    assert "Guest care · week 46 (9–15 Nov)\nFirst reply turned amber." in opening
    assert "⚪ Guest satisfaction  no reading, 10 days late" in opening


def test_an_alert_opens_and_is_taken_up(shown: Shown) -> None:
    typed, opened, acknowledged = (
        shown.text.index(words)
        for words in (
            "Mia Lindqvist types: /kpi set churn 4.8%",
            "🔴 Churn is critical: 4.8 %, limit 4 %",
            "16 Nov: Mia Lindqvist acknowledged it",
        )
    )
    assert typed < opened < acknowledged


def test_a_check_in_goes_from_the_prompt_through_the_form_to_the_receipt(shown: Shown) -> None:
    places = [
        shown.text.index(words)
        for words in (
            "Mia, 1 key result wants a word",
            "Mia Lindqvist submits:",
            "[ 4 · at risk ▾ ]",
            "Thanks Mia. Round 4: 1 of 1 done.",
            "confidence 4 (was 6)",
        )
    ]
    assert places == sorted(places)
    assert "A modal opens:" not in shown.text.partition(OPENING_ENDS)[0]


def test_of_the_other_prompts_one_line_each_is_shown(shown: Shown) -> None:
    opening = shown.lines[: next(at for at, line in enumerate(shown.lines) if line.startswith(OPENING_ENDS))]
    others = [line for line in opening if line.startswith("10:00 → ")]
    assert [line.split(":")[1].removeprefix("00 → ") for line in others] == [
        "Yuki Tanaka",
        "Elif Demir",
        "Dmitri Sokolov",
        "Amara Okafor",
    ]


def test_the_opening_fits_a_phone(shown: Shown) -> None:
    opening = "\n".join(shown.lines).partition(OPENING_ENDS)[0].split("\n")
    assert [line for line in opening if len(line) > 60] == []


def test_what_it_offers_works_as_printed_and_a_week_brings_the_next_digests(shown: Shown) -> None:
    ask, click, submit, day = shown.commands()
    assert run_as_printed(ask).json()["acked"]
    shown.until("Amara Okafor types: /okr growth")
    assert run_as_printed(click).json()["opened"] is not None
    shown.until("A modal opens:")
    assert run_as_printed(submit).json()["errors"] == {}
    shown.until("Thanks Yuki. Round 4: 1 of 1 done.")
    assert run_as_printed(day).status_code == 200
    shown.until("Harbourlight · week 46 (9–15 Nov)")
    assert "Growth · week 47" not in shown.text
    httpx.post(f"{shown.control()}/clock", json={"advance_seconds": WEEK_SECONDS})
    for team in ("Growth", "Product", "Guest care", "Harbourlight"):
        shown.until(f"{team} · week 47 (16–22 Nov)")
    reminded = shown.text.index("Wed 18 Nov 2026, 10:00")
    assert reminded < shown.text.index("Fri 20 Nov 2026, 10:00") < shown.text.index("Mon 23 Nov 2026, 09:00")
    assert httpx.get(f"{shown.control()}/problems").json() == []


def test_its_control_page_is_there(shown: Shown) -> None:
    assert "Type a slash command" in httpx.get(f"{shown.control()}/docs").text


def test_ctrl_c_ends_it_in_order_and_leaves_nothing(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        running.until("Growth · week 46")
        assert running.end(signal.SIGINT) == 0
        assert running.lines[-1] == "Bye. Nothing was kept."
        assert "Traceback" not in running.text
        assert "error" not in running.text
    assert list(tmp_path.iterdir()) == []


def test_two_demos_say_the_same(shown: Shown, tmp_path: Path) -> None:
    with demo(tmp_path, "--exit-after", "0") as again:
        assert again.process.wait(PATIENCE_SECONDS) == 0
        again.until("Bye.")
        # What one command causes in two places comes in either order.
        first, second = (item.text.partition(OPENING_ENDS)[0].split("\n")[1:] for item in (shown, again))
        assert sorted(first) == sorted(second)


def test_a_printed_body_is_json_without_anything_of_this_machine(shown: Shown) -> None:
    bodies = [json.loads(command[7]) for command in shown.commands()]
    assert bodies[0] == {"command": "/okr", "text": "growth"}
    assert bodies[3] == {"advance_seconds": 86_400}
    assert str(ROOT) not in shown.text


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with the five files of somebody's company."""
    folder = tmp_path / "own"
    folder.mkdir()
    company.write(folder)
    teams = folder / "teams.csv"
    teams.write_text(teams.read_text(encoding="utf-8").replace(company.NAME, "Ours"), encoding="utf-8")
    return folder


def test_ones_own_company_is_shown_on_the_day_that_was_named_without_a_tour(own: Path, tmp_path: Path) -> None:
    with demo(tmp_path, "--data", str(own), "--from", "2026-11-30") as running:
        running.until("This is Tiller at Ours: 12 people, from your files.")
        running.until("Guest care · week 48 (23–29 Nov)")
        running.until("Ctrl-C ends the demo.")
        assert "Mon 30 Nov 2026, 08:59" in running.text
        assert "Mia has just closed" not in running.text
        page = httpx.get(running.lines[0].removeprefix("In your browser: "), follow_redirects=True)
        assert "Ours" in running.text
        assert "Guided tour" not in page.text
        assert running.end(signal.SIGTERM) == 0


def test_wrong_files_are_told_by_their_names_and_lines(own: Path, tmp_path: Path) -> None:
    kpis = own / "kpis.csv"
    kpis.write_text(kpis.read_text(encoding="utf-8").replace("weekly,lagging", "weakly,lagging", 1), encoding="utf-8")
    with demo(tmp_path, "--data", str(own)) as running:
        assert running.process.wait(PATIENCE_SECONDS) == 1
        running.until("kpis.csv: Nothing was imported.")
        assert "line 2, frequency: ‘weakly’ is not known here. Did you mean weekly?" in running.text
