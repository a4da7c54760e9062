"""What 120 real key results are, judged by hand before the coach was written.

The key results are a real company's, read from ``shared/data/company/okrs.csv`` where that is at hand; here are
only row ids and labels. The 120 were drawn from all 334 by a seeded shuffle, see `drawn`, and read one by one.
The labels say what an experienced coach would say, and are not to be changed to please a rule. Two yes-or-no labels,
as in the table of RULES 8:

**task**: an activity or something to hand over. It is done or not done, and no number says what changes by it.

- "Publish the new price list", "Agree on a plan for the office move", "Partner portal is live": tasks.
- A number that only counts the doing does not help: "Finish the move to the new ledger to 100 %", "Teach all sellers
  the method", "Check 30 contracts". The same holds for metric columns that go from 0 to 100 percent of the doing.
- Nor does a count of what one makes oneself on the way to something else (documents, trainings, videos, dashboards,
  plans): "Write three guides", "Build 2 dashboards". Nor a date, a name or a rank: "Ship release 7.2 in Q3",
  "Build the top 3 wishes".
- Not a task: a count of what is worth having in itself, because others said yes or the product changed by that much.
  "Open in 6 cities", "Win 4 reference customers", "Hire 5 nurses", "Close the 12 open audit findings".
- Not a task: how often a rule is kept among the cases that come up. "95 % of new contracts pass the legal check" is a
  rate; "95 % of staff are trained" is a roll-out that is nearly done, and so a task.

**unmeasurable**: a result or a state, but at the end nobody could say whether it was reached.

- No number, or a vague word or a placeholder for one: "Customers are happier", "Noticeably faster search",
  "Refunds fall to X".
- A relative change without the value it starts from: "Cut complaints by a third", "Grow sign-ups by 15 % a month".
- A share of a plan or target whose number is not there: "Spend no more than budgeted", "Sales at 1.5 times target".
- Measurable: a level to reach even without a baseline ("Rating of 4.6", "First answer within 2 hours"), a count from
  an implied 0 ("Win 4 reference customers"), a change whose start is named ("from 9 to 6 days").

A task with a clear end is not also unmeasurable. Both are said only of a text with one half of each, such as "The shop
is open and more guests come". Neither is said of the rest, whatever else a coach might find in it.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from types import MappingProxyType

HAND_MADE = Path(__file__).with_name("labels.csv")
REAL = Path(__file__).parents[4] / "shared" / "data" / "company" / "okrs.csv"
HAS_REAL_KEY_RESULTS = REAL.exists()
SEED = 8
DRAWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a person found in a key result."""

    task: bool
    unmeasurable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RealKeyResult:
    """A key result as its owner wrote it; a `binary` one has neither numbers nor a unit."""

    title: str
    metric: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str


def drawn(rows: Iterable[int]) -> frozenset[int]:
    """Return the ids that were drawn to be labelled: sorted, shuffled with `SEED`, the first `DRAWN` of them."""
    shuffled = sorted(rows)
    Random(SEED).shuffle(shuffled)  # noqa: S311 - a draw that all can repeat, not a secret
    return frozenset(shuffled[:DRAWN])


def real_key_results() -> Mapping[int, RealKeyResult] | None:
    """Return all real key results by their row id, labelled or not, or None where they are not at hand."""
    if not HAS_REAL_KEY_RESULTS:
        return None
    with REAL.open(encoding="utf-8", newline="") as file:
        return {
            int(row["id"]): RealKeyResult(
                title=row["title"],
                metric=row["metric"],
                baseline=_number(row["baseline"]),
                target=_number(row["target"]),
                unit=row["unit"],
            )
            for row in csv.DictReader(file)
            if row["kind"] == "key_result"
        }


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _labels() -> Mapping[int, Label]:
    with HAND_MADE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                int(row["row"]): Label(task=row["task"] == "1", unmeasurable=row["unmeasurable"] == "1")
                for row in csv.DictReader(file)
            }
        )


LABELS: Mapping[int, Label] = _labels()
