"""Answers to `/kpi`: the dashboard, one KPI, the rule behind its state, and a reading typed in one line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from domain.calendar.period_parser import leading_period
from domain.calendar.periods import period_name
from domain.company.teams import Team, team_day
from domain.kpis.model import Kpi
from domain.values.numbers import plain
from handlers.notices import alerts as outgoing
from handlers.queries import digests as digest
from handlers.queries import limits, targets
from handlers.queries.query import Asked
from handlers.usecases.company.query_parser import NotUnderstoodError, like, team_named
from handlers.usecases.kpis import editing as kpi_editing
from handlers.usecases.kpis import readings as usecase
from handlers.usecases.kpis import reasons as kpi_reasons
from handlers.usecases.kpis.typed_values import leading_number
from handlers.usecases.loop import guardrails
from handlers.views.blocks.locales import style_of
from handlers.views.blocks.message import Message
from handlers.views.kpis import lists as views
from handlers.views.kpis import why as kpi_why
from storage.store import Transaction

_MINE = ("mine", "my", "me")
_ALL = ("company", "all", "everybody", "everyone")
_LONGEST_NOTE = 500


def answer(tx: Transaction, asked: Asked) -> Message:
    """Answer what stands after `/kpi`.

    Raises:
        NotUnderstoodError: Words name nothing that there is.
        TillerError: What is asked for cannot be told or done.
    """
    special = _SPECIAL.get(asked.first_word)
    return special(tx, asked) if special is not None else _about(tx, asked)


def writes(text: str) -> bool:
    """Tell whether a question changes anything, so that it needs a write transaction."""
    return text.partition(" ")[0].lower() == "set"


def opens_form(text: str) -> bool:
    """Tell whether this asks for a form: to log a reading, or to add a KPI."""
    return text.strip().lower() in ("set", "log", "new")


def _about(tx: Transaction, asked: Asked) -> Message:
    words = asked.text.strip(" ?!.")
    if not words:
        team, found = usecase.nearest_with_kpis(tx, asked.actor, world=asked.world)
        return _overview(tx, asked, found, team.name if team else "", team.key if team else "")
    if words.lower() in _MINE:
        own = tx.kpis.of_owner(asked.actor)
        if not own:
            raise NotUnderstoodError("You own no KPIs.", near=["company"])
        return _overview(tx, asked, own, "Yours", "")
    if words.lower() in _ALL:
        return _overview(tx, asked, tx.kpis.all(), "", "company")
    known = tx.kpis.all()
    kpi = usecase.kpi_named(words, known)
    if kpi is not None:
        return _card(tx, asked, kpi)
    team = team_named(words, asked.world.teams)
    if team is not None:
        return _overview(tx, asked, usecase.of_team(tx, team.key, world=asked.world), team.name, team.key)
    raise _unknown(words, known, asked.world.teams.values())


def _unknown(words: str, known: Sequence[Kpi], teams: Iterable[Team]) -> NotUnderstoodError:
    refused = usecase.no_kpi(words, known)
    if refused.near:
        return refused
    choices = {word: word for word in (*_SPECIAL, "new", "mine", "company")}
    choices |= {team.name: team.key for team in teams}
    return NotUnderstoodError(str(refused), near=like(words, choices), known=refused.known)


def _overview(tx: Transaction, asked: Asked, kpis: Sequence[Kpi], whose: str, again: str) -> Message:
    return views.overview(
        usecase.standings_of(tx, kpis, now=asked.now, world=asked.world),
        names=asked.world.names,
        whose=whose,
        share=asked.share(again) if again else "",
        locale=asked.locale,
    )


def _card(tx: Transaction, asked: Asked, kpi: Kpi) -> Message:
    return views.card(
        usecase.standing_of(tx, kpi, now=asked.now, world=asked.world),
        names=asked.world.names,
        touched=guardrails.touched_by(tx, kpi.key, world=asked.world),
        editable=not asked.public and kpi_editing.may_edit(kpi, actor=asked.actor, world=asked.world),
        share=asked.share(kpi.key),
        locale=asked.locale,
    )


def _edit(tx: Transaction, asked: Asked) -> Message:
    """Show the card with its Edit button, where no form can be opened."""
    return _card(tx, asked, _named(tx, asked, "edit"))


def _why(tx: Transaction, asked: Asked) -> Message:
    kpi = _named(tx, asked, "why")
    standing = usecase.standing_of(tx, kpi, now=asked.now, world=asked.world)
    behind = kpi_reasons.reasons(tx, standing=standing, now=asked.now, world=asked.world)
    return kpi_why.why(standing, behind, names=asked.world.names, locale=asked.locale)


def _named(tx: Transaction, asked: Asked, command: str) -> Kpi:
    known = tx.kpis.all()
    kpi = usecase.kpi_named(asked.rest.strip(" ?!."), known) if asked.rest else None
    if kpi is None:
        raise usecase.no_kpi(asked.rest, known, command=command)
    return kpi


def _set(tx: Transaction, asked: Asked) -> Message:
    stored = tx.inbound.recall(asked.key)
    if stored is not None:
        return Message(**stored)
    kpi, rest = usecase.kpi_leading(asked.rest, tx.kpis.all(), command="set")
    if not rest:
        raise NotUnderstoodError(f"What is the value of {kpi.name}?", near=[f"set {kpi.key} {_example(tx, kpi)}"])
    value, rest = leading_number(rest, kpi.unit, style_of(asked.locale))
    today = team_day(asked.world.teams.get(kpi.team), asked.now)
    day, note = leading_period(rest, kpi.frequency, today=today)
    note = note.strip().strip('"').strip()
    if len(note) > _LONGEST_NOTE:
        raise NotUnderstoodError(f"The note is {len(note)} characters long; {_LONGEST_NOTE} fit.")
    logged = usecase.log_reading(
        tx, kpi=kpi, value=value, actor=asked.actor, now=asked.now, world=asked.world, day=day, note=note
    )
    message = receipt(tx, logged, asked)
    tx.inbound.remember(asked.key, message.payload(), at=asked.now)
    return message


def receipt(tx: Transaction, logged: usecase.Logged, asked: Asked) -> Message:
    """Announce what a reading did to alerts, and return what its logger reads."""
    for found in logged.evaluated:
        outgoing.announce(tx, found, now=asked.now, world=asked.world)
    return views.set_receipt(
        logged.standing,
        value=logged.value,
        period=period_name(logged.period, logged.kpi.frequency),
        old=logged.old,
        fed=logged.fed,
        locale=asked.locale,
    )


def _example(tx: Transaction, kpi: Kpi) -> str:
    last = tx.readings.of([kpi.key], last=1)[kpi.key]
    return plain(last[-1].value) if last else "31"


def _help(tx: Transaction, asked: Asked) -> Message:
    del tx, asked
    return views.help_text()


_SPECIAL: Mapping[str, Callable[[Transaction, Asked], Message]] = MappingProxyType(
    {
        "set": _set,
        "why": _why,
        "limits": limits.answer,
        "target": targets.answer,
        "edit": _edit,
        "digest": digest.answer,
        "help": _help,
    }
)
