"""Keeps a Tiller alive: connects to Slack, ticks, delivers, and ends in order.

Every worker is a thread. What goes wrong with Slack or with a busy database is retried and logged; anything else that
leaves a worker is a defect, ends the process with code 3, and whoever supervises it starts it again: nothing is lost,
since everything that was promised is in the database.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.app import Tiller
from bot.logs import log_of
from bot.metrics import Metrics
from bot.scheduler import Scheduler
from domain.values.errors import TillerError
from storage.locks import DatabaseBusyError

if TYPE_CHECKING:
    from bot.web import WebServer

TICK_EVERY = timedelta(seconds=20)
REFRESH_EVERY = timedelta(hours=24)
DELIVER_EVERY_SECONDS = 1.0
SHUTDOWN_SECONDS = 12.0
HTTP_PORT = 3000
DEFECT = 3
_CONCURRENCY = 20
_RECONNECT_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
_PASSING = (DatabaseBusyError, OperationalError, InterfaceError)
log = log_of(__name__)


class SlackRefusedError(TillerError):
    """Slack does not take one of our tokens; trying again would not help."""


class Running:
    """A running Tiller.

    Attributes:
        hanging: The workers that had not ended when `run` gave up waiting for them.
    """

    def __init__(self, tiller: Tiller) -> None:
        self.metrics = Metrics(tiller.store, tiller.clock)
        self.hanging: list[str] = []
        self._tiller = tiller
        self._stopping = threading.Event()
        self._defect: BaseException | None = None
        self._scheduler = Scheduler()
        self._delivering = threading.Thread(target=self._deliver_until_stopped, name="delivery", daemon=True)
        self._socket: SocketModeHandler | None = None
        self._web = self._web_server()

    @property
    def port(self) -> int | None:
        """The port that is served, or None."""
        return None if self._web is None else self._web.port

    def run(self) -> int:
        """Run until `stop` is called or a worker ends by a defect; return the exit code.

        Raises:
            SlackRefusedError: Slack does not take our tokens.
        """
        try:
            self._start()
            self._stopping.wait()
        finally:
            self._end()
        return 0 if self._defect is None else DEFECT

    def stop(self) -> None:
        """Ask `run` to come to its end; safe in a signal handler."""
        self._stopping.set()

    def alive(self) -> list[str]:
        """Say which worker has ended that should not have."""
        if self._stopping.is_set():
            return ["Tiller is ending."]
        has_ended = self._delivering.ident is not None and not self._delivering.is_alive()
        return ["The delivery worker has ended."] if has_ended else []

    def ready(self) -> list[str]:
        """Say what stands in the way of answering and delivering."""
        problems = self.alive()
        try:
            with self._tiller.store.reading() as tx:
                paused = tx.outbox.workspace_paused()
        except _PASSING:
            return [*problems, "The database does not answer."]
        if paused is not None:
            problems.append(f"Slack refuses our token: {paused}.")
        if self._tiller.settings.uses_socket_mode and (self._socket is None or not self._socket.client.is_connected()):
            problems.append("There is no connection to Slack.")
        return problems

    def _web_server(self) -> "WebServer | None":
        settings = self._tiller.settings
        if settings.uses_socket_mode and settings.PORT is None:
            return None
        # Late: Socket Mode without a port needs neither FastAPI nor uvicorn, nor their 8 MB.
        from bot.web import WebServer, web_app

        web = web_app(
            bolt=None if settings.uses_socket_mode else self._tiller.bolt,
            alive=self.alive,
            ready=self.ready,
            metrics=self.metrics,
        )
        return WebServer(web, host=settings.HOST, port=HTTP_PORT if settings.PORT is None else settings.PORT)

    def _start(self) -> None:
        if self._web is not None:
            self._web.start()
            log.info("listening", port=self._web.port)
        self._check_token()
        self._delivering.start()
        if self._tiller.settings.uses_socket_mode:
            self._connect()
        if self._stopping.is_set():
            return
        self._scheduler.every(REFRESH_EVERY, self._guarded(self._tiller.refresh_people), name="refresh")
        self._scheduler.every(TICK_EVERY, self._guarded(self._tick), name="tick")
        self._scheduler.start()
        log.info("running", mode="socket" if self._tiller.settings.uses_socket_mode else "http")

    def _check_token(self) -> None:
        """Ask Slack once whether it takes the bot's token; an unreachable Slack is no reason not to start."""
        try:
            answer = self._tiller.client.auth_test()
        except SlackApiError as refused:
            error = str(refused.response.get("error"))
            if error in ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"):
                log.warning("Slack did not check the token", error=error)
                return
            raise SlackRefusedError(f"Slack does not take SLACK_BOT_TOKEN: {error}.") from None
        except (OSError, ValueError) as unreachable:
            log.warning("Slack is not reachable yet", error=str(unreachable))
            return
        log.info("signed in", team=answer.get("team_id"), bot=answer.get("user_id"))

    def _connect(self) -> None:
        """Connect by Socket Mode; an unreachable Slack is tried again until it answers or the process is stopped."""
        token = self._tiller.settings.SLACK_APP_TOKEN
        secret = "" if token is None else token.get_secret_value()
        self._socket = SocketModeHandler(self._tiller.bolt, secret, concurrency=_CONCURRENCY)
        attempt = 0
        while not self._stopping.is_set():
            try:
                self._socket.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
            except SlackApiError as refused:
                error = str(refused.response.get("error"))
                if error in (
                    "invalid_auth",
                    "not_allowed_token_type",
                    "token_revoked",
                    "account_inactive",
                    "not_authed",
                ):
                    raise SlackRefusedError(f"Slack does not take SLACK_APP_TOKEN: {error}.") from None
                log.warning("Slack did not open a connection", error=error)
            except Exception as unreachable:  # noqa: BLE001 - the SDK lets anything out here; it is tried again
                log.warning("no connection to Slack yet", error=str(unreachable))
            else:
                return
            wait = _RECONNECT_SECONDS[min(attempt, len(_RECONNECT_SECONDS) - 1)]
            attempt += 1
            self._stopping.wait(wait)

    def _tick(self) -> None:
        self.metrics.ticks.inc()
        for ran in self._tiller.tick():
            state = "failed" if ran.outcome is None else str(ran.outcome.state)
            self.metrics.occurrences.labels(state).inc()

    def _deliver(self) -> None:
        self.metrics.delivered.inc(self._tiller.deliver())

    def _deliver_until_stopped(self) -> None:
        deliver = self._guarded(self._deliver)
        while not self._stopping.is_set():
            deliver()
            self._tiller.wake.wait(DELIVER_EVERY_SECONDS)
            self._tiller.wake.clear()

    def _guarded(self, call: Callable[[], object]) -> Callable[[], None]:
        """Return a call that a busy or absent database only delays, and that ends the process by any other error."""

        def guarded() -> None:
            if self._stopping.is_set():
                return
            try:
                call()
            except _PASSING as busy:
                log.warning("the database did not answer; it is tried again", error=type(busy).__name__)
            except BaseException as defect:
                log.exception("a worker met a defect")
                self._defect = defect
                self._stopping.set()

        return guarded

    def _end(self) -> None:
        """Take no new work, then let the message that is being sent and the answers under way come to their end.

        What does not end in time is told; the caller ends the process all the same.
        """
        self._stopping.set()
        self._tiller.stop_delivering()
        self._tiller.wake.set()
        ends: dict[str, Callable[[], None]] = {"scheduler": lambda: self._scheduler.stop(wait=True)}
        if self._socket is not None:
            ends["socket"] = self._socket.close
        if self._web is not None:
            ends["web"] = self._web.stop
        if self._delivering.ident is not None:
            ends["delivery"] = self._delivering.join
        workers = {name: threading.Thread(target=end, name=f"end {name}", daemon=True) for name, end in ends.items()}
        for worker in workers.values():
            worker.start()
        deadline = self._tiller.clock.monotonic() + SHUTDOWN_SECONDS
        for name, worker in workers.items():
            worker.join(max(0.0, deadline - self._tiller.clock.monotonic()))
            if worker.is_alive():
                self.hanging.append(name)
        log.info("stopped", hanging=self.hanging)
