"""The program starts on any machine: whatever its locale, its home, its time zone data and its network are like."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINES = {
    "a terminal that knows ASCII only": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a terminal in Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "no home, a zone that does not exist, and no time zone data": {"TZ": "Nowhere/Land", "PYTHONTZPATH": ""},
}


def _run(
    *arguments: str, folder: Path, environment: dict[str, str] | None = None, umask: int = -1
) -> subprocess.CompletedProcess[bytes]:
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(environment or {})}
    return subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=bare,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        umask=umask,
        check=False,
        timeout=110,
    )


@pytest.mark.parametrize("machine", MACHINES)
def test_the_demo_plays_on(machine: str, tmp_path: Path) -> None:
    done = _run("demo", "--exit-after", "0", "--pause", "0", folder=tmp_path, environment=MACHINES[machine])
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert done.stdout.rstrip().endswith(b"Bye. Nothing was kept.")
    assert done.stderr == b""


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_a_database_is_made_and_used_under_any_umask(umask: int, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a folder' / 'tiller.db'}"
    (tmp_path / "a folder").mkdir()
    for _ in range(2):
        done = _run("migrate", folder=tmp_path, environment={"DATABASE_URL": url}, umask=umask)
        assert done.returncode == 0, done.stderr.decode()
    kept = (tmp_path / "a folder" / "tiller.db").stat()
    assert stat.S_IMODE(kept.st_mode) == 0o644 & ~umask


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    done = _run("migrate", folder=tmp_path, environment={"DATABASE_URL": f"sqlite:///{tmp_path / 'tiller.db'}"})
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
