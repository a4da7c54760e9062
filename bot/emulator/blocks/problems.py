"""What is wrong with a payload, in Slack's words and with its json-pointer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The kinds of problem; the first three are those of `blocks.validate`, the others decide the Web API's error."""

    CONSTRAINT = "failed_constraint"
    MISSING = "missing_field"
    ADDITIONAL = "additional_property"
    FORMAT = "invalid_blocks_format"
    TOO_LONG = "msg_blocks_too_long"
    TABLES = "invalid_attachments"
    ATTACHMENTS = "too_many_attachments"
    VIEW_SIZE = "view_too_large"


_OWN_ERROR = frozenset({Code.FORMAT, Code.TOO_LONG, Code.TABLES, Code.ATTACHMENTS, Code.VIEW_SIZE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One refusal: where (`/blocks/0/text/text`, `/view/title`), what, and of which kind."""

    pointer: str
    message: str
    code: str = Code.CONSTRAINT

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


def api_error(problems: Sequence[Problem], *, otherwise: str) -> str:
    """Name the error of a Web API answer for a refused payload.

    Args:
        problems: At least one, as the validators return them.
        otherwise: The method's general code: `invalid_blocks` for messages, `invalid_arguments` for views.
    """
    general = [problem for problem in problems if problem.code not in _OWN_ERROR]
    return otherwise if general else problems[0].code


def response_messages(problems: Sequence[Problem]) -> list[str]:
    """The lines of `response_metadata.messages`, in the order in which they were found."""
    return [f"[ERROR] {problem}" for problem in problems]
