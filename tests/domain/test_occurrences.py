"""Tests of what the calendar makes due: keys that name a period, outcomes that say why (RULES 1; DESIGN D1)."""

from datetime import date

from domain.ledger.occurrences import DONE, OccurrenceState, prompt_key, skip
from domain.values.ids import CycleId, PersonId

ADA, BEN = PersonId("U0ADA0001"), PersonId("U0BEN0004")


def test_a_prompts_key_names_the_round_and_the_owner_and_no_instant() -> None:
    monday = date(2026, 11, 16)
    assert prompt_key(CycleId(1), monday, ADA) == "prompt:1:2026-11-16:U0ADA0001"
    others = {
        prompt_key(CycleId(2), monday, ADA),
        prompt_key(CycleId(1), date(2026, 11, 30), ADA),
        prompt_key(CycleId(1), monday, BEN),
    }
    assert len(others | {prompt_key(CycleId(1), monday, ADA)}) == 4


def test_what_is_left_out_says_why() -> None:
    outcome = skip("Ada is away")
    assert (outcome.state, outcome.reason) == (OccurrenceState.SKIPPED, "Ada is away")
    assert (DONE.state, DONE.reason) == (OccurrenceState.DONE, "")
