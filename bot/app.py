"""Composes Tiller: one store, one bolt app with every listener, one delivery worker, one set of dependencies."""

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from slack_bolt import App
from slack_sdk import WebClient

from bot.calendars import working_days
from bot.clock import Clock
from bot.delivery.policy import DeliveryPolicy
from bot.delivery.worker import Deliverer
from bot.directory import refresh_people
from bot.logs import log_of
from bot.settings import Settings
from domain.ledger.occurrences import Occurrence
from domain.values.ids import PersonId
from handlers.deps import Deps, Policy
from handlers.jobs import runner
from handlers.jobs.runner import Ran
from handlers.register import register
from storage.store import Store

# bolt reads these by itself: client id and secret would turn it to OAuth and drop our token, the others it would
# warn about.
_READ_BY_BOLT = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_VERIFICATION_TOKEN")
_INSTANCE = "instance"
_SLACK_TIMEOUT_SECONDS = 10
log = log_of(__name__)


class Tiller:
    """All parts of a running Tiller; it has no thread of its own and does nothing until it is asked.

    Attributes:
        bolt: Answers Slack's requests, by Socket Mode or HTTP.
        deps: What listeners and jobs are given.
        wake: Set whenever something was put into the outbox.
        coming: What will fall due in about two weeks, soonest first, as of the last ring.
    """

    def __init__(
        self, settings: Settings, *, clock: Clock, store: Store, delivery: DeliveryPolicy | None = None
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.store = store
        self.wake = threading.Event()
        self.coming: Sequence[Occurrence] = ()
        self.client = slack_client(settings)
        self.bolt = _bolt(self.client, settings)
        self.deps = _deps(settings, clock=clock, store=store, wake=self.wake.set)
        self._deliverer = Deliverer(
            store=store,
            client=self.client,
            clock=clock,
            owner=f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}",
            instance_id=_instance_id(store),
            policy=delivery,
            coordinators=self.deps.policy.coordinators,
        )
        register(self.bolt, self.deps)

    def tick(self, now: datetime | None = None) -> list[Ran]:
        """Do what is due, as of now or of a given instant, each thing once; log what failed and what was skipped."""
        return self.tick_and_look(now)[0]

    def tick_and_look(self, now: datetime | None = None) -> tuple[list[Ran], datetime | None]:
        """Do as `tick`, and return besides when something falls due next, if it does within about two weeks."""
        ran, coming = runner.tick_and_look_ahead(self.deps, now=now or self.clock.now())
        self.coming = coming
        for item in ran:
            if item.failure is not None:
                log.error("failed", what=item.what, exc_info=item.failure)
            elif item.outcome is not None:
                log.info("ran", what=item.what, state=str(item.outcome.state), reason=item.outcome.reason)
        return ran, coming[0].due_at if coming else None

    def deliver(self) -> int:
        """Send all that can be sent now, and return how many messages were found to be sent."""
        return self._deliverer.deliver_due()

    def next_due(self) -> datetime | None:
        """Return when there will be something to deliver, or None while the outbox is empty."""
        return self._deliverer.next_due()

    def refresh_people(self) -> int:
        """Take over names, zones and deactivations from Slack; return how many people changed."""
        return refresh_people(self.store, self.client)

    def stop_delivering(self) -> None:
        """Let a running `deliver` finish the message it is sending, and no further one."""
        self._deliverer.stop()

    def close(self) -> None:
        """Stop delivering and let go of the database."""
        self.stop_delivering()
        self.store.close()


def compose(settings: Settings, *, clock: Clock, store: Store, delivery: DeliveryPolicy | None = None) -> Tiller:
    """Compose a Tiller over a migrated store; Slack is not asked anything yet."""
    return Tiller(settings, clock=clock, store=store, delivery=delivery)


def slack_client(settings: Settings) -> WebClient:
    """Return the client for the whole process.

    Why no retry handlers: the SDK's default one sends a request again when the connection broke, although Slack may
    have done what it said; a message would be posted twice. bolt copies this setting to each request's client.
    """
    token = settings.SLACK_BOT_TOKEN
    return WebClient(
        token=None if token is None else token.get_secret_value(),
        base_url=settings.SLACK_API_URL,
        timeout=_SLACK_TIMEOUT_SECONDS,
        retry_handlers=[],
    )


def _bolt(client: WebClient, settings: Settings) -> App:
    """Return bolt's app.

    Why `process_before_response`: a listener commits before it acknowledges, and Slack tells the person when it could
    not; otherwise a crash between the two would lose what was acknowledged (DESIGN D16).
    """
    secret = settings.SLACK_SIGNING_SECRET
    with _hidden_from_bolt():
        return App(
            name="tiller",
            client=client,
            signing_secret="" if secret is None else secret.get_secret_value(),
            process_before_response=True,
            token_verification_enabled=False,
            raise_error_for_unhandled_request=False,
        )


@contextmanager
def _hidden_from_bolt() -> Iterator[None]:
    hidden = {name: os.environ.pop(name) for name in _READ_BY_BOLT if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _deps(settings: Settings, *, clock: Clock, store: Store, wake: Callable[[], None]) -> Deps:
    return Deps(
        store=store,
        now=clock.now,
        calendars=working_days,
        policy=Policy(
            checkin_hour=settings.CHECKIN_HOUR,
            fiscal_start_month=settings.FISCAL_YEAR_START_MONTH,
            coordinators=frozenset(PersonId(name) for name in settings.COORDINATORS),
        ),
        wake=wake,
    )


def _instance_id(store: Store) -> str:
    """Return the name of this installation, made once: it marks our messages, so that ours are known from others'."""
    with store.transaction() as tx:
        known = tx.meta.get(_INSTANCE)
        if known is None:
            known = uuid.uuid4().hex
            tx.meta.set(_INSTANCE, known)
        return known
