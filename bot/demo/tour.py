"""The guided tour: seven steps from the first digest to the quarter's summary, told to somebody who is new to all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.demo import company, scripted_people, series
from bot.demo.narration import INTRODUCTION, NARRATIONS, TITLE
from bot.demo.opening import newest_with
from bot.demo.session import DemoSession
from bot.emulator.page.tour import Step, Tour, TourError
from bot.emulator.people.actor import Actor, Interaction
from bot.emulator.server import LocalSlack
from domain.calendar.local_time import resolve
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

    session: DemoSession

    @property
    def _slack(self) -> LocalSlack:
        return self.session.setup.slack

    @property
    def _mia(self) -> Actor:
        return self._slack.actor(company.MIA)

    def digest(self) -> None:
        """Monday, nine o'clock."""
        self.session.take_over()
        self._wait(lambda: self._find(company.CARE, ids.DIGEST_WHY))

    def alert(self) -> None:
        """Mia types last week's churn, which is beyond its limit."""
        self._not_after(_at(series.MONDAY, time(9, 45)))
        self.session.walk(_at(series.MONDAY, time(9, 12)))
        if self._find(company.GROWTH, ids.ALERT_KEY_RESULT) is None:
            done(self._mia.command(ids.KPI, "set churn 4.8%", channel=company.GROWTH))
        self._wait(lambda: self._find(company.GROWTH, ids.ALERT_KEY_RESULT))

    def hand_over(self) -> None:
        """A quarter past nine; what is to be done is the visitor's."""
        self.session.walk(_at(series.MONDAY, time(9, 15)))

    def prompt(self) -> None:
        """The alert is taken up; ten o'clock: whoever owns a key result is asked."""
        self._not_after(_at(series.MONDAY, time(12)))
        self._take_up()
        self.session.walk(_at(series.MONDAY, time(10)))
        self._wait(lambda: self._find(self._mia.dm, ids.CHECK_IN))

    def week(self) -> None:
        """Mia has answered, the others answer, and a week goes by."""
        self._not_after(_at(series.MONDAY + _DAY, time(9)))
        self._is_answered()
        self.session.walk(_at(series.MONDAY, _EVENING))
        scripted_people.answer(self._slack, ids.CHECK_IN, scripted_people.ROUNDS[0], but=company.MIA)
        self.session.walk(_at(series.MONDAY + timedelta(weeks=1), time(9, 1)))

    def quarter_ends(self) -> None:
        """Two more rounds, then the question for scores."""
        self._not_after(_at(_ROUNDS[1], time(9)))
        for monday, answers in zip(_ROUNDS[1:], scripted_people.ROUNDS[1:], strict=True):
            self.session.walk(_at(monday, _EVENING))
            scripted_people.answer(self._slack, ids.CHECK_IN, answers)
        day = date(2026, 12, 21)
        while self._find(self._mia.dm, ids.SCORE) is None and day < company.LAST_DAY:
            day += _DAY
            self.session.walk(_at(day, time(10, 1)))

    def summary(self) -> None:
        """Everybody has scored, and the quarter is summed up."""
        self._not_after(_at(date(2027, 1, 1), time(9)))
        self.session.walk(self.session.setup.clock.now() + timedelta(hours=7))
        scripted_people.answer(self._slack, ids.SCORE, scripted_people.SCORES)
        self.session.walk(_at(date(2027, 1, 7), time(16, 1)))

    def _take_up(self) -> None:
        """Where the visitor did not: acknowledge the alert, and make it a key result."""
        alert = self._find(company.GROWTH, ids.ALERT_ACKNOWLEDGE)
        if alert is not None:
            done(self._mia.click(alert, action_id=ids.ALERT_ACKNOWLEDGE))
        alert = self._find(company.GROWTH, ids.ALERT_KEY_RESULT)
        if alert is None or _A_KEY_RESULT in str(alert["blocks"]):
            return
        if self._mia.modal is None:
            done(self._mia.click(alert, action_id=ids.ALERT_KEY_RESULT))
            self._wait(lambda: self._mia.modal)
        self._mia.submit()
        self._mia.close(everything=True)

    def _is_answered(self) -> None:
        """Where the visitor did not: answer Mia's check-in."""
        prompt = self._find(self._mia.dm, ids.CHECK_IN)
        if prompt is None:
            return
        if self._mia.modal is not None:
            self._mia.close(everything=True)
        done(self._mia.command(ids.OKR, f"checkin KR-{_MIAS} 33 5 Reference calls help"))

    def _find(self, place: str, action_id: str) -> Mapping[str, Any] | None:
        return newest_with(self._slack, place, action_id)

    def _wait(self, there: Callable[[], object]) -> None:
        if not self._slack.wait_until(lambda: bool(there()), timeout_s=_PATIENCE_SECONDS):
            raise TourError("What this step shows has not come. Start over?")

    def _not_after(self, latest: datetime) -> None:
        if self.session.setup.clock.now() > latest:
            raise TourError("The clock has left the tour behind. Start over, or look around by yourself.")


def done(act: Interaction) -> None:
    """See that something was taken by the bot.

    Raises:
        TourError: It was not; says what Slack tells.
    """
    if act.trouble is not None:
        raise TourError(act.trouble)


def tour(session: DemoSession) -> Tour:
    """Return the tour through the sample company."""
    doing = Doing(session=session)
    return Tour(
        title=TITLE,
        text=INTRODUCTION,
        steps=_steps(doing, dm=session.setup.slack.dm_of(company.MIA)),
        again=session.begin_again,
    )


def _steps(doing: Doing, *, dm: str) -> tuple[Step, ...]:
    """The seven steps, in order: what is told of each, and who looks where when it has happened."""
    made: tuple[tuple[str, str, Callable[[], None]], ...] = (
        (_LEAD, company.GROWTH, doing.digest),
        (_LEAD, company.GROWTH, doing.alert),
        (company.MIA, company.GROWTH, doing.hand_over),
        (company.MIA, dm, doing.prompt),
        (_LEAD, company.GROWTH, doing.week),
        (company.MIA, dm, doing.quarter_ends),
        (_LEAD, _MAIN, doing.summary),
    )
    return tuple(
        Step(title=told.title, text=told.text, button=told.button, user=user, place=place, act=act)
        for told, (user, place, act) in zip(NARRATIONS, made, strict=True)
    )


def _at(day: date, hour: time) -> datetime:
    return resolve(day, hour, company.ZONE)
