"""What forms and buttons carry is read as it was written, also by the version before, or refused."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.ids import AlertId, CycleId, KeyResultId, ObjectiveId
from handlers import button_values, ids
from handlers.metadata import (
    MOST_CHARACTERS,
    AlertMetadata,
    CheckInMetadata,
    CycleMetadata,
    KeyResultMetadata,
    KpiMetadata,
    LimitsMetadata,
    LintMetadata,
    Metadata,
    ObjectiveMetadata,
    OldFormError,
    PromptMetadata,
    ScoringMetadata,
    decode,
)

HANDLERS = Path(__file__).resolve().parents[2] / "handlers"
NUMBERS = st.integers(1, 10**9)
TEXTS = st.text(max_size=40)
MODELS: list[st.SearchStrategy[Metadata]] = [
    st.builds(
        CheckInMetadata, prompt=st.none() | NUMBERS, page=NUMBERS, key_results=st.lists(NUMBERS), edit=st.booleans()
    ),
    st.builds(ScoringMetadata, cycle=NUMBERS, page=NUMBERS, pages=NUMBERS, key_results=st.lists(NUMBERS)),
    st.builds(AlertMetadata, alert=NUMBERS),
    st.builds(KeyResultMetadata, key_result=st.none() | NUMBERS, kept=st.dictionaries(TEXTS, TEXTS, max_size=3)),
    st.builds(ObjectiveMetadata, objective=st.none() | NUMBERS),
    st.builds(CycleMetadata, cycle=NUMBERS),
    st.builds(KpiMetadata, kpi=TEXTS, shown=TEXTS),
    st.builds(LimitsMetadata, kpi=TEXTS, was=TEXTS, season=TEXTS, version=NUMBERS, asked=TEXTS),
    st.builds(LintMetadata, subject=TEXTS, rule=TEXTS),
    st.builds(PromptMetadata, prompt=st.none() | NUMBERS),
]


@given(st.one_of(MODELS))
def test_what_a_form_carries_comes_back(carried: Metadata) -> None:
    assert decode(carried.encode(), type(carried)) == carried


OF_VERSION_0_1: list[tuple[str, Metadata]] = [
    (
        '{"v": 1, "prompt": 3, "page": 1, "pages": 2, "key_results": [12, 15], "edit": false}',
        CheckInMetadata(prompt=3, page=1, pages=2, key_results=[KeyResultId(12), KeyResultId(15)]),
    ),
    ('{"v": 1, "prompt": null}', PromptMetadata()),
    (
        '{"v": 1, "cycle": 2, "page": 1, "pages": 1, "key_results": [12]}',
        ScoringMetadata(cycle=CycleId(2), key_results=[KeyResultId(12)]),
    ),
    ('{"v": 1, "alert": 41}', AlertMetadata(alert=AlertId(41))),
    ('{"v": 1, "kpi": "churn", "shown": ""}', KpiMetadata(kpi="churn")),
    (
        '{"v": 1, "kpi": "churn", "was": "-", "season": "none", "version": 0, "asked": ""}',
        LimitsMetadata(kpi="churn", was="-"),
    ),
    (
        (
            '{"v": 1, "key_result": null, "alert": 41, "cycle": 2, "predecessor": null, "round": 1, '
            '"kept": {"steps": "a"}}'
        ),
        KeyResultMetadata(alert=AlertId(41), cycle=CycleId(2), round=1, kept={"steps": "a"}),
    ),
    ('{"v": 1, "objective": 3}', ObjectiveMetadata(objective=ObjectiveId(3))),
    ('{"v": 1, "cycle": 2}', CycleMetadata(cycle=CycleId(2))),
    ('{"v": 1, "subject": "KR-12", "rule": "task"}', LintMetadata(subject="KR-12", rule="task")),
]
"""What version 0.1.0 wrote: a form may be open while Tiller is updated."""


@pytest.mark.parametrize(("text", "carried"), OF_VERSION_0_1)
def test_what_the_version_before_wrote_is_read_and_written_alike(text: str, carried: Metadata) -> None:
    assert decode(text, type(carried)) == carried
    assert carried.encode() == text


@pytest.mark.parametrize(
    "text",
    ["", "{}", "null", "[]", "not json", '{"v": 2, "alert": 7}', '{"alert": 7}', '{"v": 1}', '{"v": 1, "alert": "7"}'],
)
def test_what_is_not_ours_is_an_old_form(text: str) -> None:
    with pytest.raises(OldFormError, match="Close it and open it again"):
        decode(text, AlertMetadata)


def test_a_field_that_is_gone_is_ignored() -> None:
    assert decode('{"v": 1, "alert": 7, "mood": "fine"}', AlertMetadata) == AlertMetadata(alert=AlertId(7))


def test_what_slack_would_not_take_is_not_sent() -> None:
    frame = len(KpiMetadata(kpi="").encode())
    assert len(KpiMetadata(kpi="x" * (MOST_CHARACTERS - frame)).encode()) == MOST_CHARACTERS
    with pytest.raises(ValueError, match="KpiMetadata has 3001 characters; 3000 fit"):
        KpiMetadata(kpi="x" * (MOST_CHARACTERS - frame + 1)).encode()


def test_what_is_kept_goes_before_the_form_does() -> None:
    carried = KeyResultMetadata(key_result=KeyResultId(12), kept={"steps": "x" * MOST_CHARACTERS})
    assert decode(carried.encode(), KeyResultMetadata) == KeyResultMetadata(key_result=KeyResultId(12))


@given(NUMBERS, st.sampled_from([ids.SNOOZE_DAY, ids.SNOOZE_THREE_DAYS, ids.SNOOZE_WEEK, ids.SNOOZE_READING]))
def test_a_choice_of_the_snooze_menu_comes_back(alert: int, length: str) -> None:
    assert button_values.snooze_of(button_values.snooze_value(alert, length)) == (alert, length)


KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=40)


@given(KEYS, KEYS, st.text(min_size=0, max_size=60))
def test_what_a_button_names_comes_back(key: str, part: str, text: str) -> None:
    assert button_values.target_of(button_values.target_value(key, part, text)) == (key, part, text)
    assert button_values.limits_of(button_values.limits_value(key, part, part, part)) == (key, part, part, part)
    assert button_values.digest_of(button_values.digest_value(key, part)) == (key, part)
    assert button_values.lint_of(button_values.lint_value(f"kpi:{key}", part)) == (f"kpi:{key}", part)
    assert button_values.return_of(button_values.return_value(7, part)) == (7, part)


@pytest.mark.parametrize("value", ["", ":", ";", "x:1d", "7:", "7:2d", "７:1d"])
def test_a_garbled_choice_is_none(value: str) -> None:
    assert button_values.snooze_of(value) is None


def test_nobody_else_writes_or_reads_what_forms_carry() -> None:
    homes = {
        "metadata.py",
        "slack/once.py",  # names a submit
        "usecases/imports/waiting.py",  # is no form
        "views/blocks/form.py",  # measures a view
    }
    found = [
        str(path.relative_to(HANDLERS))
        for path in HANDLERS.rglob("*.py")
        if str(path.relative_to(HANDLERS)) not in homes
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"loads", "dumps"}
    ]
    assert found == []
