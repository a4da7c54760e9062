"""When a cycle is scored, counted in the company's working days (RULES 7.8)."""

from datetime import date

from domain.calendar.working_days import weekdays
from domain.okrs.cycles import Cycle
from domain.okrs.rounds import scoring_window
from handlers.jobs.context import JobContext


def scoring_days(cycle: Cycle, ctx: JobContext) -> tuple[date, date]:
    """Return the first day on which owners are asked, and the day on which the summary is posted."""
    root = ctx.org.root()
    works = ctx.org.calendars(root.holidays) if root is not None else weekdays
    return scoring_window(cycle, works)
