"""What the coach's rules are called: as a heading, in a sum of them, and as they are typed (RULES 8 and 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.coach.findings import CoachRule


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """What a rule is called.

    Attributes:
        heading: Above its findings; in lower case it is what people type after `/okr lint`.
        singular: What is said of one thing, after its number: `1 is a task`.
        plural: What is said of several: `7 are tasks`.
    """

    heading: str
    singular: str
    plural: str

    @property
    def typed(self) -> str:
        """How it is typed."""
        return self.heading.lower()


def _rule_text(heading: str, singular: str, plural: str) -> RuleText:
    return RuleText(heading=heading, singular=singular, plural=plural)


RULE_TEXTS: Mapping[CoachRule, RuleText] = MappingProxyType(
    {
        CoachRule.NO_OWNER: _rule_text("No owner", "has no owner", "have no owner"),
        CoachRule.CONFLICT: _rule_text("Conflicts", "pushes a KPI past its limit", "push a KPI past its limit"),
        CoachRule.TASK: _rule_text("Tasks", "is a task", "are tasks"),
        CoachRule.UNMEASURABLE: _rule_text("Unmeasurable", "cannot be measured", "cannot be measured"),
        CoachRule.MAINTAIN: _rule_text("Maintain", "asks for things to stay", "ask for things to stay"),
        CoachRule.BUSINESS_AS_USUAL: _rule_text(
            "Business as usual", "scores 1.0 for doing nothing", "score 1.0 for doing nothing"
        ),
        CoachRule.SANDBAGGED: _rule_text("Too easy", "is nearly sure already", "are nearly sure already"),
        CoachRule.TOO_FEW_KEY_RESULTS: _rule_text(
            "Too few key results", "has fewer than two key results", "have fewer than two key results"
        ),
        CoachRule.TOO_MANY_KEY_RESULTS: _rule_text(
            "Too many key results", "has more than five key results", "have more than five key results"
        ),
        CoachRule.TOO_MANY_OBJECTIVES: _rule_text(
            "Too many objectives", "has more than five objectives", "have more than five objectives"
        ),
        CoachRule.VAGUE_OBJECTIVE: _rule_text(
            "Vague objectives", "could stand over anything", "could stand over anything"
        ),
        CoachRule.NUMBER_IN_OBJECTIVE: _rule_text(
            "Numbers in objectives", "has a number in it", "have a number in them"
        ),
        CoachRule.ORPHAN: _rule_text("Orphans", "serves no other objective", "serve no other objective"),
        CoachRule.NO_CHECK_IN: _rule_text(
            "No check-in", "was not spoken of for two rounds", "were not spoken of for two rounds"
        ),
        CoachRule.NEVER_SCORED: _rule_text("Never scored", "was never scored", "were never scored"),
        CoachRule.KPI_WITHOUT_TARGET: _rule_text("KPIs without target", "has no target", "have no target"),
        CoachRule.NEVER_ACTED_ON: _rule_text(
            "Never acted on", "alerts and nobody ever acts", "alert and nobody ever acts"
        ),
        CoachRule.OLD_LIMITS: _rule_text(
            "Old limits", "has limits older than a quarter", "have limits older than a quarter"
        ),
        CoachRule.ALL_LAGGING: _rule_text("All lagging", "has only lagging KPIs", "have only lagging KPIs"),
        CoachRule.TOO_MANY_KPIS: _rule_text("Too many KPIs", "has more than ten KPIs", "have more than ten KPIs"),
    }
)
"""Each rule's words."""

_OTHERS: Mapping[str, CoachRule] = MappingProxyType(
    {
        "orphan": CoachRule.ORPHAN,
        "owner": CoachRule.NO_OWNER,
        "conflict": CoachRule.CONFLICT,
        "task": CoachRule.TASK,
        "not measurable": CoachRule.UNMEASURABLE,
        "usual": CoachRule.BUSINESS_AS_USUAL,
        "bau": CoachRule.BUSINESS_AS_USUAL,
        "sandbagged": CoachRule.SANDBAGGED,
        "sandbagging": CoachRule.SANDBAGGED,
        "too few": CoachRule.TOO_FEW_KEY_RESULTS,
        "vague": CoachRule.VAGUE_OBJECTIVE,
        "no check in": CoachRule.NO_CHECK_IN,
        "no target": CoachRule.KPI_WITHOUT_TARGET,
        "kpi without target": CoachRule.KPI_WITHOUT_TARGET,
        "lagging": CoachRule.ALL_LAGGING,
    }
)
TYPED: Mapping[str, CoachRule] = MappingProxyType(
    {words.typed.replace("-", " "): rule for rule, words in RULE_TEXTS.items()} | dict(_OTHERS)
)
"""The rules by what people type, in lower case, with spaces for dashes."""
