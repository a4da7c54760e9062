"""The coach's rules, and what it says when one of them speaks (RULES 8)."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType


class CoachRule(StrEnum):
    """The rules, in the order in which they are best seen to."""

    NO_OWNER = "no_owner"
    CONFLICT = "conflict"
    TASK = "task"
    UNMEASURABLE = "unmeasurable"
    MAINTAIN = "maintain"
    BUSINESS_AS_USUAL = "business_as_usual"
    SANDBAGGED = "sandbagged"
    TOO_FEW_KEY_RESULTS = "too_few_key_results"
    TOO_MANY_KEY_RESULTS = "too_many_key_results"
    TOO_MANY_OBJECTIVES = "too_many_objectives"
    VAGUE_OBJECTIVE = "vague_objective"
    NUMBER_IN_OBJECTIVE = "number_in_objective"
    ORPHAN = "orphan"
    NO_CHECK_IN = "no_check_in"
    NEVER_SCORED = "never_scored"
    KPI_WITHOUT_TARGET = "kpi_without_target"
    NEVER_ACTED_ON = "never_acted_on"
    OLD_LIMITS = "old_limits"
    ALL_LAGGING = "all_lagging"
    TOO_MANY_KPIS = "too_many_kpis"


RANK: Mapping[CoachRule, int] = MappingProxyType({rule: rank for rank, rule in enumerate(CoachRule)})
"""Each rule's place in the order of `CoachRule`: 0 is seen to first."""

RULES: Mapping[CoachRule, str] = MappingProxyType(
    {
        CoachRule.NO_OWNER: "Every objective and key result has one owner who is here; what nobody owns, nobody moves.",
        CoachRule.CONFLICT: "A target must not push a guardrail or its own KPI past a limit: one win, one loss.",
        CoachRule.TASK: "A key result says what changes, not what is done; a task can be done and change nothing.",
        CoachRule.UNMEASURABLE: "At the end anybody can tell if it was reached: from which number, to which number.",
        CoachRule.MAINTAIN: "What shall stay as it is belongs on the dashboard, as a KPI with a limit that alerts.",
        CoachRule.BUSINESS_AS_USUAL: "What would score 1.0 for doing nothing is a KPI; a key result asks for a change.",
        CoachRule.SANDBAGGED: "A target that is nearly reached or nearly certain teaches nothing; half sure is right.",
        CoachRule.TOO_FEW_KEY_RESULTS: "One number alone is easily gamed; two to five tell the whole story.",
        CoachRule.TOO_MANY_KEY_RESULTS: "More than five key results are a list, not a focus.",
        CoachRule.TOO_MANY_OBJECTIVES: "More than five objectives in one cycle are a list, not a choice.",
        CoachRule.VAGUE_OBJECTIVE: "An objective says where we want to be, so that one can tell it from any other.",
        CoachRule.NUMBER_IN_OBJECTIVE: "An objective is said in words that move people; numbers are for key results.",
        CoachRule.ORPHAN: "Below the company's own, an objective serves another one; if it serves none, it can wait.",
        CoachRule.NO_CHECK_IN: "A key result that nobody spoke of for two rounds is not being steered.",
        CoachRule.NEVER_SCORED: "What is never scored is decoration: the score is what the next cycle learns from.",
        CoachRule.KPI_WITHOUT_TARGET: "Without a target nobody can tell whether a KPI is well or not.",
        CoachRule.NEVER_ACTED_ON: "A KPI whose alerts nobody ever answers is noise: act, move its limits or drop it.",
        CoachRule.OLD_LIMITS: "Limits age with the business: look at them once a quarter.",
        CoachRule.ALL_LAGGING: "Lagging KPIs tell what has happened; at least one should tell what will.",
        CoachRule.TOO_MANY_KPIS: "More than ten KPIs per team are more than anybody watches.",
    }
)
"""What each rule says and why it matters, one sentence each, for `/okr lint` and its help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that would be better otherwise.

    Attributes:
        subject: What it is about, as a stable name: `KR-12`, `O-3`, `team:growth`, `kpi:churn`; empty for a draft.
        about: Its title or name, for people.
        why: One sentence or two.
        rewrite: How it could read, in the person's own words and numbers, or empty. `…` is for them to fill in.
        target: The target that the rewrite names, or None.
    """

    rule: CoachRule
    subject: str
    about: str
    why: str
    rewrite: str = ""
    target: Decimal | None = None


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by what is best seen to first, within a rule in the order given."""
    return tuple(sorted(findings, key=lambda finding: RANK[finding.rule]))


def drop_dismissed(findings: Iterable[Finding], dismissed: AbstractSet[tuple[str, CoachRule]]) -> tuple[Finding, ...]:
    """Return the findings that nobody has dismissed, in the order given; `dismissed` names subjects and rules."""
    return tuple(finding for finding in findings if (finding.subject, finding.rule) not in dismissed)
