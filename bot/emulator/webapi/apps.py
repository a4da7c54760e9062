"""`apps.connections.open`, and `blocks.validate`, which wants no token."""

from typing import Any

from bot.emulator.blocks.problems import Problem
from bot.emulator.blocks.validate import message_problems, view_problems
from bot.emulator.errors import SlackError, invalid_argument
from bot.emulator.limits import Tier
from bot.emulator.webapi.registry import Call, Method, Token


def _connect(call: Call) -> dict[str, Any]:
    if not call.slack.manifest.socket_mode:
        raise SlackError("forbidden_team")
    ticket = call.slack.dispatcher.sockets.ticket()
    host = call.slack.base_url.replace("http://", "ws://", 1)
    return {"ok": True, "url": f"{host}/link/?ticket={ticket}&app_id={call.slack.workspace.app_id}"}


def _find(name: str, value: Any) -> list[Problem]:
    if name == "view":
        return view_problems(value)
    message = {"blocks": value} if name == "blocks" else value
    if not isinstance(message, dict):
        return [Problem(pointer="", message="must provide an object")]
    return message_problems(message)


def _validate(call: Call) -> dict[str, Any]:
    given = [name for name in ("blocks", "view", "message") if name in call.args]
    if len(given) != 1:
        raise invalid_argument("must provide exactly one of `blocks`, `view`, or `message`")
    name = given[0]
    problems = _find(name, call.args.structure(name))
    if not problems:
        return {"ok": True}
    # The pointers of this method start inside what was given: `/0/text`, not `/blocks/0/text`.
    root = "" if name == "message" else f"/{name}"
    errors = [
        {"pointer": problem.pointer.removeprefix(root), "code": str(problem.code), "message": problem.message}
        for problem in problems
    ]
    raise SlackError(f"invalid_{name}", errors=errors)


METHODS = (
    Method(name="apps.connections.open", run=_connect, tier=Tier.T3, json=True, token=Token.APP),
    Method(name="blocks.validate", run=_validate, tier=Tier.SPECIAL, json=True, token=Token.NONE),
)
