"""How a title could read instead: always in the person's own words and numbers, `…` where only they know (RULES 8).

Each passes the rule that it is for: one about a task has numbers to fill in, `KPI: …` keeps nothing, and one with new
numbers is read again and not offered where it would not pass.
"""

from decimal import Decimal

from domain.coach.drafts import Draft
from domain.coach.leads import singular
from domain.coach.quantities import Quantity
from domain.coach.vocabulary import ARTICLES, FALLING_VERBS, FINISHED_WORDS, LESS, STOPS
from domain.coach.wording import Wording, read_title
from domain.kpis.model import Direction
from domain.values.arithmetic import EXACT, ONE, round_half_away
from domain.values.numbers import ENGLISH, NumberNotReadError, plain, read_number
from domain.values.units import PERCENT, Unit, UnitKind

_LONGEST_ABOUT = 80
_LONGEST_TITLE = 120
_PARTS = {
    "half": Decimal("0.5"),
    "halve": Decimal("0.5"),
    "third": EXACT.divide(ONE, Decimal(3)),
    "quarter": Decimal("0.25"),
    "fifth": Decimal("0.2"),
    "tenth": Decimal("0.1"),
    "double": ONE,
    "twice": ONE,
    "triple": Decimal(2),
    "quadruple": Decimal(3),
}
_MAX_DIGITS = 3


def quote(title: str) -> str:
    """Return a title between quotation marks, cut where it is long."""
    title = title.strip()
    return f"‘{title}’" if len(title) <= _LONGEST_ABOUT else f"‘{title[:_LONGEST_ABOUT].rstrip()}…’"


def amount(value: Decimal, unit: Unit) -> str:
    """Write a value with its unit: `2.2 %`, `1200 USD`, `45 min`, `12`."""
    if unit.kind is UnitKind.PERCENT:
        return f"{plain(value)} %"
    return f"{plain(value)} {unit.code}" if unit.code else plain(value)


def few_digits(value: Decimal, *, digits: int = _MAX_DIGITS) -> Decimal:
    """Return a value rounded to so many digits that count, as people write a target."""
    if value == 0:
        return Decimal(0)
    return round_half_away(value, Decimal((0, (1,), value.adjusted() - digits + 1)))


def add_outcome(wording: Wording, draft: Draft) -> str:
    """Return a title that asks what a task changes: `Raise … from … to … with the new onboarding`.

    Where what follows the verb is no thing (`Collaborate with …`), the outcome stands behind the task instead.
    """
    rest, title = _lower_first(wording.rest).rstrip(".;, "), wording.title.rstrip(".;, ")
    if not rest or len(title) > _LONGEST_TITLE:
        return ""
    falls, name, start = False, "…", "…"
    if draft.kpi is not None:
        falls, name = draft.kpi.kpi.direction is Direction.DOWN, draft.kpi.kpi.name
        start = amount(draft.kpi.reading.value, draft.kpi.kpi.unit) if draft.kpi.reading is not None else "…"
    if wording.verb and _is_a_thing(rest):
        return f"{'Lower' if falls else 'Raise'} {name} from {start} to … with {rest}"
    return f"{title}, so that {name} {'falls' if falls else 'rises'} from {start} to …"


def _is_a_thing(rest: str) -> bool:
    first = rest.partition(" ")[0].lower()
    return first in ARTICLES or (first[0].isalnum() and first not in STOPS | FINISHED_WORDS)


def kpi_instead(wording: Wording) -> str:
    """Return what is to be maintained as a KPI: `KPI: a churn rate below 3%`."""
    return f"KPI: {_lower_first(wording.rest)}"


def add_numbers(wording: Wording, draft: Draft) -> str:
    """Return a title that says from where to where, computed where the start is known: `…, from 4 to 2.8 %`."""
    start = draft.baseline if draft.baseline is not None else draft.value_before
    ends = _end_of(wording, start) if start is not None else None
    first = plain(start) if start is not None else "…"
    last = amount(ends, draft.unit) if ends is not None else "…"
    text = f"{wording.title.rstrip('.;, ')}, from {first} to {last}"
    reread = read_title(text)
    return "" if reread.is_unmeasurable or reread.is_task else text


def _end_of(wording: Wording, start: Decimal) -> Decimal | None:
    """Return where a relative change from a start ends, or None where the change cannot be computed."""
    if wording.relative is None:
        return None
    part = _part_of(wording.relative)
    if part is None:
        return None
    falls = wording.verb in FALLING_VERBS or wording.relative.after in LESS or wording.relative.text.split()[-1] in LESS
    factor = EXACT.subtract(ONE, part) if falls else EXACT.add(ONE, part)
    return few_digits(EXACT.multiply(start, factor))


def _part_of(number: Quantity) -> Decimal | None:
    words = [singular(word) for word in number.text.lower().replace("-", " ").split()]
    named = [_PARTS[word] for word in words if word in _PARTS]
    if named:
        return EXACT.multiply(named[0], Decimal(2 if words[0] == "two" else 1))
    if not number.text.endswith("%"):
        return None
    try:
        return EXACT.divide(read_number(number.text.lstrip("~≈+ "), PERCENT, ENGLISH), Decimal(100))
    except NumberNotReadError:
        return None


def _lower_first(text: str) -> str:
    """Return a text that no longer begins a sentence; a name or an abbreviation stays as it is."""
    first, _, _ = text.partition(" ")
    return text[:1].lower() + text[1:] if first == first.capitalize() and first.lower() in _BEGINNINGS else text


_BEGINNINGS = frozenset(["a", "all", "an", "at", "average", "every", "more", "no", "our", "the", "their", "this"])
"""Words that are capitals only for being first."""
