"""One call to Slack's Web API, and its answer as a value (DESIGN D5)."""

import socket
import ssl
import urllib.error
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse


class Transport(StrEnum):
    """How a request came off, whatever Slack thinks of it."""

    ANSWERED = "answered"
    NEVER_LEFT = "never_left"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from one call.

    Attributes:
        status: The HTTP status, 0 when there was no answer.
        body: The JSON object of the answer; empty when it was none.
        retry_after: The header as it came, or None.
        trouble: What went wrong on the way, for the log.
    """

    transport: Transport
    status: int = 0
    body: dict[str, Any] = field(default_factory=dict)
    retry_after: str | None = None
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Whether Slack did what was asked."""
        return self.transport is Transport.ANSWERED and self.body.get("ok") is True

    @property
    def error(self) -> str:
        """Slack's error code, or what went wrong on the way."""
        code = self.body.get("error")
        return code if isinstance(code, str) and code else self.trouble or f"http_{self.status}"


class SlackCalls:
    """The worker's own client of Slack: it never retries by itself, and it hears what time it is there.

    It is made from the client that it is given, without that one's retry handlers: a connection that drops after
    Slack has taken a message must not make the library post the message again.
    """

    def __init__(self, client: WebClient, *, timeout: timedelta) -> None:
        self._client = WebClient(
            token=client.token,
            base_url=client.base_url,
            ssl=client.ssl,
            proxy=client.proxy,
            headers=dict(client.headers),
            retry_handlers=[],
        )
        # the library writes int, and hands it to urllib, which takes fractions
        self._client.timeout = timeout.total_seconds()  # type: ignore[assignment]
        self._timeout = timeout
        self._slack_time: datetime | None = None

    @property
    def slack_time(self) -> datetime | None:
        """Slack's time of day as its latest answer told it; None before the first."""
        return self._slack_time

    def send_json(self, method: str, arguments: dict[str, Any]) -> Answer:
        """Call a method that takes a JSON body; what is None is left out."""
        return self._call(method, json=_drop_none(arguments))

    def send_form(self, method: str, arguments: dict[str, Any]) -> Answer:
        """Call a method that takes a form; what is None is left out."""
        return self._call(method, params=_drop_none(arguments))

    def send_bytes(self, url: str, content: bytes) -> str:
        """Send a file's bytes to the address that Slack gave for them, and return what went wrong, or nothing."""
        import httpx  # late: it takes long to import, and few deliveries are files

        try:
            answer = httpx.post(url, content=content, timeout=self._timeout.total_seconds())
        except (httpx.HTTPError, httpx.InvalidURL) as trouble:
            return _describe(trouble)
        return "" if answer.is_success else f"http_{answer.status_code}"

    def _call(self, method: str, **body: dict[str, Any]) -> Answer:
        try:
            response = self._client.api_call(method, **body)  # type: ignore[arg-type]
        except SlackApiError as refused:
            response = refused.response
        except Exception as trouble:  # noqa: BLE001  (whatever it was, the request may have reached Slack)
            return Answer(transport=_transport(trouble), trouble=_describe(trouble))
        return self._answer(response)

    def _answer(self, response: SlackResponse) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._hear_time(headers.get("date"))
        body = response.data if isinstance(response.data, dict) else {}
        return Answer(
            transport=Transport.ANSWERED,
            status=response.status_code,
            body=body,
            retry_after=headers.get("retry-after"),
            trouble="" if body else "not_json",
        )

    def _hear_time(self, header: str | None) -> None:
        if header is None:
            return
        try:
            told = parsedate_to_datetime(header)
        except ValueError:  # a date that is none tells no time
            return
        self._slack_time = told if told.tzinfo is not None else told.replace(tzinfo=UTC)


def _transport(trouble: Exception) -> Transport:
    """Tell whether the request can have reached Slack.

    Only failures that come before the first byte of the request count as never left; a timeout or a reset may have
    come after it.
    """
    reason = trouble.reason if isinstance(trouble, urllib.error.URLError) else None
    before_the_request = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    return Transport.NEVER_LEFT if isinstance(reason, before_the_request) else Transport.UNKNOWN


def _describe(trouble: Exception) -> str:
    reason = trouble.reason if isinstance(trouble, urllib.error.URLError) else trouble
    return f"{type(reason).__name__}: {reason}"[:200]


def _drop_none(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}
