"""Keys of KPIs: made from names, or as they were typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpis.keys import RESERVED, KeyRefusedError, check_key, key_from
from domain.values.ids import KpiKey

TAKEN = [KpiKey("churn"), KpiKey("churn_2")]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Churn rate", "churn_rate"),
        ("Churn", "churn_3"),
        ("  NPS (net, %)  ", "nps_net"),
        ("Café-Umsätze", "cafe_umsatze"),
        ("解約率", "kpi"),
        ("Help", "help_2"),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_key_is_made_from_the_name(name: str, key: str) -> None:
    assert key_from(name, TAKEN) == key


@given(st.text(max_size=200))
def test_any_name_gives_a_key_that_can_be_typed(name: str) -> None:
    key = key_from(name, TAKEN)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,64}", key)
    assert key not in TAKEN
    assert key not in RESERVED


def test_a_typed_key_is_taken_in_small_letters() -> None:
    assert check_key(" New-Logos ", TAKEN) == "new-logos"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("two words", "is not a key. Use up to 60 letters"),
        ("x" * 61, "is not a key"),
        ("-x", "is not a key"),
        ("limits", "means something else after /kpi. Choose another key, such as limits_kpi."),
        ("Churn", "There is a KPI with the key ‘churn’ already."),
    ],
)
def test_a_key_that_cannot_be_is_refused(text: str, why: str) -> None:
    with pytest.raises(KeyRefusedError, match=re.escape(why)):
        check_key(text, TAKEN)
