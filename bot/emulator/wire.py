"""The few things that plain ASGI needs: reading a body, sending an answer, cutting a connection."""

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = Iterable[tuple[str, str]]


def whole_characters(text: str) -> str:
    """Text in which each half of a surrogate pair that stands alone is replaced; UTF-8 has no way to say it."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


async def read_body(receive: Receive) -> bytes:
    """The whole body of a request."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def header(scope: Scope, name: str) -> str:
    """A request header, or an empty text."""
    wanted = name.lower().encode()
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == wanted), "")


async def answer(send: Send, status: int, body: bytes, content_type: str, headers: Headers = ()) -> None:
    """Send a whole response."""
    lines = [("content-type", content_type), ("content-length", str(len(body))), *headers]
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in lines]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


async def answer_json(send: Send, status: int, document: Any, headers: Headers = ()) -> None:
    """Send a JSON response."""
    body = json.dumps(document, ensure_ascii=False, default=str).encode()
    await answer(send, status, body, "application/json; charset=utf-8", headers)


async def hang_up(receive: Receive, send: Send, *, after: bytes = b"") -> None:
    """Cut the connection without a complete answer, as a broken network does.

    Args:
        receive: The request's; it tells when the connection is gone.
        send: The request's; uvicorn's own, bound to the object that holds the transport, since ASGI has no word for
            this.
        after: Raw bytes to send first.
    """
    transport = send.__self__.transport  # type: ignore[attr-defined]  # see the docstring
    if after:
        transport.write(after)
        transport.close()
    else:
        transport.abort()
    while (await receive())["type"] != "http.disconnect":
        continue
