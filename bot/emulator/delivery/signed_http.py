"""Delivery by signed HTTP requests to the bot's own server (SLACK_RULES 3.6)."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.emulator.clock import wall_seconds
from bot.emulator.delivery.attempts import Ack, Attempt, Envelope, Failure

_PATIENCE_SECONDS = 10.0
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of `X-Slack-Signature`."""
    signed = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={signed.hexdigest()}"


def _encode(attempt: Attempt) -> tuple[str, bytes]:
    if attempt.envelope is Envelope.EVENT:
        return _JSON, json.dumps(attempt.body).encode()
    if attempt.envelope is Envelope.COMMAND:
        return _FORM, urlencode(attempt.body).encode()
    return _FORM, urlencode({"payload": json.dumps(attempt.body)}).encode()


def _payload(response: httpx.Response) -> Any:
    if not response.content:
        return None
    if response.headers.get("content-type", "").startswith(_JSON):
        try:
            return response.json()
        except ValueError:
            return response.text
    return {"text": response.text}


class SignedHttp:
    """Posts attempts to one address."""

    def __init__(self, *, secret: str) -> None:
        self._secret = secret
        self._client: httpx.AsyncClient | None = None
        self.url: str | None = None

    async def post(self, attempt: Attempt) -> Ack:
        """Send one attempt and read the answer, however late up to ten seconds."""
        content_type, body = _encode(attempt)
        headers = {"content-type": content_type, "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if attempt.retry:
            headers |= {
                "x-slack-retry-num": str(attempt.retry),
                "x-slack-retry-reason": attempt.reason or "unknown_error",
            }
        try:
            response = await self._post(body, headers)
        except httpx.TimeoutException:
            return Ack(failure=Failure.TIMEOUT)
        except httpx.HTTPError:
            return Ack(failure=Failure.UNREACHABLE)
        if not response.is_success:
            return Ack(failure=Failure.REFUSED, no_retry=response.headers.get("x-slack-no-retry") == "1")
        return Ack(payload=_payload(response))

    async def verify(self) -> bool:
        """Whether the address answers Slack's `url_verification` with the challenge."""
        document = {"type": "url_verification", "token": "", "challenge": "challenge-accepted"}
        try:
            response = await self._post(json.dumps(document).encode(), {"content-type": _JSON})
        except httpx.HTTPError:
            return False
        return response.is_success and "challenge-accepted" in response.text

    async def close(self) -> None:
        """Close the connections that are kept."""
        if self._client is not None:
            await self._client.aclose()

    async def _post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        if self._client is None:
            # trust_env: an operator's proxy settings are not for loopback.
            self._client = httpx.AsyncClient(timeout=_PATIENCE_SECONDS, trust_env=False)
        timestamp = str(wall_seconds())
        signed = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature(self._secret, timestamp, body)}
        return await self._client.post(self.url or "", content=body, headers=headers | signed)
