"""Working days by country, from the `holidays` package; the domain knows only "is this a working day" (RULES 6.1)."""

from datetime import date
from functools import lru_cache

from bot.logs import log_of
from domain.calendar.working_days import WorkDays, weekdays

log = log_of(__name__)


@lru_cache(maxsize=256)
def working_days(code: str | None) -> WorkDays:
    """Return the working days of a calendar such as `DE` or `US-CA`; None is plain Monday to Friday.

    An unknown code, which an import would have refused, counts as plain Monday to Friday and is logged.
    """
    if code is None:
        return weekdays
    import holidays  # late: it is large, and most companies start without calendars

    country, _, part = code.partition("-")
    try:
        public = holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        log.warning("unknown holiday calendar", code=code)
        return weekdays

    def works(day: date) -> bool:
        return weekdays(day) and day not in public

    return works
