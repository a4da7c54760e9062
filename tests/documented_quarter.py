"""The quarter that USING.md shows: a small company's quarter, really played, and the moments of it that are printed.

`python -m tests.documented_quarter` prints the transcript as it belongs into USING.md; `--write` puts it there.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import MovedClock
from bot.emulator.blocks.reading import view_text
from bot.emulator.people.actor import Interaction
from bot.logs import set_up_logs
from bot.settings import LogFormat
from handlers import ids
from tests.documented_company import (
    COMPANY,
    FIRST_WEEK,
    GROWTH,
    MIA,
    OWEN,
    TRANSCRIPT,
    USING,
    WEEKS,
    ZONE,
    Play,
    at,
    playing,
)


def done(act: Interaction) -> Interaction:
    """Return an act that the bot took without a word of trouble."""
    assert act.trouble is None, act.trouble
    assert not act.errors, act.errors
    return act


def check_in(play: Play, who: str, line: str) -> None:
    """Let somebody answer in one line."""
    done(play.actor(who).command(ids.OKR, f"checkin {line}"))


def alert_opens(play: Play) -> None:
    """The reading of week 46 has just come."""
    play.take_down(2, "An alert", "#growth", play.read(play.newest(GROWTH, "Churn is critical")))


def digest_comes(play: Play) -> None:
    """The digest of Growth; then Mia takes up the alert."""
    play.take_down(1, "The digest", "#growth", play.read(play.newest(GROWTH, "week 46 (")))
    alert = play.newest(GROWTH, "Churn is critical")
    done(play.actor(MIA).click(alert, action_id=ids.ALERT_ACKNOWLEDGE))


def mia_checks_in(play: Play) -> None:
    """From the prompt through the form to the receipt."""
    mia = play.actor(MIA)
    prompt = play.newest(mia.dm, "want a word")
    play.take_down(4, "A check-in", "DM to Mia", play.read(prompt))
    done(mia.click(prompt, action_id=ids.CHECK_IN))
    value = mia.fill(ids.block(ids.VALUE, 12), "33")
    assert value is not None
    assert done(value).opened is not None, "Entering a value shows what it means."
    mia.fill(ids.block(ids.CONFIDENCE, 12), "5")
    mia.fill(ids.block(ids.NOTE, 12), "Two reference calls moved late-stage deals")
    mia.fill(ids.block(ids.SKIP, 15), [ids.SKIPPED])
    form = mia.modal
    assert form is not None
    shown = view_text(form, form["state"]["values"], play.slack.names(), zone=ZONE)
    play.take_down(4, "Its form", "Mia", shown, until="In the way?")
    done(mia.submit())
    play.until(play.clock.now() + timedelta(minutes=1))
    play.take_down(4, "The same DM, after it", "Mia", play.read(play.newest(mia.dm, "Thanks Mia")))


def alert_is_over(play: Play) -> None:
    """The same message, as it reads when the reading of week 49 has come."""
    play.take_down(3, "The same message, later", "#growth", play.read(play.newest(GROWTH, "Was ")))


def score(play: Play, who: str, key_result: int, **fields: str) -> None:
    """Let an owner fill in the scoring form for one key result, skipping what else is on it."""
    person = play.actor(who)
    done(person.click(play.newest(person.dm, "2026-Q4 ends"), action_id=ids.SCORE))
    for name, answer in fields.items():
        person.fill(ids.block(name, key_result), answer)


def scores_are_given(play: Play) -> None:
    """Mia and Owen say how it went."""
    score(play, MIA, 12, value="36", learning="Pricing came in week 9.", cause="dependency")
    play.actor(MIA).fill(ids.block(ids.VALUE, 15), "10")
    done(play.actor(MIA).submit())
    score(play, OWEN, 16, value="1", learning="Asking for less at sign-up did more than the tour.")
    done(play.actor(OWEN).submit())


def summary_comes(play: Play) -> None:
    """The first lines of the company's quarter."""
    play.take_down(5, "The summary", "#company", play.read(play.newest(COMPANY, "in one line")), until="Causes named")


def _said(who: str, line: str) -> Callable[[Play], None]:
    return lambda play: check_in(play, who, line)


SCRIPT: tuple[tuple[str, str, Callable[[Play], None]], ...] = (
    ("2026-10-05", "11:00", _said(MIA, "KR-12 28 7")),
    ("2026-10-05", "11:00", _said(MIA, "KR-15 1 7")),
    ("2026-10-05", "11:00", _said(OWEN, "KR-16 9 6")),
    ("2026-10-19", "11:00", _said(MIA, "KR-12 30 7")),
    ("2026-10-19", "11:00", _said(MIA, "KR-15 4 8")),
    ("2026-10-19", "11:00", _said(OWEN, "KR-16 6 7")),
    ("2026-11-02", "11:00", _said(MIA, "KR-12 31 7")),
    ("2026-11-02", "11:00", _said(MIA, "KR-15 6 8")),
    ("2026-11-02", "11:00", _said(OWEN, "KR-16 4 7")),
    ("2026-11-16", "08:31", alert_opens),
    ("2026-11-16", "09:01", digest_comes),
    ("2026-11-16", "10:01", mia_checks_in),
    ("2026-11-16", "11:00", _said(OWEN, "KR-16 3 8")),
    ("2026-12-07", "08:31", alert_is_over),
    ("2026-12-23", "11:00", scores_are_given),
    ("2027-01-08", "16:01", summary_comes),
)


def _reading(week: int) -> Callable[[Play], None]:
    return lambda play: play.readings(week)


def script() -> list[tuple[datetime, Callable[[Play], None]]]:
    """Return all that happens from outside, in order: what people do, and the readings that come in on Mondays."""
    acts = [(at(day, hour), act) for day, hour, act in SCRIPT]
    for week in range(len(WEEKS["churn"].split())):
        monday = FIRST_WEEK + timedelta(weeks=week + 1)
        acts.append((at(monday.isoformat(), "08:30"), _reading(week)))
    return sorted(acts, key=lambda pair: pair[0])


def transcript() -> str:
    """Play the quarter, and return the lines that USING.md shows."""
    with tempfile.TemporaryDirectory() as folder, playing(Path(folder)) as play:
        for moment, act in script():
            play.until(moment)
            act(play)
        return play.transcript()


def main() -> None:
    """Print the transcript, or put it into USING.md."""
    set_up_logs(level="ERROR", style=LogFormat.CONSOLE, clock=MovedClock(at("2026-09-30", "20:00")))
    text = transcript()
    if "--write" in sys.argv[1:]:
        using = USING.read_text(encoding="utf-8")
        USING.write_text(TRANSCRIPT.sub(lambda found: f"{found['before']}{text}{found['after']}", using), "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
