"""What a run showed, and what would have been wrong with it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.emulator.server import LocalSlack
from domain.kpis.alerts import Alert
from domain.ledger.deliveries import DeliveryState
from domain.okrs.checkins import Prompt, PromptState
from storage.store import Store

_KEY = "key"
_REFUSED = "was refused"
_FOLLOW_UPS = ("reminder", "lead", "still")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run showed.

    Attributes:
        messages: How many there are of each kind.
        alerts: All that were opened, in order.
        prompts: All check-in prompts.
        problems: What would have been wrong in a real workspace, as sentences.
        kills: How often the bot was killed on the way.
    """

    messages: dict[str, int]
    alerts: tuple[Alert, ...]
    prompts: tuple[Prompt, ...]
    problems: tuple[str, ...]
    kills: int = 0

    def show(self, console: Console) -> None:
        """Print it."""
        table = Table("messages", "", box=None, pad_edge=False)
        for kind, count in sorted(self.messages.items()):
            table.add_row(kind, str(count))
        console.print(table)
        states = Counter(prompt.state for prompt in self.prompts)
        answered = states[PromptState.ANSWERED]
        rate = f"{answered / len(self.prompts):.0%}" if self.prompts else "none"
        console.print(f"Check-ins: {len(self.prompts)} asked, {rate} answered, {states[PromptState.PARTIAL]} in part.")
        for alert in self.alerts:
            closed = f"closed {alert.closed_at:%d %b %Y}" if alert.closed_at is not None else "still open"
            console.print(escape(f"Alert {alert.kpi} ({alert.kind}): opened {alert.opened_at:%d %b %Y}, {closed}."))
        if self.kills:
            console.print(f"The bot was killed and started again {self.kills} times.")
        for problem in self.problems:
            console.print(f"[red]{escape(problem)}[/red]")
        if not self.problems:
            console.print("Nothing was refused, left without an answer, lost or said twice.")


def report_on(slack: LocalSlack, store: Store, *, troubles: Sequence[str], kills: int) -> Report:
    """Look back at a run.

    Args:
        slack: The workspace in which it was played.
        store: The bot's memory.
        troubles: What went wrong on the way.
        kills: How often the bot was killed; if it was, only what it said itself can be its fault, not its silence.
    """
    said = [message for message in slack.messages() if message.get("user") == slack.bot_user_id]
    with store.reading() as tx:
        cycles = tx.cycles.all()
        prompts = tuple(prompt for cycle in cycles for prompt in tx.prompts.of_cycle(cycle.id))
        alerts = tuple(alert for kpi in tx.kpis.all() for alert in tx.alerts.of_kpi(kpi.key))
        dead = [f"{delivery.key} was never sent: {delivery.last_error}" for delivery in tx.outbox.list_dead()]
        waiting = tx.outbox.counts()[DeliveryState.PENDING]
    noticed = [problem for problem in slack.problems() if not kills or _REFUSED in problem]
    problems = [*noticed, *troubles, *dead, *_find_said_twice(said)]
    if waiting:
        problems.append(f"{waiting} messages were still waiting at the end.")
    return Report(
        messages=dict(Counter(_kind(message) for message in said)),
        alerts=tuple(sorted(alerts, key=lambda alert: alert.opened_at)),
        prompts=prompts,
        problems=tuple(problems),
        kills=kills,
    )


def _kind(message: dict[str, Any]) -> str:
    """Return what a message is about: the first word of its delivery's key."""
    payload = message.get("metadata", {}).get("event_payload", {})
    first, *rest = str(payload.get(_KEY, "file")).split(":")
    kind = f"{first} {rest[-1]}" if rest and rest[-1] in _FOLLOW_UPS else first
    return f"{kind}, in its thread" if message.get("thread_ts") not in (None, message["ts"]) else kind


def _find_said_twice(said: Sequence[dict[str, Any]]) -> list[str]:
    counts = Counter((message["channel"], message.get("thread_ts"), message["text"]) for message in said)
    return [
        f"Said {count} times in {channel}: {text.splitlines()[0][:120] if text else '(no text)'}"
        for (channel, _, text), count in counts.items()
        if count > 1
    ]
