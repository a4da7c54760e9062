"""Finds the question in a sentence: "how is churn?", "what is at risk in growth", "KR-12", or "help" (RULES 9.4)."""

import re

from domain.values.errors import TillerError
from domain.values.ids import is_short_id
from handlers import ids
from handlers.context import ActorContext
from handlers.grammar import KPI, OKR
from handlers.queries import kpis as kpi_queries
from handlers.queries import okrs
from handlers.queries.query import answer_or_explain, ask
from handlers.usecases.company.query_parser import read_question, shorten
from handlers.usecases.kpis import readings
from handlers.views.blocks import question_help
from handlers.views.blocks.block_kit import Message

_COMMAND = re.compile(r"^/?(?P<name>okr|kpi)s?\b[\s:,]*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_FILLER = re.compile(
    r"^(?:(?:hey|hi|hello|please|tiller|and|so|can you|could you|show|tell|give|me|us|about|how|what|which|who|is|are|"
    r"was|does|do|did|doing|going|the|our|of|with|on|in|for|status|state|s|value|look|looking|owns?|whats|hows)\b[\s,']*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:\s+(?:doing|going|looking|now|today|please|like|do|stand|standing|kpi|okrs?))+$", re.IGNORECASE
)
_JOINING = re.compile(r"\b(?:in|for|of|by|the|s|with)\b", re.IGNORECASE)
_GREETING = re.compile(r"^(?:hi|hello|hey|thanks|thank you|good morning)?[\s!.,]*$", re.IGNORECASE)
_MINE = re.compile(r"^(?:my|mine|i)\b", re.IGNORECASE)


def answer(ctx: ActorContext, text: str, *, key: str, public: bool) -> Message:
    """Answer a sentence as the command would that it means, or with help and what was not understood.

    Args:
        ctx: The moment, the company, and who wrote it.
        text: The sentence, through `query_parser.typed`.
        key: Names the message.
        public: Everybody in a channel will read the answer.
    """
    found = _command_in(ctx, text)
    if found is None:
        left = "" if _GREETING.match(text) else shorten(text)
        return question_help.explain_questions(left)
    command, meant = found
    query = ask(ctx, command=command, text=meant, key=key, public=public)
    if command == ids.KPI:
        return (
            question_help.explain_forms(ids.KPI)
            if kpi_queries.opens_form(meant)
            else answer_or_explain(query, kpi_queries.answer)
        )
    # A form opens from a click or a command only; what is mine has the button for it.
    return answer_or_explain(query.asking("") if okrs.opens_form(meant) else query, okrs.answer)


def _command_in(ctx: ActorContext, text: str) -> tuple[str, str] | None:
    """Return the command that a sentence means and what stands after it, or None where it means none."""
    whole = text.strip()
    spelled = _COMMAND.match(whole)
    if spelled is not None:
        return f"/{spelled['name'].lower()}", spelled["rest"].strip()
    rest = whole.strip(" ?!.")
    first = rest.partition(" ")[0].lower()
    if first == "help":
        return None
    if KPI.is_spoken(rest):
        return ids.KPI, rest
    if first == "why" and not is_short_id(rest.partition(" ")[2]):
        return ids.KPI, f"why {_core(rest.partition(' ')[2])}"
    if OKR.is_spoken(rest):
        return ids.OKR, rest
    return _subject(ctx, _core(rest))


def _core(text: str) -> str:
    """Return a question without the words around its subject."""
    return _TRAILING.sub("", _FILLER.sub("", text.replace("'s ", " ")).strip(" ?!.,"))


def _subject(ctx: ActorContext, core: str) -> tuple[str, str] | None:
    if not core:
        return None
    if _MINE.match(core):
        return (ids.KPI, "mine") if "kpi" in core.lower() else (ids.OKR, "")
    if readings.find_kpi(core, ctx.tx.kpis.all()) is not None:
        return ids.KPI, core
    for question in (core, " ".join(_JOINING.sub(" ", core).split())):
        try:
            read_question(question, actor=ctx.actor, org=ctx.org, cycles=ctx.tx.cycles.all())
        except TillerError:
            continue
        return ids.OKR, question
    return None
