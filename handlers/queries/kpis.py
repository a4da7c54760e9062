"""Answers to `/kpi`: the dashboard, one KPI, the rule behind its state, and a reading typed in one line."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from domain.calendar.period_parser import leading_period
from domain.calendar.periods import period_name
from domain.company.teams import Team, team_day
from domain.kpis.model import Kpi
from domain.values.numbers import plain
from handlers.grammar import KPI
from handlers.notices import alerts
from handlers.queries import digests, limits, targets
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import NotUnderstoodError, find_team, suggest_like
from handlers.usecases.kpis import editing as kpi_editing
from handlers.usecases.kpis import readings
from handlers.usecases.kpis import reasons as kpi_reasons
from handlers.usecases.kpis.typed_values import leading_number
from handlers.usecases.loop import guardrails
from handlers.views.blocks.block_kit import Message
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import lists
from handlers.views.kpis import why as kpi_why
from storage.store import Transaction

_MINE = ("mine", "my", "me")
_ALL = ("company", "all", "everybody", "everyone")
_LONGEST_NOTE = 500


def answer(query: Query) -> Message:
    """Answer what stands after `/kpi`.

    Raises:
        NotUnderstoodError: Words name nothing that there is.
        TillerError: What is asked for cannot be told or done.
    """
    command = KPI.find(query.text)
    answered = _ANSWERS.get(command.word) if command is not None else None
    return answered(query) if answered is not None else _answer_about(query)


def opens_form(text: str) -> bool:
    """Tell whether this asks for a form: to log a reading, or to add a KPI."""
    return text.strip().lower() in ("set", "log", "new")


def _answer_about(query: Query) -> Message:
    words = query.text.strip(" ?!.")
    if not words:
        team, found = readings.nearest_with_kpis(query)
        return _overview(query, found, team.name if team else "", team.key if team else "")
    if words.lower() in _MINE:
        own = query.tx.kpis.of_owner(query.actor)
        if not own:
            raise NotUnderstoodError("You own no KPIs.", near=["company"])
        return _overview(query, own, "Yours", "")
    if words.lower() in _ALL:
        return _overview(query, query.tx.kpis.all(), "", "company")
    known = query.tx.kpis.all()
    kpi = readings.find_kpi(words, known)
    if kpi is not None:
        return _card(query, kpi)
    team = find_team(words, query.org.teams)
    if team is not None:
        return _overview(query, readings.list_of_team(query, team.key), team.name, team.key)
    raise _refuse_unknown(words, known, query.org.teams.values())


def _refuse_unknown(words: str, known: Sequence[Kpi], teams: Iterable[Team]) -> NotUnderstoodError:
    refused = readings.no_kpi(words, known)
    if not refused.near:
        choices = {word: word for word in ("mine", "company")} | {team.name: team.key for team in teams}
        refused = refused.with_near(suggest_like(words, choices))
    return refused.with_near(KPI.near(words))


def _overview(query: Query, kpis: Sequence[Kpi], whose: str, again: str) -> Message:
    return lists.overview(
        readings.statuses_of(query, kpis),
        names=query.org.names,
        whose=whose,
        share=query.share(again) if again else "",
        locale=query.locale,
    )


def _card(query: Query, kpi: Kpi) -> Message:
    return lists.card(
        readings.status_of(query, kpi),
        names=query.org.names,
        touched=guardrails.find_touched_by(query, kpi.key),
        editable=not query.public and kpi_editing.may_edit(kpi, actor=query.actor, org=query.org),
        share=query.share(kpi.key),
        locale=query.locale,
    )


def _edit(query: Query) -> Message:
    """Show the card with its Edit button, where no form can be opened."""
    return _card(query, _find_named(query, "edit"))


def _explain(query: Query) -> Message:
    kpi = _find_named(query, "why")
    status = readings.status_of(query, kpi)
    behind = kpi_reasons.reasons(query, status=status)
    return kpi_why.explain_kpi(status, behind, names=query.org.names, locale=query.locale)


def _find_named(query: Query, command: str) -> Kpi:
    known = query.tx.kpis.all()
    kpi = readings.find_kpi(query.rest.strip(" ?!."), known) if query.rest else None
    if kpi is None:
        raise readings.no_kpi(query.rest, known, command=command)
    return kpi


def _set(query: Query) -> Message:
    stored = query.tx.inbound.recall(query.key)
    if stored is not None:
        return Message(**stored)
    kpi, rest = readings.kpi_leading(query.rest, query.tx.kpis.all(), command="set")
    if not rest:
        raise NotUnderstoodError(f"What is the value of {kpi.name}?", near=[f"set {kpi.key} {_example(query.tx, kpi)}"])
    value, rest = leading_number(rest, kpi.unit, style_of(query.locale))
    today = team_day(query.org.teams.get(kpi.team), query.now)
    day, note = leading_period(rest, kpi.frequency, today=today)
    note = note.strip().strip('"').strip()
    if len(note) > _LONGEST_NOTE:
        raise NotUnderstoodError(f"The note is {len(note)} characters long; {_LONGEST_NOTE} fit.")
    logged = readings.log_reading(query, kpi=kpi, value=value, day=day, note=note)
    message = receipt(query, logged)
    query.tx.inbound.remember(query.key, message.payload(), at=query.now)
    return message


def receipt(query: Query, logged: readings.Logged) -> Message:
    """Announce what a reading did to alerts, and return what its logger reads."""
    for found in logged.evaluated:
        alerts.announce(query, found)
    return lists.set_receipt(
        logged.status,
        value=logged.value,
        period=period_name(logged.period, logged.kpi.frequency),
        old=logged.old,
        fed=logged.fed,
        locale=query.locale,
    )


def _example(tx: Transaction, kpi: Kpi) -> str:
    last = tx.readings.of([kpi.key], last=1)[kpi.key]
    return plain(last[-1].value) if last else "31"


def _help(query: Query) -> Message:
    del query
    return lists.help_text()


_ANSWERS: Mapping[str, Callable[[Query], Message]] = KPI.answers(
    {
        "set": _set,
        "why": _explain,
        "limits": limits.answer,
        "target": targets.answer,
        "edit": _edit,
        "digest": digests.answer,
        "help": _help,
    }
)
