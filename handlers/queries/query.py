"""A question as it was asked, and what answers have in common."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.values.errors import TillerError
from handlers.context import ActorContext
from handlers.usecases.company.query_parser import NotUnderstoodError
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(ActorContext):
    """A question.

    Attributes:
        command: `/okr` or `/kpi`.
        text: What was typed after it, through `asking.typed`.
        actor: Who asks.
        now: The instant.
        world: The company.
        key: What names this question once and for all, so that one that comes twice changes nothing twice.
        public: Everybody in a channel will read the answer: nothing to click in it is for the asker alone.
    """

    command: str
    text: str
    key: str
    public: bool = False

    @property
    def first_word(self) -> str:
        """The first word in lower case, or nothing."""
        return self.text.partition(" ")[0].lower()

    @property
    def rest(self) -> str:
        """What stands after the first word."""
        return self.text.partition(" ")[2].strip()

    def share(self, text: str) -> str:
        """Return the question to ask again for a channel; nothing where everybody reads the answer already."""
        return "" if self.public else f"{self.command.removeprefix('/')} {text}".strip()

    def asking(self, text: str) -> "Query":
        """Return the same question in other words."""
        return replace(self, text=text)


def ask(ctx: ActorContext, *, command: str, text: str, key: str = "", public: bool = False) -> Query:
    """Make a question of what was typed."""
    return Query(
        tx=ctx.tx, now=ctx.now, org=ctx.org, actor=ctx.actor, command=command, text=text, key=key, public=public
    )


Answer = Callable[[Query], Message]


def answer_or_explain(query: Query, answer: Answer) -> Message:
    """Answer a question, or say what was not understood in it, what may have been meant, and what there is.

    Nothing is stored where this says no: refusals come before the first write.
    """
    try:
        return answer(query)
    except NotUnderstoodError as refused:
        near = [f"{query.command} {name}" for name in refused.near]
        return problem.sentence(str(refused), did_you_mean=near, known=refused.known)
    except TillerError as refused:
        return problem.sentence(str(refused))
