"""Where calls come in: token, scope, rate limit, the method itself, faults, the journal."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.emulator.errors import SlackError
from bot.emulator.faults import Fault, Trouble
from bot.emulator.limits import Tier
from bot.emulator.webapi.arguments import Arguments, parsed_body
from bot.emulator.webapi.methods import ALL
from bot.emulator.webapi.registry import Call, Method, Token
from bot.emulator.wire import Receive, Scope, Send, answer, answer_json, hang_up, header, read_body

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_HTML = b"<!DOCTYPE html><html><head><title>Something went wrong</title></head><body>Server Error</body></html>"
_TOO_MANY = 429


@dataclass(slots=True, kw_only=True)
class _Request:
    method: str
    fields: dict[str, Any]
    is_json: bool
    token: str


@dataclass(slots=True, kw_only=True)
class _Answer:
    body: dict[str, Any]
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)


class Front:
    """The ASGI application beneath `/api/`."""

    def __init__(self, slack: "Emulator") -> None:
        self._slack = slack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        slack = self._slack
        name = str(scope["path"]).removeprefix("/api/")
        try:
            request = await self._read(name, scope, receive)
        except SlackError as refusal:
            slack.journal.call(at=slack.clock.now(), method=name, args={}, response=refusal.answer(), fault=None)
            await answer_json(send, 200, refusal.answer())
            return
        fault = slack.faults.take(name, request.fields)
        self._tell_hooks(request, "before")
        if fault is not None and fault.kind is Trouble.LATE:
            await asyncio.sleep(fault.seconds)
        result = self._result(request, fault)
        slack.journal.call(
            at=slack.clock.now(),
            method=name,
            args=request.fields,
            response=result.body,
            fault=fault.kind if fault is not None else None,
        )
        self._tell_hooks(request, "after")
        if fault is None:
            await answer_json(send, result.status, result.body, result.headers)
        else:
            await _spoilt(fault, result, receive, send)

    async def _read(self, name: str, scope: Scope, receive: Receive) -> _Request:
        body = await read_body(receive)
        query = scope["query_string"].decode("latin-1")
        fields, is_json = parsed_body(header(scope, "content-type"), body, query)
        in_body = str(fields.pop("token", ""))
        bearer = header(scope, "authorization")
        token = bearer.removeprefix("Bearer ") if bearer.startswith("Bearer ") else in_body
        return _Request(method=name, fields=fields, is_json=is_json, token=token)

    def _tell_hooks(self, request: _Request, setup: str) -> None:
        for hook in tuple(self._slack.hooks):
            hook(request.method, request.fields, setup)

    def _result(self, request: _Request, fault: Fault | None) -> _Answer:
        if fault is not None and not fault.takes_effect:
            error = fault.error if fault.kind is Trouble.ERROR else str(fault.kind)
            return _Answer(body={"ok": False, "error": error})
        try:
            return self._answer(request)
        except SlackError as refusal:
            if refusal.code != "ratelimited":
                self._slack.report(_sentence(request, refusal))
            return _Answer(body=refusal.answer(), headers=self._scope_headers(ALL.get(request.method)))

    def _answer(self, request: _Request) -> _Answer:
        method = ALL.get(request.method)
        if method is None:
            raise SlackError("unknown_method", req_method=request.method)
        self._check_token(method, request.token)
        retry_after = self._slack.limits.retry_after(*self._buckets(method, request.fields))
        if retry_after is not None:
            body = {"ok": False, "error": "ratelimited"}
            return _Answer(body=body, status=_TOO_MANY, headers=[("retry-after", str(retry_after))])
        # A method that takes no JSON does not see the arguments of a JSON body (SLACK_RULES 2.1).
        fields = request.fields if method.json or not request.is_json else {}
        body = method.run(Call(slack=self._slack, args=Arguments(fields)))
        return _Answer(body=body, headers=self._scope_headers(method))

    def _check_token(self, method: Method, token: str) -> None:
        if method.token is Token.NONE:
            return
        slack = self._slack
        if not token:
            raise SlackError("not_authed")
        if token not in {slack.bot_token, slack.app_token}:
            raise SlackError("invalid_auth")
        if (token == slack.app_token) is not (method.token is Token.APP):
            raise SlackError("not_allowed_token_type")
        scopes = slack.manifest.scopes
        if method.scopes and not scopes & set(method.scopes):
            needed = ",".join(method.scopes)
            raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(scopes)))

    def _buckets(self, method: Method, fields: Mapping[str, Any]) -> list[tuple[str, Tier]]:
        if method.token is Token.APP:
            # A bot that reconnects in a burst must not lock itself out of an emulated workspace whose clock stands.
            return []
        buckets = [(method.name, method.tier)]
        if method.tier is Tier.POSTS_PER_WORKSPACE:
            channel = str(fields.get("channel"))
            direct = channel if channel[:1] not in {"U", "W"} else self._slack.workspace.direct_id(channel)
            buckets.append((direct, Tier.POSTS_PER_CHANNEL))
        return buckets

    def _scope_headers(self, method: Method | None) -> list[tuple[str, str]]:
        if method is None or method.token is not Token.BOT:
            return []
        headers = [("x-oauth-scopes", ",".join(sorted(self._slack.manifest.scopes)))]
        return [*headers, ("x-accepted-oauth-scopes", ",".join(method.scopes))]


def _sentence(request: _Request, refusal: SlackError) -> str:
    details = refusal.beside.get("response_metadata", {}).get("messages", [])
    if refusal.code == "missing_scope":
        details = [f"needed: {refusal.beside['needed']}"]
    return f"{request.method} was refused: {refusal.code}" + (f" ({'; '.join(details)})" if details else "")


async def _spoilt(fault: Fault, result: _Answer, receive: Receive, send: Send) -> None:
    """Send what the fault leaves of an answer."""
    match fault.kind:
        case Trouble.DROP_BEFORE | Trouble.DROP_AFTER:
            await hang_up(receive, send)
        case Trouble.TRUNCATED:
            start = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n"
            await hang_up(receive, send, after=start + b'{"ok":tr')
        case Trouble.ERROR_500:
            await answer(send, 500, _HTML, "text/html")
        case Trouble.HTML:
            await answer(send, 200, _HTML, "text/html")
        case Trouble.RATELIMITED:
            headers = [("retry-after", fault.retry_after)] if fault.retry_after is not None else []
            await answer_json(send, _TOO_MANY, {"ok": False, "error": "ratelimited"}, headers)
        case Trouble.FATAL_ERROR:
            await answer_json(send, 200, {"ok": False, "error": "fatal_error"})
        case Trouble.SLOW:
            await asyncio.sleep(fault.seconds)
            await answer_json(send, result.status, result.body, result.headers)
        case _:
            await answer_json(send, result.status, result.body, result.headers)
