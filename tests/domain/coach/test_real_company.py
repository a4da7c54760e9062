"""The coach on a real company's key results, against what a person said of 120 of them."""

from collections.abc import Callable

import pytest

from domain.coach.drafts import Draft
from domain.coach.findings import CoachRule
from domain.coach.key_results import lint_key_result
from domain.okrs.model import Metric
from domain.values.units import Unit
from tests.domain.coach.labels import HAS_REAL_KEY_RESULTS, LABELS, Label, real_key_results

pytestmark = pytest.mark.skipif(not HAS_REAL_KEY_RESULTS, reason="the real key results are not at hand")

LOWEST_PRECISION = 0.9
LOWEST_RECALL = 0.85
JUDGED: list[tuple[CoachRule, Callable[[Label], bool]]] = [
    (CoachRule.TASK, lambda label: label.task),
    (CoachRule.UNMEASURABLE, lambda label: label.unmeasurable),
]


def found() -> dict[int, set[CoachRule]]:
    """Return what the coach says of every real key result, labelled or not."""
    return {
        row: {
            finding.rule
            for finding in lint_key_result(
                Draft(
                    title=real_key_result.title,
                    metric=Metric(real_key_result.metric),
                    baseline=real_key_result.baseline,
                    target=real_key_result.target,
                    unit=Unit.parse(real_key_result.unit),
                )
            )
        }
        for row, real_key_result in (real_key_results() or {}).items()
    }


@pytest.mark.parametrize(("rule", "is_so"), JUDGED, ids=lambda part: getattr(part, "value", ""))
def test_the_coach_agrees_with_a_person(rule: CoachRule, is_so: Callable[[Label], bool]) -> None:
    said = {row for row, rules in found().items() if rule in rules and row in LABELS}
    meant = {row for row, label in LABELS.items() if is_so(label)}
    precision, recall = len(said & meant) / len(said), len(said & meant) / len(meant)
    told = (
        f"precision {precision:.3f}, recall {recall:.3f}; wrongly {sorted(said - meant)}, missed {sorted(meant - said)}"
    )
    assert precision >= LOWEST_PRECISION, told
    assert recall >= LOWEST_RECALL, told


def test_most_of_a_real_company_is_tasks_and_something_is_fine() -> None:
    every = list(found().values())
    assert sum(CoachRule.TASK in rules for rules in every) > len(every) / 2
    assert sum(not rules for rules in every) > len(every) / 10
