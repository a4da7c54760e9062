"""How guardrails are said beside their objective, and what a KPI touches beside the KPI (RULES 4.8 and 5.3)."""

from collections.abc import Sequence

from domain.loop.guardrails import Guard, Guardrail, Touched
from domain.values.arithmetic import ZERO
from domain.values.ids import key_result_name, objective_name
from handlers.views.blocks import block_kit, numbers
from handlers.views.kpis import line as kpi_line

_NAMED = 3
_CONFLICTS = 2


def append_guardrails(line: str, rails: Sequence[Guardrail]) -> str:
    """Append to an objective's line what its guardrails say: `72 % · on pace — but its guardrail Churn is critical`."""
    conflicts = [guardrail for guardrail in rails if guardrail.verdict is Guard.CONFLICT]
    critical = [guardrail for guardrail in rails if guardrail.verdict is Guard.CRITICAL]
    strained = [guardrail for guardrail in rails if guardrail.verdict is Guard.STRAINED]
    said = numbers.join_dotted([line, _guards(critical, "critical"), _guards(strained, "past a warning limit")])
    return f"{said} — but {_guards(conflicts, 'critical')}" if conflicts else said


def _guards(rails: Sequence[Guardrail], state: str) -> str:
    if not rails:
        return ""
    names = block_kit.join_shown(rails, _NAMED, _name)
    return f"its guardrail {names} is {state}" if len(rails) == 1 else f"its guardrails {names} are {state}"


def _name(rail: Guardrail) -> str:
    return kpi_line.name(rail.kpi)


def headline(conflicts: Sequence[Guardrail], *, turned: Sequence[str], locale: str = "en") -> str:
    """Say in a sentence or two which objective advances at a guardrail's cost; `turned` are KPIs that just went red."""
    if len(conflicts) > _CONFLICTS:
        objectives = dict.fromkeys(objective_name(guardrail.objective.objective.id) for guardrail in conflicts)
        return f"{block_kit.join_at_most(list(objectives), _NAMED)} advance while a guardrail is critical."
    return " ".join(_conflict(guardrail, turned=turned, locale=locale) for guardrail in conflicts)


def _conflict(rail: Guardrail, *, turned: Sequence[str], locale: str) -> str:
    name = objective_name(rail.objective.objective.id)
    ratio = numbers.percent(rail.objective.progress_ratio or ZERO, locale=locale)
    verb = "went" if rail.kpi.kpi.key in turned else "is"
    return f"{name} is at {ratio}, and its guardrail {_name(rail)} {verb} critical."


def each_of(rails: Sequence[Guardrail], *, locale: str = "en") -> list[str]:
    """Say each guardrail of an objective in a line: `Guardrail Churn: 4.8 % · critical, limit 4 %`."""
    return [
        numbers.join_dotted(
            [
                f"Guardrail {_name(guardrail)}: {kpi_line.value(guardrail.kpi, locale=locale)}",
                kpi_line.state(guardrail.kpi, locale=locale),
            ]
        )
        for guardrail in rails
    ]


def touches(touched: Touched | None) -> str:
    """Say what a KPI touches: `Touches O-3 as its guardrail; feeds KR-12.`; empty for nothing."""
    if touched is None:
        return ""
    whose = "its" if len(touched.guards) == 1 else "their"
    said = "; ".join(_links(touched, f"touches {{}} as {whose} guardrail"))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def guards(touched: Touched | None) -> str:
    """Say the same among other small print: `guards O-3 · feeds KR-12`; empty for nothing."""
    return "" if touched is None else numbers.join_dotted(_links(touched, "guards {}"))


def _links(touched: Touched, guarding: str) -> list[str]:
    named = block_kit.join_at_most([objective_name(objective.id) for objective in touched.guards], _NAMED)
    feeds = block_kit.join_at_most([key_result_name(key_result.id) for key_result in touched.feeds], _NAMED)
    return [*([guarding.format(named)] if named else []), *([f"feeds {feeds}"] if feeds else [])]
