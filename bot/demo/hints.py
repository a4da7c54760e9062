"""How to go on: lines to paste into another terminal."""

import json
from typing import Any

from bot.demo import company
from bot.demo.opening import newest_with
from bot.emulator.server import LocalSlack
from handlers import ids

_DAY_SECONDS = 86_400


def hints(slack: LocalSlack) -> list[tuple[str, str]]:
    """Return what can be tried, each with its command line; they work as they stand, in this order."""
    dm = slack.dm_of(company.YUKI)
    prompt = newest_with(slack, dm, ids.CHECK_IN) or {"ts": ""}
    amara, yuki = f"people/{company.AMARA}", f"people/{company.YUKI}"
    answers = [
        {"input": ids.block(ids.VALUE, 8), "answer": "88"},
        {"input": ids.block(ids.CONFIDENCE, 8), "answer": "6"},
    ]
    return [
        ("Ask something, as Amara:", _line(slack, f"{amara}/command", command=ids.OKR, text="growth")),
        (
            "Click [Check in], as Yuki, who was asked just now:",
            _line(slack, f"{yuki}/click", channel=dm, ts=prompt["ts"], action_id=ids.CHECK_IN),
        ),
        ("Fill in the form that opened, and submit it:", _line(slack, f"{yuki}/submit", answers=answers)),
        ("Let a day pass (a week is 604800 seconds):", _line(slack, "clock", advance_seconds=_DAY_SECONDS)),
    ]


def _line(slack: LocalSlack, path: str, **body: Any) -> str:
    """Write a call of the control API for a shell."""
    said = json.dumps(body, ensure_ascii=False)
    return f"curl -sSo /dev/null {slack.control_url}/{path} \\\n  -H 'content-type: application/json' \\\n  -d '{said}'"
