"""Payloads that were tried elsewhere: each must be judged as Slack judged it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.emulator.blocks.validate import message_problems, view_problems

_COLLECTED = Path(__file__).parents[4] / "shared" / "data" / "slack_payloads.jsonl"


def _cases() -> Iterator[Any]:
    lines = _COLLECTED.read_text(encoding="utf-8").splitlines() if _COLLECTED.exists() else []
    for line in lines:
        case = json.loads(line)
        yield pytest.param(case, id=case["name"])


@pytest.mark.skipif(not _COLLECTED.exists(), reason="the collected payloads are not part of the project")
@pytest.mark.parametrize("case", list(_cases()))
def test_a_collected_payload_is_judged_as_slack_judged_it(case: dict[str, Any]) -> None:
    judge = message_problems if case["surface"] == "message" else view_problems
    assert bool(judge(case["payload"])) is case["refused"]
