"""Episodes: how judged periods become an alert that opens, worsens, eases and closes (RULES 5.2).

A small machine that steps once per judged period and knows nothing of time, people or messages. A period without a
reading is no step: it neither fires nor clears. `alerts.decide` runs it on what is open now, `limits.back_test` on
the past, so that what is promised before limits are saved is what happens after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.kpis.model import KpiState

SEVERITY = {KpiState.OK: 0, KpiState.WARNING: 1, KpiState.CRITICAL: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One period's reading, judged by the limits.

    Attributes:
        state: OK, WARNING or CRITICAL.
        excess: How far the value lies past its nearest limit, in the limits' own measure (a ratio where they are
            seasonal); 0 within the limits. It says which period of an episode was the worst.
        clears: Whether it counts as good for closing an episode: within the limits and, where there are clear-limits,
            past these too. What is OK and does not clear is neither good nor bad: what is open stays as it is.
    """

    period: date
    value: Decimal
    state: KpiState
    excess: Decimal
    clears: bool


@dataclass(slots=True, kw_only=True)
class Machine:
    """The episode as it stands after the periods seen so far; `step` takes the next one.

    Attributes:
        hold: How many successive periods a worse state must last to count.
        clear: How many successive periods a better state must last to count; only those that clear close an episode.
        shown: What an alert would show: OK while there is none.
        opened: How often it opened.
        since: The first period of the present run out of limits, or of the episode while one is open.
        held: How many successive periods up to the newest were out of limits.
        out: How many periods of the run or episode were out of limits.
        worst: The worst of these.
    """

    hold: int
    clear: int
    shown: KpiState = KpiState.OK
    opened: int = 0
    since: date | None = None
    held: int = 0
    out: int = 0
    worst: Judged | None = None
    _critical: int = 0
    _below_critical: int = 0
    _clearing: int = 0

    def step(self, judged: Judged) -> None:
        """Take the next judged period."""
        if self.shown is KpiState.OK and self.held == 0:
            self.since, self.out, self.worst = None, 0, None
        self._clearing = self._clearing + 1 if judged.clears else 0
        if judged.state is KpiState.OK:
            self.held = 0
        else:
            self.held, self.out = self.held + 1, self.out + 1
            self.since = self.since or judged.period
            if self.worst is None or judged.excess > self.worst.excess:
                self.worst = judged
        critical = judged.state is KpiState.CRITICAL
        self._critical = self._critical + 1 if critical else 0
        self._below_critical = 0 if critical else self._below_critical + 1
        self._turn()

    def _turn(self) -> None:
        if self.shown is KpiState.OK:
            if self.held >= self.hold:
                self.opened += 1
                self.shown = KpiState.CRITICAL if self._critical >= self.hold else KpiState.WARNING
        elif self._clearing >= self.clear:
            self.shown = KpiState.OK
        elif self._critical >= self.hold:
            self.shown = KpiState.CRITICAL
        elif self._below_critical >= self.clear and self.held > 0:
            self.shown = KpiState.WARNING


def replay(judged: Iterable[Judged], *, hold: int, clear: int) -> Machine:
    """Return the machine after all of these periods, oldest first."""
    machine = Machine(hold=hold, clear=clear)
    for item in judged:
        machine.step(item)
    return machine
