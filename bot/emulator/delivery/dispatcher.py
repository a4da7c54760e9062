"""Hands payloads to the bot, holds the deadline, and sends events again (SLACK_RULES 3.1)."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.emulator.delivery.attempts import Ack, Attempt, Envelope, Failure
from bot.emulator.delivery.signed_http import SignedHttp
from bot.emulator.delivery.sockets import Sockets

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

DEADLINE = timedelta(seconds=3)
RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
_LATE_SECONDS = 10.0
_REASONS = {Failure.TIMEOUT: "http_timeout", Failure.UNREACHABLE: "connection_failed", Failure.REFUSED: "http_error"}


class Dispatcher:
    """The only way from the local Slack to the bot."""

    def __init__(self, slack: "Emulator") -> None:
        self._slack = slack
        self.sockets = Sockets(slack, self)
        self.http = SignedHttp(secret=slack.signing_secret)
        self._tasks: set[asyncio.Task[None]] = set()
        self.in_flight = 0
        self._collected: list[asyncio.Future[Ack]] = []

    @property
    def via(self) -> str:
        """`socket` or `http`."""
        return "socket" if self.http.url is None else "http"

    async def interaction(self, envelope: Envelope, kind: str, body: dict[str, Any], *, wants_answer: bool) -> Ack:
        """Deliver a command, a click or a form, once."""
        ack = await self._try(self._attempt(envelope, kind, body, wants_answer=wants_answer))
        if not ack.ok:
            self._slack.report(f"{_describe(kind, body)} was not acknowledged: {ack.failure}")
        return ack

    def event(self, name: str, event: Mapping[str, Any]) -> None:
        """Deliver an event if the app subscribes to it, again and again if need be."""
        if not self._slack.manifest.hears(name):
            return
        body = self._event_body(dict(event))
        first: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._collected.append(first)
        self.start(self._send_until_acknowledged(name, body, first))
        if self._slack.faults.take(name, {}, duplicate=True) is not None:
            second: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
            self.start(self._send_until_acknowledged(name, body, second, again=True))

    @contextmanager
    def collecting(self) -> Iterator[list[asyncio.Future[Ack]]]:
        """Collect, in the list, what comes of the first attempt of each event that is sent within."""
        collected: list[asyncio.Future[Ack]] = []
        self._collected = collected
        yield collected
        self._collected = []

    def acknowledged(self, attempt: Attempt, ack: Ack) -> None:
        """Note an acknowledgement, late or not."""
        after_ms = self._count_elapsed(attempt) / timedelta(milliseconds=1)
        attempt.entry |= {"acked_after_ms": round(after_ms, 1), "ack": ack.payload}
        self._slack.journal.settle(attempt.entry)
        if attempt.answer.done():
            late = f"{_describe(attempt.kind, attempt.body)} was acknowledged too late, after {after_ms / 1000:.1f} s"
            self._slack.report(late)
            return
        attempt.settle(Ack(payload=ack.payload, after_ms=after_ms))

    async def close(self) -> None:
        """Stop delivering."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.http.close()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background until it ends or the dispatcher is closed."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _count(self, change: int) -> None:
        self.in_flight += change
        self._slack.changed.notify()

    def _attempt(self, envelope: Envelope, kind: str, body: dict[str, Any], *, wants_answer: bool) -> Attempt:
        answer: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        return Attempt(envelope=envelope, kind=kind, body=body, wants_answer=wants_answer, answer=answer)

    def _event_body(self, event: dict[str, Any]) -> dict[str, Any]:
        workspace = self._slack.workspace
        authorization = {"enterprise_id": None, "team_id": workspace.team_id, "user_id": workspace.bot_user_id}
        id_ = self._slack.ids.next("Ev")
        return {
            "token": "",
            "team_id": workspace.team_id,
            "api_app_id": workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": id_,
            "event_time": int(workspace.clock.timestamp()),
            "authorizations": [authorization | {"is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
            "event_context": f"4-{id_}",
        }

    async def _send_until_acknowledged(
        self, name: str, body: dict[str, Any], first: asyncio.Future[Ack], *, again: bool = False
    ) -> None:
        """Send an event until it is acknowledged or given up; `first` gets the outcome of the first attempt."""
        retry, reason = (1, "timeout") if again else (0, None)
        while True:
            if self.via == "socket" and not self.sockets.connections:
                # An event is kept while nobody is connected: a bot that was killed must find it when it is back.
                _settle(first, Ack(failure=Failure.UNREACHABLE))
                await self.sockets.connected.wait_until(lambda: bool(self.sockets.connections), timeout_s=86_400)
            attempt = self._attempt(Envelope.EVENT, name, body, wants_answer=False)
            attempt.retry, attempt.reason = retry, reason
            self._count(1)
            ack = await self._try(attempt)
            self._count(-1)
            _settle(first, ack)
            if ack.ok:
                return
            gone = self.via == "socket" and ack.failure in {Failure.LOST, Failure.UNREACHABLE}
            if ack.no_retry or (retry == len(RETRIES) and not gone):
                self._slack.report(f"Event {name} was given up after {retry} retries: {ack.failure}")
                return
            if not gone:
                self._slack.report(f"Event {name} was not acknowledged: {ack.failure}")
                await self._pause(RETRIES[retry])
            retry = min(retry + 1, len(RETRIES))
            reason = (
                "timeout" if self.via == "socket" else _REASONS.get(ack.failure or Failure.TIMEOUT, "unknown_error")
            )

    async def _try(self, attempt: Attempt) -> Ack:
        slack = self._slack
        loop = asyncio.get_running_loop()
        attempt.id = slack.ids.next("envelope-")
        attempt.sent, attempt.sent_at = loop.time(), slack.clock.now()
        attempt.entry = slack.journal.delivery(at=attempt.sent_at, kind=attempt.kind, body=attempt.body, via=self.via)
        if self.via == "http":
            self.start(self._post_to_bot(attempt))
        elif not await self.sockets.send(attempt, deadline_s=DEADLINE.total_seconds()):
            slack.journal.settle(attempt.entry)
            return Ack(failure=Failure.UNREACHABLE)
        await self._wait_for_answer(attempt)
        if not attempt.answer.done():
            attempt.settle(Ack(failure=Failure.TIMEOUT))
        ack = attempt.answer.result()
        if not ack.ok:
            loop.call_later(_LATE_SECONDS, self._give_up, attempt)
        return ack

    async def _post_to_bot(self, attempt: Attempt) -> None:
        ack = await self.http.post(attempt)
        if ack.ok:
            self.acknowledged(attempt, ack)
        else:
            attempt.settle(ack)

    async def _wait_for_answer(self, attempt: Attempt) -> None:
        loop = asyncio.get_running_loop()
        while not attempt.answer.done():
            left = attempt.sent + DEADLINE.total_seconds() - loop.time()
            if left <= 0 or self._count_elapsed(attempt) > DEADLINE:
                return
            moved = self._slack.moved.next()
            either: set[asyncio.Future[Any]] = {attempt.answer, moved}
            await asyncio.wait(either, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            moved.cancel()

    def _count_elapsed(self, attempt: Attempt) -> timedelta:
        """Time since sending, real or emulated, whichever is longer."""
        real = timedelta(seconds=asyncio.get_running_loop().time() - attempt.sent)
        emulated = self._slack.clock.now() - attempt.sent_at if attempt.sent_at is not None else real
        return max(real, emulated)

    def _give_up(self, attempt: Attempt) -> None:
        self.sockets.forget(attempt)
        self._slack.journal.settle(attempt.entry)

    async def _pause(self, duration: timedelta) -> None:
        """Wait on the emulated clock."""
        clock = self._slack.clock
        until = clock.now() + duration
        while clock.now() < until:
            moved = self._slack.moved.next()
            left = None if clock.frozen else (until - clock.now()).total_seconds()
            await asyncio.wait({moved}, timeout=left)
            moved.cancel()


def _settle(answer: asyncio.Future[Ack], ack: Ack) -> None:
    if not answer.done():
        answer.set_result(ack)


def _describe(kind: str, body: Mapping[str, Any]) -> str:
    """A payload as a sentence about it begins."""
    what = body.get("command") or body.get("callback_id") or (body.get("view") or {}).get("callback_id")
    actions = body.get("actions") or [{}]
    what = what or actions[0].get("action_id") or (body.get("event") or {}).get("type")
    return f"{kind} ({what})" if what else kind
