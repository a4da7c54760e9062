"""What a question about objectives asks for, read from words; matched forgivingly, never guessed (RULES 9)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from domain.company.teams import Team
from domain.okrs.cycles import Cycle
from domain.values.errors import TillerError
from domain.values.ids import (
    KeyResultId,
    ObjectiveId,
    PersonId,
    TeamKey,
    is_short_id,
    parse_key_result_name,
    parse_objective_name,
)
from handlers.organization import Organization

NEAR_ENOUGH = 70
"""How alike two words must be, of 100, to be offered as what was meant."""
_OFFERED = 3
_MAX_SHOWN = 80

_MENTION = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>")
_CYCLE = re.compile(r"(?:fy)?\d{2,4}-?q\d", re.IGNORECASE)
_AT_RISK = re.compile(r"\bat[\s-]*risk\b", re.IGNORECASE)
_STALE = re.compile(r"\b(?:stale|outdated)\b", re.IGNORECASE)
_ME = frozenset({"me", "mine", "my"})
_ALL = frozenset({"company", "everybody", "everyone", "all"})
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " "})
# Slack writes these three as entities in what people type, and no other.
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class NotUnderstoodError(TillerError):
    """Words that name nothing that there is.

    Attributes:
        near: What may have been meant, as it would be typed after the command.
        known: What there is, by name.
    """

    def __init__(self, sentence: str, *, near: Sequence[str] = (), known: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.near = tuple(near)
        self.known = tuple(known)

    def with_near(self, near: Iterable[str]) -> "NotUnderstoodError":
        """Return the same with more that may have been meant, behind what stands there already."""
        return NotUnderstoodError(str(self), near=tuple(_unique((*self.near, *near))), known=self.known)


class Only(StrEnum):
    """Which key results are wanted."""

    ALL = "all"
    AT_RISK = "at risk"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for: one thing, or the key results of a person, a team or everybody.

    Attributes:
        key_result: One key result; or `objective`, one objective. Then nothing else is set.
        person: Whose, or None; `team`, whose, or None; neither: the whole company.
        cycle: In which cycle, or None for those that run.
        only: Which of them.
    """

    key_result: KeyResultId | None = None
    objective: ObjectiveId | None = None
    person: PersonId | None = None
    team: TeamKey | None = None
    cycle: Cycle | None = None
    only: Only = Only.ALL


def clean_text(text: str) -> str:
    """Return what a person typed, from what Slack sends: straight quotes, single spaces, `&` for `&amp;`."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return " ".join(text.translate(_QUOTES).split())


def shorten(text: str) -> str:
    """Return words as they are shown back: short, and a mention by its name."""
    plain = re.sub(r"<@[UW][A-Z0-9]+\|([^>]*)>", r"@\1", text)
    return plain if len(plain) <= _MAX_SHOWN else f"{plain[:_MAX_SHOWN]}…"


def read_question(text: str, *, actor: PersonId, org: Organization, cycles: Sequence[Cycle]) -> Question:
    """Read a question such as `growth at risk`, `@ada`, `KR-12`, `2026-Q3`; nothing at all asks for one's own.

    Args:
        text: What was typed after the command, through `clean_text`.
        actor: Who asks.
        org: The company.
        cycles: All cycles, closed ones too.

    Raises:
        NotUnderstoodError: Names the words that were not understood.
    """
    rest, only = text.strip(" ?!.,"), Only.ALL
    for pattern, wanted in ((_AT_RISK, Only.AT_RISK), (_STALE, Only.STALE)):
        if pattern.search(rest):
            rest, only = pattern.sub(" ", rest), wanted
    cycle, words = _cycle_in(rest.split(), cycles)
    rest = " ".join(words)
    if not rest and only is Only.ALL and cycle is None:
        return Question(person=actor)
    if not rest or rest.lower() in _ALL:
        return Question(cycle=cycle, only=only)
    if rest.lower() in _ME:
        return Question(person=actor, cycle=cycle, only=only)
    if is_short_id(rest):
        return one_thing(rest)
    person = _person(rest, org)
    if person is not None:
        return Question(person=person, cycle=cycle, only=only)
    team = find_team(rest, org.teams)
    if team is not None:
        root = org.root()
        return Question(team=None if root == team else team.key, cycle=cycle, only=only)
    raise _refuse_unknown(rest, org)


def one_thing(text: str) -> Question:
    """Read `KR-12` or `O-3`.

    Raises:
        ShortIdError: It is neither.
    """
    if text.strip()[:1].lower() == "k":
        return Question(key_result=parse_key_result_name(text))
    return Question(objective=parse_objective_name(text))


def _cycle_in(words: Sequence[str], cycles: Sequence[Cycle]) -> tuple[Cycle | None, list[str]]:
    named = {cycle.name.casefold(): cycle for cycle in cycles}
    found, left = None, []
    for word in words:
        if word.casefold() in named:
            found = named[word.casefold()]
        elif _CYCLE.fullmatch(word):
            known = [cycle.name for cycle in cycles]
            raise NotUnderstoodError(
                f"There is no cycle ‘{word}’.", near=suggest_like(word, {name: name for name in known}), known=known
            )
        else:
            left.append(word)
    return found, left


def _person(words: str, org: Organization) -> PersonId | None:
    mention = _MENTION.fullmatch(words)
    if mention is not None:
        person = PersonId(mention["id"])
        if person not in org.people:
            raise NotUnderstoodError(f"I don’t know {shorten(words)} yet. A coordinator can add them to a team.")
        return person
    name = words.removeprefix("@").casefold()
    whole = [person.id for person in org.people.values() if person.name.casefold() == name]
    first = [person for person in org.people.values() if person.name.casefold().partition(" ")[0] == name]
    if len(whole) == 1 or (not whole and len(first) == 1):
        return whole[0] if whole else first[0].id
    if len(first) > 1:
        near = [f"@{person.name}" for person in first[:_OFFERED]]
        raise NotUnderstoodError(f"There is more than one ‘{shorten(words)}’.", near=near)
    if words.startswith("@"):
        names = {person.name: f"@{person.name}" for person in org.people.values() if person.active}
        raise NotUnderstoodError(
            f"I know nobody called ‘{shorten(words)}’.", near=suggest_like(words.removeprefix("@"), names)
        )
    return None


def find_team(words: str, teams: Mapping[TeamKey, Team]) -> Team | None:
    """Return the team that is called so, by key or by name in any case, or None."""
    name = words.removeprefix("#").casefold()
    return next((team for team in teams.values() if name in (team.key.casefold(), team.name.casefold())), None)


def _refuse_unknown(words: str, org: Organization) -> NotUnderstoodError:
    choices: dict[str, str] = {team.name: team.key for team in org.teams.values()}
    choices |= {team.key: team.key for team in org.teams.values()}
    choices |= {person.name: f"@{person.name}" for person in org.people.values() if person.active}
    choices |= {
        word: word for word in ("at risk", "stale", "company", "checkin", "why", "summary", "score", "lint", "help")
    }
    choices |= {word: word for word in ("new", "new objective", "edit", "cancel", "restore", "carry", "admin")}
    return NotUnderstoodError(
        f"I don’t know ‘{shorten(words)}’: it is no team, person, cycle or short id.",
        near=suggest_like(words, choices),
        known=[str(team.key) for team in org.teams.values()],
    )


def suggest_like(words: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is most like some words, the likest first, at most three.

    Args:
        words: What was typed.
        choices: What it may be like, and how that would be typed.
    """
    found = process.extract(
        words.casefold(), [name.casefold() for name in choices], scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH
    )
    typed_as = list(choices.values())
    return tuple(_unique(typed_as[at] for _, _, at in found))[:_OFFERED]


def _unique(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(words)
