"""How limits are said: where they lie, when they alert, how old they are, what they would have done (RULES 4.6)."""

from datetime import date
from decimal import Decimal

from domain.calendar.periods import Frequency
from domain.kpis.limit_reviews import BackTest
from domain.kpis.limits import BackTestEpisode, LimitProposal
from domain.kpis.model import Kpi, Limits, Season
from domain.values.arithmetic import EXACT
from domain.values.units import Unit, UnitKind
from handlers.views.blocks import block_kit, numbers

_EPISODES = 6
_OF_WHAT = {Season.WEEK: "the same weekday", Season.YEAR: "the same period last year"}


def limits_text(kpi: Kpi, limits: Limits, *, usual: Decimal | None = None, locale: str = "en") -> str:
    """Say limits in words: `warning above 3 %, critical above 4 %`; seasonal ones against what is usual.

    Args:
        kpi: Whose limits.
        limits: The limits.
        usual: What is usual just now, to say a seasonal limit as a value too; or None.
        locale: For numbers.
    """
    sides = (
        ("warning", "below", limits.warning_low),
        ("critical", "below", limits.critical_low),
        ("warning", "above", limits.warning_high),
        ("critical", "above", limits.critical_high),
    )
    said = [
        f"{kind} {side} {bound_text(kpi, limits.season, value, usual=usual, locale=locale)}"
        for kind, side, value in sides
        if value is not None
    ]
    words = ", ".join(said)
    return f"{words} of what is usual for {_OF_WHAT[limits.season]}" if limits.season in _OF_WHAT else words


def bound_text(kpi: Kpi, season: Season, value: Decimal, *, usual: Decimal | None = None, locale: str = "en") -> str:
    """Say one limit: `4 %`; a seasonal one as its share, with its value where that is known: `60 % (3,100)`."""
    if season is Season.NONE:
        return numbers.value_text(value, kpi.unit, locale=locale)
    share = numbers.percent(value, locale=locale)
    if usual is None:
        return share
    worth = numbers.roughly(EXACT.multiply(value, usual), usual)
    return f"{share} ({numbers.value_text(worth, kpi.unit, locale=locale)})"


def hold_text(kpi: Kpi, limits: Limits, *, locale: str = "en") -> str:
    """Say when an alert opens and closes: after how many readings, and past which clear-limit."""
    opens = (
        "after 1 reading past a limit" if limits.hold == 1 else f"after {limits.hold} readings past a limit in a row"
    )
    closes = numbers.count_text(limits.clear, "good one")
    ends = (("from", limits.clear_low, "up"), ("from", limits.clear_high, "down"))
    past = [
        f"{word} {bound_text(kpi, limits.season, end, locale=locale)} {way}"
        for word, end, way in ends
        if end is not None
    ]
    good = f"; good is {block_kit.join_names(past)}" if past else ""
    return f"An alert opens {opens}, and closes after {closes}{good}."


def set_text(limits: Limits, *, by: str, today: date, locale: str = "en") -> str:
    """Say who set limits, and how old they are: `Set by Mia on Tue 1 Sep 2026, 78 days ago.`.

    What a file brought was set by nobody: `Set on …`.
    """
    who = block_kit.typed_text(by, 40) if block_kit.clean(by) else ""
    how = f"Set by {who}" if who else "Set"
    if limits.suggested:
        how = f"Proposed by Tiller and agreed by {who or 'someone'}"
    if limits.set_on is None:
        return f"{how}."
    days = (today - limits.set_on).days
    ago = "today" if days <= 0 else f"{numbers.count_text(days, 'day')} ago"
    return f"{how} on {numbers.day_of_year(limits.set_on, locale=locale)}, {ago}."


def back_test_text(kpi: Kpi, tried: BackTest, *, locale: str = "en") -> str:
    """Say what limits would have done: `In 12 months they would have alerted 3 times: 3 Feb (4.1 %), …`."""
    if not tried.months:
        return "There are no readings yet to try them on."
    span = numbers.count_text(tried.months, "month")
    if not tried.episodes:
        return f"In {span} they would not have alerted once."
    count = len(tried.episodes)
    times = "once" if count == 1 else f"{count} times"
    shown = [_episode(kpi, back_test_episode, locale) for back_test_episode in tried.episodes[-_EPISODES:]]
    more = count - len(shown)
    earlier = f"{more} earlier, then " if more > 0 else ""
    return f"In {span} they would have alerted {times}: {earlier}{block_kit.join_names(shown)}."


def _episode(kpi: Kpi, episode: BackTestEpisode, locale: str) -> str:
    long = kpi.frequency in (Frequency.MONTH, Frequency.QUARTER)
    when = (
        numbers.period(episode.opened, kpi.frequency, locale=locale)
        if long
        else numbers.day(episode.opened, locale=locale)
    )
    return f"{when} ({numbers.value_text(episode.worst, kpi.unit, locale=locale)})"


def unit_label(unit: Unit) -> str:
    """Say what a number in a field counts: ` (%)`, ` (USD)`, ` (h)`; nothing for a plain number."""
    if unit.kind is UnitKind.NUMBER:
        return ""
    return f" ({'%' if unit.kind is UnitKind.PERCENT else unit})"


def made_from(kpi: Kpi, proposal: LimitProposal, *, locale: str = "en") -> str:
    """Say from which readings a proposal was made, and what was left out."""
    used = numbers.periods(proposal.used, kpi.frequency)
    since = numbers.period(proposal.first, kpi.frequency, locale=locale)
    last = numbers.period(proposal.last, kpi.frequency, locale=locale)
    hold = numbers.count_text(proposal.limits.hold, "reading")
    how = [f"Made from {used}, {since} to {last}; an alert needs {hold} in a row."]
    how += ["Readings before a step were left out."] if proposal.stepped else []
    how += ["A steady trend was taken out."] if proposal.trend else []
    how += ["Few readings yet: provisional, look again soon."] if proposal.provisional else []
    return " ".join(how)
