"""Escaping, cutting and the pieces of every message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.ids import PersonId
from handlers.views.blocks import block_kit
from tests.handlers.views.sample_company import MIA, NAMES

TEXTS = st.text(max_size=200)


def test_what_a_person_typed_is_never_markup() -> None:
    assert block_kit.escape("<!channel> <@U1> R&D") == "&lt;!channel&gt; &lt;@U1&gt; R&amp;D"


@given(TEXTS)
def test_no_text_yields_a_mention_or_a_second_line(text: str) -> None:
    shown = block_kit.typed_text(text, 120)
    assert "<" not in shown
    assert ">" not in shown
    assert "\n" not in shown


@given(TEXTS, st.integers(10, 120))
def test_a_cut_text_fits_once_it_is_escaped_and_is_never_empty(text: str, limit: int) -> None:
    assert 0 < len(block_kit.typed_text(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three four", 13, "one two…"),
        ("one two three four", 14, "one two three…"),
        ("unbreakableword", 10, "unbreakab…"),
        ("a & b & c", 10, "a & b…"),
        ("one,  two\nthree", 40, "one, two three"),
        ("\u200b \u202e", 40, "(no name)"),
        ("e\u0301e\u0301e\u0301e\u0301e\u0301", 6, "e\u0301e\u0301e…"),
        ("x\u202ey\u200bz", 10, "xyz"),
    ],
)
def test_text_is_cut_at_words_and_cleaned(text: str, limit: int, shown: str) -> None:
    assert block_kit.shorten(text, limit) == shown


def test_an_emoji_made_of_several_stays_one_and_lone_joiners_go() -> None:
    assert block_kit.clean("👩\u200d💻 a\u200db") == "👩\u200d💻 ab"


def test_a_star_does_not_end_the_bold() -> None:
    assert block_kit.typed_bold("2*3", 10) == "*2∗3*"


def test_a_name_notifies_nobody_and_a_mention_does() -> None:
    assert block_kit.name_of(MIA, NAMES) == "Mia"
    assert block_kit.name_of(PersonId("U0NOBODY1"), NAMES) == block_kit.name_of(None, NAMES) == "someone"
    assert block_kit.mention(MIA) == "<@U0MIA0001>"


def test_lists_read_as_people_say_them() -> None:
    assert [block_kit.join_names(item) for item in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert block_kit.join_at_most(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_whole_lines_are_left_out_and_counted() -> None:
    text = block_kit.fit_lines([f"line {number}" for number in range(100)], 200)
    assert len(text) <= 200
    assert text.endswith("… and 77 more")


def test_paragraphs_tear_no_entry_apart_and_count_what_is_left() -> None:
    blocks = block_kit.paragraphs([[f"entry {number}", "x" * 1_000] for number in range(10)], most=2)
    texts = [block["text"]["text"] for block in blocks]
    assert [text.count("entry") for text in texts] == [2, 2]
    assert texts[-1].endswith("… and 6 more")


def test_a_menu_offers_at_most_a_hundred_and_shows_what_is_chosen() -> None:
    menu = block_kit.menu("Which?", "a", [(f"KPI {number}", str(number)) for number in range(120)], chosen="7")
    assert len(menu["options"]) == 100
    assert menu["initial_option"] == menu["options"][7]
    assert "initial_option" not in block_kit.menu("Which?", "a", [("x", "1")], chosen="none")


def test_a_message_tells_its_first_line_once() -> None:
    shown = block_kit.message("First.", [block_kit.section("First."), block_kit.section("Then.")], compared_with=1)
    assert shown.payload()["text"] == "First.\nThen."
