"""Cells: no spreadsheet runs one as a formula, and each comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.values.csv_injection import cell_of, text_of

RISKY = st.text(st.sampled_from("'=+-@\t\r\n ＝4.a"), max_size=6)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+1", "@sum(A1)", "\t=1", "\rx", "  =1", "\n=1", "＝1", "－4", "-4%", "--4", "-4..8", "-٤"],
)
def test_what_would_run_gets_an_apostrophe_and_loses_it_again(text: str) -> None:
    assert cell_of(text) == f"'{text}"
    assert text_of(cell_of(text)) == text


@pytest.mark.parametrize("text", ["", "Growth", "-4", "-4.25", "4", "a=b", "'tis done", "'quoted'", "1+1", "‘=1’"])
def test_what_is_harmless_stays_as_it_is_both_ways(text: str) -> None:
    assert cell_of(text) == text
    assert text_of(text) == text


@given(text=st.text() | RISKY)
@example("'=1+1")
@example("''=1+1")
@example("'-4")
def test_every_text_comes_back_and_no_cell_begins_like_a_formula(text: str) -> None:
    cell = cell_of(text)
    assert text_of(cell) == text
    trimmed = cell.strip(" \n")
    assert trimmed[:1] not in set("=+@\t\r＝＋－＠")
    assert not trimmed.startswith("-") or float(trimmed) <= 0
