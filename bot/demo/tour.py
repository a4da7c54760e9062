"""The guided tour: seven steps from the first digest to the quarter's summary, told to somebody who is new to all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.demo import cast, company, series
from bot.demo.opening import newest_with
from bot.demo.theatre import Theatre
from bot.emulator.page.tour import Step, Tour, TourError
from bot.emulator.people.actor import Actor, Interaction
from bot.emulator.server import LocalSlack
from domain.cadence import resolve
from handlers import ids

_PATIENCE_SECONDS = 20
_MAIN, _LEAD = "C01COMPANY", "U08PRIYAR"
_DAY = timedelta(days=1)
_MIAS = 5
"""The key result whose check-in the visitor writes."""
_EVENING = time(17, 5)
_A_KEY_RESULT = "KR-"
"""Stands in an alert only once a key result was made of it."""
_ROUNDS = (series.MONDAY, date(2026, 11, 30), date(2026, 12, 14))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What the steps do; each sees to it first that the one before was done, by the visitor or else for them."""

    theatre: Theatre

    @property
    def _slack(self) -> LocalSlack:
        return self.theatre.stage.slack

    @property
    def _mia(self) -> Actor:
        return self._slack.actor(company.MIA)

    def digest(self) -> None:
        """Monday, nine o'clock."""
        self.theatre.take_over()
        self._wait(lambda: self._found(company.CARE, ids.DIGEST_WHY))

    def alert(self) -> None:
        """Mia types last week's churn, which is beyond its limit."""
        self._not_after(_at(series.MONDAY, time(9, 45)))
        self.theatre.walk(_at(series.MONDAY, time(9, 12)))
        if self._found(company.GROWTH, ids.ALERT_KEY_RESULT) is None:
            done(self._mia.command(ids.KPI, "set churn 4.8%", channel=company.GROWTH))
        self._wait(lambda: self._found(company.GROWTH, ids.ALERT_KEY_RESULT))

    def hand_over(self) -> None:
        """A quarter past nine; what is to be done is the visitor's."""
        self.theatre.walk(_at(series.MONDAY, time(9, 15)))

    def prompt(self) -> None:
        """The alert is taken up; ten o'clock: whoever owns a key result is asked."""
        self._not_after(_at(series.MONDAY, time(12)))
        self._take_up()
        self.theatre.walk(_at(series.MONDAY, time(10)))
        self._wait(lambda: self._found(self._mia.dm, ids.CHECK_IN))

    def week(self) -> None:
        """Mia has answered, the others answer, and a week goes by."""
        self._not_after(_at(series.MONDAY + _DAY, time(9)))
        self._answered()
        self.theatre.walk(_at(series.MONDAY, _EVENING))
        cast.answer(self._slack, ids.CHECK_IN, cast.ROUNDS[0], but=company.MIA)
        self.theatre.walk(_at(series.MONDAY + timedelta(weeks=1), time(9, 1)))

    def quarter_ends(self) -> None:
        """Two more rounds, then the question for scores."""
        self._not_after(_at(_ROUNDS[1], time(9)))
        for monday, answers in zip(_ROUNDS[1:], cast.ROUNDS[1:], strict=True):
            self.theatre.walk(_at(monday, _EVENING))
            cast.answer(self._slack, ids.CHECK_IN, answers)
        day = date(2026, 12, 21)
        while self._found(self._mia.dm, ids.SCORE) is None and day < company.LAST_DAY:
            day += _DAY
            self.theatre.walk(_at(day, time(10, 1)))

    def summary(self) -> None:
        """Everybody has scored, and the quarter is summed up."""
        self._not_after(_at(date(2027, 1, 1), time(9)))
        self.theatre.walk(self.theatre.stage.clock.now() + timedelta(hours=7))
        cast.answer(self._slack, ids.SCORE, cast.SCORES)
        self.theatre.walk(_at(date(2027, 1, 7), time(16, 1)))

    def _take_up(self) -> None:
        """Where the visitor did not: acknowledge the alert, and make it a key result."""
        alert = self._found(company.GROWTH, ids.ALERT_ACKNOWLEDGE)
        if alert is not None:
            done(self._mia.click(alert, action_id=ids.ALERT_ACKNOWLEDGE))
        alert = self._found(company.GROWTH, ids.ALERT_KEY_RESULT)
        if alert is None or _A_KEY_RESULT in str(alert["blocks"]):
            return
        if self._mia.modal is None:
            done(self._mia.click(alert, action_id=ids.ALERT_KEY_RESULT))
            self._wait(lambda: self._mia.modal)
        self._mia.submit()
        self._mia.close(everything=True)

    def _answered(self) -> None:
        """Where the visitor did not: answer Mia's check-in."""
        prompt = self._found(self._mia.dm, ids.CHECK_IN)
        if prompt is None:
            return
        if self._mia.modal is not None:
            self._mia.close(everything=True)
        done(self._mia.command(ids.OKR, f"checkin KR-{_MIAS} 33 5 Reference calls help"))

    def _found(self, place: str, action_id: str) -> Mapping[str, Any] | None:
        return newest_with(self._slack, place, action_id)

    def _wait(self, there: Callable[[], object]) -> None:
        if not self._slack.wait_until(lambda: bool(there()), timeout_s=_PATIENCE_SECONDS):
            raise TourError("What this step shows has not come. Start over?")

    def _not_after(self, latest: datetime) -> None:
        if self.theatre.stage.clock.now() > latest:
            raise TourError("The clock has left the tour behind. Start over, or look around by yourself.")


def done(act: Interaction) -> None:
    """See that something was taken by the bot.

    Raises:
        TourError: It was not; says what Slack tells.
    """
    if act.trouble is not None:
        raise TourError(act.trouble)


def tour(theatre: Theatre) -> Tour:
    """Return the tour through the sample company."""
    doing = Doing(theatre=theatre)
    return Tour(
        title="See a quarter in five minutes",
        text=f"{company.NAME} is a made-up company; Tiller is real. KPIs are its dashboard, OKRs its steering wheel: "
        "follow one number from the first warning to the end of the quarter.",
        steps=_steps(doing, dm=theatre.stage.slack.dm_of(company.MIA)),
        again=theatre.begin_again,
    )


def _steps(doing: Doing, *, dm: str) -> tuple[Step, ...]:
    """The seven steps, in order."""
    return (
        Step(
            title="Monday's digest",
            text="You are Priya, who leads Growth. Once a week each team's channel gets one post: what changed comes "
            "first, all that is fine takes one line, and nobody had to collect a number.",
            button="Let Monday begin",
            user=_LEAD,
            place=company.GROWTH,
            act=doing.digest,
        ),
        Step(
            title="An alert",
            text="Last week's churn has come in: 4.8 % of the hotels left, and 4 % is the limit. The team hears it at "
            "once, in one message that names the owner and stays up to date.",
            button="Let a number turn red",
            user=_LEAD,
            place=company.GROWTH,
            act=doing.alert,
        ),
        Step(
            title="From alarm to aim",
            text="You are Mia now, who owns churn. Press Acknowledge, so that all see it is in hand, then Make it a "
            "key result and save the form: a number that worried becomes a goal with a date.",
            button="Be the owner",
            user=company.MIA,
            place=company.GROWTH,
            act=doing.hand_over,
        ),
        Step(
            title="The check-in",
            text="Every two weeks each owner is asked once, in a direct message. Press Check in and say how the win "
            "rate stands and how sure you are: try 3O, with the letter O, then 33.",
            button="Let the check-in come",
            user=company.MIA,
            place=dm,
            act=doing.prompt,
        ),
        Step(
            title="What the team sees",
            text="A week has passed, and the digest tells what moved. Priya reads where help is needed, without a "
            "meeting and without asking anybody for a status.",
            button="Let a week pass",
            user=_LEAD,
            place=company.GROWTH,
            act=doing.week,
        ),
        Step(
            title="The quarter ends",
            text="In its last days owners are asked how it went. Press Score: the score is computed, one line on what "
            "was learnt is yours, and it grades nobody.",
            button="Let the quarter end",
            user=company.MIA,
            place=dm,
            act=doing.quarter_ends,
        ),
        Step(
            title="The summary",
            text="The whole company reads one post: wins, misses, and what was learnt for the next quarter. Churn has "
            "been fine for weeks, so Mia was asked to put it back on the dashboard, where this began.",
            button="Read the summary",
            user=_LEAD,
            place=_MAIN,
            act=doing.summary,
        ),
    )


def _at(day: date, hour: time) -> datetime:
    return resolve(day, hour, company.ZONE)
