"""How the local Slack refuses a call."""

from typing import Any


class SlackError(Exception):
    """A refusal as the Web API words it: a code, and what stands beside it in the answer."""

    def __init__(self, code: str, *, messages: list[str] | None = None, **beside: Any) -> None:
        super().__init__(code)
        self.code = code
        self.beside = beside
        if messages is not None:
            self.beside["response_metadata"] = {"messages": messages}

    def answer(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"ok": False, "error": self.code, **self.beside}


def invalid_argument(message: str) -> SlackError:
    """The general refusal of arguments, with its sentence."""
    return SlackError("invalid_arguments", messages=[f"[ERROR] {message}"])
