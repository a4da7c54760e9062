"""What a person gets when something cannot be done (RULES 13)."""

from handlers.views.blocks import problem
from tests.handlers.views.sample_company import read, read_view


def test_a_problem_says_what_was_not_understood_and_what_is() -> None:
    shown = problem.sentence(
        "There is no team ‘grwoth’.", did_you_mean=["/okr growth"], known=["Growth", "Sales", "Support"]
    )
    assert (
        read(shown)
        == """\
There is no team ‘grwoth’.
Did you mean /okr growth?
There is: Growth, Sales and Support."""
    )


def test_several_near_ones_are_offered() -> None:
    shown = problem.sentence("No.", did_you_mean=["/okr a", "/okr b"])
    assert read(shown) == "No.\nDid you mean /okr a or /okr b?"


def test_what_was_typed_calls_nobody() -> None:
    assert "<!channel>" not in problem.sentence("There is no team ‘<!channel>’.").text
    assert read(problem.sentence("There is no team ‘<!channel>’.")) == "There is no team ‘<!channel>’."


def test_an_old_button_says_what_to_do_instead() -> None:
    assert read(problem.old_button()) == (
        "This button is from an older message. /okr and /kpi show how things stand now."
    )


def test_an_unknown_command_names_the_known_ones() -> None:
    assert "/okr help and /kpi help" in read(problem.explain_unknown_command("/okrs"))


def test_a_problem_can_stand_in_place_of_a_form() -> None:
    assert (
        read_view(problem.error_view("2026-Q3 is closed."))
        == """\
That did not work

2026-Q3 is closed.

[Close]"""
    )
