"""When a cycle is scored, counted in the company's working days (SPEC 7.8)."""

from datetime import date

from domain.cadence import scoring_window, weekdays
from domain.cycles import Cycle
from handlers.rituals.scene import Scene


def scoring_days(cycle: Cycle, scene: Scene) -> tuple[date, date]:
    """Return the first day on which owners are asked, and the day on which the summary is posted."""
    root = scene.world.root()
    works = scene.world.calendars(root.holidays) if root is not None else weekdays
    return scoring_window(cycle, works)
