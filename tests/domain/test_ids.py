"""Tests of short ids as people type them (RULES 1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.ids import (
    KeyResultId,
    ObjectiveId,
    ShortIdError,
    is_short_id,
    key_result_name,
    objective_name,
    parse_key_result_name,
    parse_objective_name,
)
from tests.domain.okr_company import QUICK


@pytest.mark.parametrize("text", ["KR-34", "kr-34", "kr34", "Kr 34", " KR - 34 "])
def test_a_key_result_is_understood_however_it_is_typed(text: str) -> None:
    assert parse_key_result_name(text) == 34
    assert is_short_id(text)


@pytest.mark.parametrize("text", ["O-12", "o12", "o 12"])
def test_an_objective_is_understood_however_it_is_typed(text: str) -> None:
    assert parse_objective_name(text) == 12
    assert is_short_id(text)


@pytest.mark.parametrize("text", ["34", "KR-0", "KR-034", "KR-3.5", "KR-", "O-12", "KR-1234567890", "XKR-3", "KR-٣"])
def test_what_is_no_key_result_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ShortIdError, match="Key results look like KR-34"):
        parse_key_result_name(text)


@pytest.mark.parametrize("text", ["", "KR-34", "objective", "O"])
def test_what_is_no_objective_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ShortIdError, match="Objectives look like O-12"):
        parse_objective_name(text)


def test_a_name_is_no_short_id() -> None:
    assert not is_short_id("growth")


@QUICK
@given(st.integers(1, 999_999_999))
def test_a_short_id_reads_back(number: int) -> None:
    assert parse_key_result_name(key_result_name(KeyResultId(number))) == number
    assert parse_objective_name(objective_name(ObjectiveId(number))) == number
