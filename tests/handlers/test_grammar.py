"""The grammar of the commands: each word is dispatched, suggested, helped with and documented (RULES 9 and 9.1)."""

import re
from pathlib import Path

import pytest
import yaml

from handlers.grammar import GRAMMARS, KPI, OKR, Command, Grammar, Kind
from tests.people import GROWTH
from tests.tiller import Running

ROOT = Path(__file__).resolve().parents[2]
WORDS = [(grammar.family, word) for grammar in GRAMMARS.values() for word in grammar.words]
NOT_UNDERSTOOD = ("I don’t know ‘", "There is no KPI ‘")


def swapped(word: str) -> str:
    """Return a word as it is often mistyped: two of its letters in each other's place, or the last one twice."""
    return word[:-2] + word[-1] + word[-2] if word[-1] != word[-2] else word + word[-1]


@pytest.mark.parametrize(("family", "word"), WORDS)
def test_each_word_is_understood(tiller: Running, family: str, word: str) -> None:
    asked = tiller.owen.command(family, word, channel=GROWTH.channel)
    answer = tiller.read(asked.reply) if asked.reply is not None else ""
    assert not answer.startswith(NOT_UNDERSTOOD), answer


@pytest.mark.parametrize(("family", "word"), WORDS)
def test_a_mistyped_word_is_suggested_with_what_stood_after_it(tiller: Running, family: str, word: str) -> None:
    answer = tiller.answer(tiller.owen.command(family, f"{swapped(word)} something", channel=GROWTH.channel))
    assert f"{family} {word} something" in answer


def test_exprot_is_export(tiller: Running) -> None:
    answer = tiller.answer(tiller.owen.command("/okr", "exprot", channel=GROWTH.channel))
    assert "Did you mean /okr export?" in answer


def test_a_name_that_is_like_a_word_is_suggested_first(tiller: Running) -> None:
    answer = tiller.answer(tiller.owen.command("/okr", "growht", channel=GROWTH.channel))
    assert "Did you mean /okr growth" in answer


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("checkin", "checkin", ""),
        ("check-in KR-12 3", "checkin", "KR-12 3"),
        ("Check in kr-12", "checkin", "kr-12"),
        ("WHY KR-12", "why", "KR-12"),
        ("why", "why", ""),
    ],
)
def test_a_command_is_its_first_word_and_the_rest(text: str, word: str, rest: str) -> None:
    found = OKR.find(text)
    assert found is not None
    assert (found.word, found.rest_of(text)) == (word, rest)


@pytest.mark.parametrize("text", ["", "growth", "whyever", "why-not", "checking in", "KR-12 why"])
def test_what_only_begins_like_a_word_is_a_question(text: str) -> None:
    assert OKR.find(text) is None
    assert not OKR.writes(text)


@pytest.mark.parametrize(
    ("grammar", "text", "writes"),
    [
        (OKR, "cancel KR-12", True),
        (OKR, "why KR-12", False),
        (OKR, "new", False),
        (KPI, "set churn 3", True),
        (KPI, "limits churn", False),
    ],
)
def test_what_changes_something_is_known_by_its_word(*, grammar: Grammar, text: str, writes: bool) -> None:
    assert grammar.writes(text) is writes


def test_a_word_without_an_answer_and_an_answer_without_a_word_are_refused() -> None:
    grammar = Grammar(family="/x", commands=(Command(word="a"), Command(word="b", kind=Kind.FORM, answered=False)))
    assert grammar.answers({"a": 1}) == {"a": 1}
    with pytest.raises(ValueError, match=r"\['a', 'c'\] stand in the grammar or in the answers alone"):
        grammar.answers({"c": 1})


@pytest.mark.parametrize(("family", "word"), [*WORDS])
def test_the_readme_lists_each_word(family: str, word: str) -> None:
    examples = re.findall(r"`(/(?:okr|kpi)[^`]*)`", (ROOT / "README.md").read_text("utf-8"))
    told = {(found.family, command.word) for text in examples for found, command in _commands_in(text)}
    assert (family, word) in told or word == "log"  # another word for `set`


def _commands_in(text: str) -> list[tuple[Grammar, Command]]:
    family, _, rest = text.partition(" ")
    command = GRAMMARS[family].find(rest)
    return [(GRAMMARS[family], command)] if command is not None else []


@pytest.mark.parametrize("grammar", GRAMMARS.values(), ids=lambda grammar: grammar.family)
def test_the_manifest_hints_at_the_words_that_are_to_be_hinted_at(grammar: Grammar) -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    (hint,) = (
        command["usage_hint"]
        for command in manifest["features"]["slash_commands"]
        if command["command"] == grammar.family
    )
    hinted = [word for word in re.findall(r"[a-z]+", hint) if word in grammar.words]
    assert sorted(hinted) == sorted(command.word for command in grammar.commands if command.hinted)
