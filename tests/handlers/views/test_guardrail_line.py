"""Guardrails and what a KPI touches, as people read them."""

from dataclasses import replace

import pytest

from domain.loop.guardrails import Guard, Guardrail, Touched
from handlers.views.kpis import guardrail_line
from tests.handlers.views.sample_company import ACTIVATION, CHURN, NPS, O3, O4, WIN_RATE


def rail(verdict: Guard, kpi: object = CHURN) -> Guardrail:
    return Guardrail(objective=O4, kpi=kpi, verdict=verdict)  # type: ignore[arg-type]  # one of the world's standings


@pytest.mark.parametrize(
    ("rails", "line"),
    [
        ([], "72 % · on pace"),
        ([rail(Guard.SILENT, NPS)], "72 % · on pace"),
        ([rail(Guard.CONFLICT)], "72 % · on pace — but its guardrail Churn is critical"),
        ([rail(Guard.CRITICAL)], "72 % · on pace · its guardrail Churn is critical"),
        ([rail(Guard.STRAINED, ACTIVATION)], "72 % · on pace · its guardrail Activation is past a warning limit"),
        (
            [rail(Guard.CONFLICT), rail(Guard.CONFLICT, NPS), rail(Guard.STRAINED, ACTIVATION)],
            (
                "72 % · on pace · its guardrail Activation is past a warning limit "
                "— but its guardrails Churn and NPS are critical"
            ),
        ),
    ],
)
def test_guardrails_stand_beside_their_objective(rails: list[Guardrail], line: str) -> None:
    assert guardrail_line.append_guardrails("72 % · on pace", rails) == line


def test_the_headline_says_what_is_bought_with_what() -> None:
    conflict = rail(Guard.CONFLICT)
    assert guardrail_line.headline([], turned=[]) == ""
    assert (
        guardrail_line.headline([conflict], turned=["churn"])
        == "O-4 is at 72 %, and its guardrail Churn went critical."
    )
    assert guardrail_line.headline([conflict], turned=[]) == "O-4 is at 72 %, and its guardrail Churn is critical."
    third = replace(conflict, objective=O3)
    assert guardrail_line.headline([conflict, third, rail(Guard.CONFLICT, NPS)], turned=[]) == (
        "O-4 and O-3 advance while a guardrail is critical."
    )


def test_each_guardrail_has_a_line_on_its_objectives_card() -> None:
    assert guardrail_line.each_of([rail(Guard.CONFLICT), rail(Guard.SILENT, NPS)]) == [
        "Guardrail Churn: 4.8 % · critical, limit 4 %",
        "Guardrail NPS: 41 · no reading, 9 days late",
    ]


def test_what_a_kpi_touches_is_said_in_few_words() -> None:
    both = Touched(guards=(O3.objective,), feeds=(WIN_RATE,))
    assert guardrail_line.touches(both) == "Touches O-3 as its guardrail; feeds KR-12."
    assert guardrail_line.guards(both) == "guards O-3 · feeds KR-12"
    assert guardrail_line.touches(Touched(feeds=(WIN_RATE,))) == "Feeds KR-12."
    two = Touched(guards=(O3.objective, O4.objective))
    assert guardrail_line.touches(two) == "Touches O-3 and O-4 as their guardrail."
    assert guardrail_line.touches(Touched()) == guardrail_line.guards(None) == ""
