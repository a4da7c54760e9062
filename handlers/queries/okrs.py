"""Answers to `/okr`: mine, somebody's, a team's, at risk, one of them, the sum behind it, a check-in in one line."""

from collections.abc import Callable, Mapping

from domain.company.teams import team_day
from domain.okrs.access import may_edit_key_result, may_edit_objective
from domain.okrs.cycles import CycleState
from domain.okrs.model import KeyResult
from domain.okrs.status_model import ObjectiveStatus
from domain.values.ids import is_short_id, key_result_name, objective_name
from handlers.grammar import OKR
from handlers.queries import admin, checkins, editing, exports, lint, summaries
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import (
    NotUnderstoodError,
    Only,
    Question,
    one_thing,
    read_question,
    shorten,
)
from handlers.usecases.loop.guardrails import guardrails_of
from handlers.usecases.okrs import lists
from handlers.views.blocks.block_kit import Message
from handlers.views.okrs import card as okr_card
from handlers.views.okrs import lists as okr_lists
from handlers.views.okrs import why as okr_why


def answer(query: Query) -> Message:
    """Answer what stands after `/okr`.

    Raises:
        NotUnderstoodError: Words name nothing that there is.
        TillerError: What is asked for cannot be told or done.
    """
    command = OKR.find(query.text)
    answered = _ANSWERS.get(command.word) if command is not None else None
    return answered(query) if answered is not None else _answer_about(query)


def opens_form(text: str) -> bool:
    """Tell whether this asks for the check-in form rather than for an answer."""
    command = OKR.find(text)
    return command is not None and command.word == "checkin" and command.rest_of(text) == ""


def _answer_about(query: Query) -> Message:
    try:
        question = read_question(query.text, actor=query.actor, org=query.org, cycles=query.tx.cycles.all())
    except NotUnderstoodError as refused:
        raise refused.with_near(OKR.near(query.text)) from refused
    if question.key_result is not None:
        return _card(query, question)
    if question.objective is not None:
        return _objective_card(query, question)
    return _list(query, question)


def _list(query: Query, question: Question) -> Message:
    org, locale = query.org, query.locale
    found = lists.objectives_for(query, question)
    share = query.share(_again(question))
    on = team_day(org.teams.get(question.team) if question.team is not None else org.root(), query.now)
    if question.only is not Only.ALL:
        shows = okr_lists.render_at_risk if question.only is Only.AT_RISK else okr_lists.stale
        where = _describe_scope(question, query)
        return shows(found, where=where, on=on, names=org.names, share=share, locale=locale)
    if question.person is not None:
        on = org.today(question.person, query.now)
        if question.person != query.actor or question.cycle is not None or query.public:
            return okr_lists.render_person(
                found, person=question.person, on=on, names=org.names, share=share, locale=locale
            )
        owed = lists.list_owed_by(query.tx, query.actor)
        return okr_lists.mine(found, person=query.actor, on=on, names=org.names, owed=owed, share=share, locale=locale)
    shows_all = okr_lists.render_team if question.team is not None else okr_lists.company
    return shows_all(found, team=_describe_scope(question, query), on=on, names=org.names, share=share, locale=locale)


def _again(question: Question) -> str:
    """Return the words that ask the same question, whoever asks."""
    words = [
        f"<@{question.person}>" if question.person is not None else "",
        question.team or "",
        question.cycle.name if question.cycle is not None else "",
        "" if question.only is Only.ALL else question.only.value,
    ]
    return " ".join(word for word in words if word) or "company"


def _describe_scope(question: Question, query: Query) -> str:
    org = query.org
    cycle = [question.cycle.name] if question.cycle is not None else []
    if question.person is not None:
        return ", ".join([org.names.get(question.person, "Somebody"), *cycle])
    root = org.root()
    team = org.teams.get(question.team) if question.team is not None else root
    return ", ".join([team.name if team is not None else "Everybody", *cycle])


def _card(query: Query, question: Question) -> Message:
    assert question.key_result is not None  # noqa: S101 - the one caller asks first
    card = lists.key_result_card(query, question.key_result)
    return okr_card.card(
        card.status,
        objective=card.objective,
        names=query.org.names,
        history=card.history,
        may_check_in=card.may_check_in and not query.public,
        may_edit=_may_edit(query, card.objective, card.status.key_result),
        share=query.share(key_result_name(question.key_result)),
        locale=query.locale,
    )


def _may_edit(query: Query, objective: ObjectiveStatus, key_result: KeyResult | None = None) -> bool:
    """Tell whether the asker gets a button to edit what is shown."""
    person = query.org.people.get(query.actor)
    if person is None or query.public or objective.cycle.state is CycleState.CLOSED:
        return False
    if key_result is not None:
        return may_edit_key_result(person, key_result, objective.objective, query.org.teams).allowed
    return may_edit_objective(person, objective.objective, query.org.teams).allowed


def _objective_card(query: Query, question: Question) -> Message:
    assert question.objective is not None  # noqa: S101 - the one caller asks first
    status = lists.read_objective_status(query, question.objective)
    team = query.org.teams.get(status.objective.team)
    return okr_card.objective_card(
        status,
        team=team.name if team is not None else status.objective.team,
        names=query.org.names,
        parent=lists.parent_text(query.tx, status.objective),
        guards=guardrails_of(query, status),
        may_edit=_may_edit(query, status),
        share=query.share(objective_name(question.objective)),
        locale=query.locale,
    )


def _explain(query: Query) -> Message:
    if not is_short_id(query.rest):
        what = f"‘{shorten(query.rest)}’ is no short id." if query.rest else "Why what?"
        raise NotUnderstoodError(f"{what} Name a key result or an objective.", near=["why KR-12", "why O-3"])
    question = one_thing(query.rest)
    if question.key_result is not None:
        card = lists.key_result_card(query, question.key_result)
        return okr_why.explain_key_result(card.status, card.objective, names=query.org.names, locale=query.locale)
    assert question.objective is not None  # noqa: S101 - a short id is one or the other
    status = lists.read_objective_status(query, question.objective)
    return okr_why.explain_objective(status, names=query.org.names, locale=query.locale)


def _help(query: Query) -> Message:
    del query
    return okr_lists.help_text()


def _check_in(query: Query) -> Message:
    command = OKR.find(query.text)
    return checkins.answer(query.asking((command.rest_of(query.text) or "") if command is not None else ""))


_ANSWERS: Mapping[str, Callable[[Query], Message]] = OKR.answers(
    {
        "checkin": _check_in,
        "why": _explain,
        "summary": summaries.answer,
        "lint": lint.answer,
        "help": _help,
        "new": editing.offer,
        "edit": editing.offer,
        "cancel": editing.cancel,
        "restore": editing.restore,
        "carry": editing.answer_carry_over,
        "admin": admin.answer,
        "export": exports.answer,
    }
)
