"""Answers to `/okr`: mine, somebody's, a team's, at risk, one of them, the sum behind it, a check-in in one line."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from domain.company.teams import team_day
from domain.okrs.access import may_edit_key_result, may_edit_objective
from domain.okrs.cycles import CycleState
from domain.okrs.model import KeyResult
from domain.okrs.status_model import ObjectiveStanding
from domain.values.ids import is_short_id, key_result_name, objective_name
from handlers.queries import admin, editing, lint
from handlers.queries import checkins as checkin
from handlers.queries import exports as export
from handlers.queries import summaries as summary
from handlers.queries.query import Asked
from handlers.usecases.company.query_parser import NotUnderstoodError, Only, Question, one_thing, read_question, shown
from handlers.usecases.loop.guardrails import guardrails_of
from handlers.usecases.okrs import lists as usecase
from handlers.views.blocks.message import Message
from handlers.views.okrs import card as okr_card
from handlers.views.okrs import lists as views
from handlers.views.okrs import why as okr_why
from storage.store import Transaction

CHECK_IN = re.compile(r"^check[\s-]?in\b", re.IGNORECASE)

_WRITING = frozenset({"cancel", "restore", "carry", "admin", "export"})
"""The words after which something may change."""


def answer(tx: Transaction, asked: Asked) -> Message:
    """Answer what stands after `/okr`.

    Raises:
        NotUnderstoodError: Words name nothing that there is.
        TillerError: What is asked for cannot be told or done.
    """
    if CHECK_IN.match(asked.text):
        return checkin.answer(tx, asked.asking(CHECK_IN.sub("", asked.text).strip()))
    special = _SPECIAL.get(asked.first_word)
    return special(tx, asked) if special is not None else _about(tx, asked)


def writes(text: str) -> bool:
    """Tell whether a question changes anything, so that it needs a write transaction."""
    return CHECK_IN.match(text) is not None or text.partition(" ")[0].lower() in _WRITING


def opens_form(text: str) -> bool:
    """Tell whether this asks for the check-in form rather than for an answer."""
    return CHECK_IN.sub("", text).strip() == "" and CHECK_IN.match(text) is not None


def _about(tx: Transaction, asked: Asked) -> Message:
    question = read_question(asked.text, actor=asked.actor, world=asked.world, cycles=tx.cycles.all())
    if question.key_result is not None:
        return _card(tx, asked, question)
    if question.objective is not None:
        return _objective_card(tx, asked, question)
    return _list(tx, asked, question)


def _list(tx: Transaction, asked: Asked, question: Question) -> Message:
    world, locale = asked.world, asked.locale
    found = usecase.objectives_for(tx, question, now=asked.now, world=world)
    share = asked.share(_again(question))
    on = team_day(world.teams.get(question.team) if question.team is not None else world.root(), asked.now)
    if question.only is not Only.ALL:
        shows = views.at_risk if question.only is Only.AT_RISK else views.stale
        where = _where(question, asked)
        return shows(found, where=where, on=on, names=world.names, share=share, locale=locale)
    if question.person is not None:
        on = world.today(question.person, asked.now)
        if question.person != asked.actor or question.cycle is not None or asked.public:
            return views.of_person(found, person=question.person, on=on, names=world.names, share=share, locale=locale)
        owed = usecase.owed_by(tx, asked.actor)
        return views.mine(found, person=asked.actor, on=on, names=world.names, owed=owed, share=share, locale=locale)
    shows_all = views.of_team if question.team is not None else views.company
    return shows_all(found, team=_where(question, asked), on=on, names=world.names, share=share, locale=locale)


def _again(question: Question) -> str:
    """Return the words that ask the same question, whoever asks."""
    words = [
        f"<@{question.person}>" if question.person is not None else "",
        question.team or "",
        question.cycle.name if question.cycle is not None else "",
        "" if question.only is Only.ALL else question.only.value,
    ]
    return " ".join(word for word in words if word) or "company"


def _where(question: Question, asked: Asked) -> str:
    world = asked.world
    cycle = [question.cycle.name] if question.cycle is not None else []
    if question.person is not None:
        return ", ".join([world.names.get(question.person, "Somebody"), *cycle])
    root = world.root()
    team = world.teams.get(question.team) if question.team is not None else root
    return ", ".join([team.name if team is not None else "Everybody", *cycle])


def _card(tx: Transaction, asked: Asked, question: Question) -> Message:
    assert question.key_result is not None  # noqa: S101 - the one caller asks first
    card = usecase.key_result_card(tx, question.key_result, actor=asked.actor, now=asked.now, world=asked.world)
    return okr_card.card(
        card.standing,
        objective=card.objective,
        names=asked.world.names,
        history=card.history,
        may_check_in=card.may_check_in and not asked.public,
        may_edit=_may_edit(asked, card.objective, card.standing.key_result),
        share=asked.share(key_result_name(question.key_result)),
        locale=asked.locale,
    )


def _may_edit(asked: Asked, objective: ObjectiveStanding, key_result: KeyResult | None = None) -> bool:
    """Tell whether the asker gets a button to edit what is shown."""
    person = asked.world.people.get(asked.actor)
    if person is None or asked.public or objective.cycle.state is CycleState.CLOSED:
        return False
    if key_result is not None:
        return may_edit_key_result(person, key_result, objective.objective, asked.world.teams).allowed
    return may_edit_objective(person, objective.objective, asked.world.teams).allowed


def _objective_card(tx: Transaction, asked: Asked, question: Question) -> Message:
    assert question.objective is not None  # noqa: S101 - the one caller asks first
    standing = usecase.objective_standing(tx, question.objective, now=asked.now, world=asked.world)
    team = asked.world.teams.get(standing.objective.team)
    return okr_card.objective_card(
        standing,
        team=team.name if team is not None else standing.objective.team,
        names=asked.world.names,
        parent=usecase.parent_words(tx, standing.objective),
        guards=guardrails_of(tx, standing, now=asked.now, world=asked.world),
        may_edit=_may_edit(asked, standing),
        share=asked.share(objective_name(question.objective)),
        locale=asked.locale,
    )


def _why(tx: Transaction, asked: Asked) -> Message:
    if not is_short_id(asked.rest):
        what = f"‘{shown(asked.rest)}’ is no short id." if asked.rest else "Why what?"
        raise NotUnderstoodError(f"{what} Name a key result or an objective.", near=["why KR-12", "why O-3"])
    question = one_thing(asked.rest)
    if question.key_result is not None:
        card = usecase.key_result_card(tx, question.key_result, actor=asked.actor, now=asked.now, world=asked.world)
        return okr_why.why(card.standing, card.objective, names=asked.world.names, locale=asked.locale)
    assert question.objective is not None  # noqa: S101 - a short id is one or the other
    standing = usecase.objective_standing(tx, question.objective, now=asked.now, world=asked.world)
    return okr_why.why_objective(standing, names=asked.world.names, locale=asked.locale)


def _help(tx: Transaction, asked: Asked) -> Message:
    del tx, asked
    return views.help_text()


_SPECIAL: Mapping[str, Callable[[Transaction, Asked], Message]] = MappingProxyType(
    {
        "why": _why,
        "summary": summary.answer,
        "lint": lint.answer,
        "help": _help,
        "new": editing.offer,
        "edit": editing.offer,
        "cancel": editing.cancel,
        "restore": editing.restore,
        "carry": editing.carry,
        "admin": admin.answer,
        "export": export.answer,
    }
)
