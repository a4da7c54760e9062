"""The Home tab: what I owe now, my key results, my KPIs (SPEC 9.2)."""

from collections.abc import Sequence
from datetime import date

from domain.company.teams import Person
from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStatus
from domain.okrs.checkins import Prompt
from domain.okrs.cycles import Cycle
from domain.okrs.status_model import KeyResultStatus
from handlers import ids
from handlers.views.blocks import chart, form, numbers
from handlers.views.blocks import message as m
from handlers.views.kpis import line as kpi_line
from handlers.views.okrs import line as okr_line

_SECTIONS = 10


def home(
    owed: Sequence[Prompt],
    key_results: Sequence[KeyResultStatus],
    kpis: Sequence[KpiStatus],
    *,
    person: Person | None,
    today: date,
    scoring: Sequence[Cycle] = (),
    locale: str = "en",
) -> m.View:
    """Render a person's Home tab.

    Args:
        owed: Their open prompts, oldest first.
        key_results: Their own, those that are due first.
        kpis: Their own, in any order.
        person: Who looks, or None for somebody whom nobody has added yet.
        today: Their day.
        scoring: The cycles in which they have something to score.
        locale: For numbers and days.
    """
    day = numbers.day_of_year(today, locale=locale)
    blocks: list[m.Block] = [*_owed_blocks(owed, scoring, day), m.divider()]
    if person is None:
        blocks.append(m.section("I don't know you yet. A coordinator can add you to a team; then this page fills."))
    if key_results:
        entries = [okr_line.key_result(each, locale=locale) for each in key_results]
        blocks += [m.header(f"My key results ({len(key_results)})"), *m.paragraphs(entries, most=_SECTIONS)]
    if kpis:
        entries = [_kpi(each, locale) for each in sorted(kpis, key=_loudness)]
        blocks += [m.header(f"My KPIs ({len(kpis)})"), *m.paragraphs(entries, most=_SECTIONS)]
    if not key_results and not kpis:
        blocks.append(m.section(f"You own no key results and no KPIs. {ids.OKR} company shows everybody's."))
    blocks.append(m.divider())
    if person is not None:
        away = person.away_until is not None and person.away_until > today
        pause = m.button("I'm back", ids.BACK) if away else m.button("I'm away…", ids.AWAY)
        blocks.append(m.actions(m.button("Log a reading", ids.KPI_LOG), pause))
    blocks.append(m.context(f"{ids.OKR} help and {ids.KPI} help say what else you can ask."))
    return {"type": "home", "blocks": form.fit_to_view(blocks)}


def _owed_blocks(owed: Sequence[Prompt], scoring: Sequence[Cycle], day: str) -> list[m.Block]:
    """Return what the person owes now, each with its button; only the first button stands out."""
    blocks: list[m.Block] = []
    for prompt in owed[:5]:
        count = numbers.count_text(len(prompt.key_results), "key result")
        style = None if blocks else "primary"
        blocks.append(
            m.section(
                f"*Check-in, round {prompt.round}:* {count}, asked on {numbers.day(prompt.due_on)}.",
                accessory=m.button("Check in", ids.CHECK_IN, str(prompt.id), style=style),
                block_id=ids.block(ids.CHECK_IN, prompt.id),
            )
        )
    for cycle in scoring[:5]:
        style = None if blocks else "primary"
        blocks.append(
            m.section(
                f"*Scores of {m.typed_text(cycle.name, 40)}* are still missing.",
                accessory=m.button("Score", ids.SCORE, str(cycle.id), style=style),
                block_id=ids.block(ids.SCORE, cycle.id),
            )
        )
    nothing = [m.section("Nothing. Enjoy the day.")]
    return [m.header(f"What I owe now, {day}"), *(blocks or nothing)]


def _kpi(status: KpiStatus, locale: str) -> list[str]:
    return [*kpi_line.line(status, locale=locale), chart.sparkline_text(status)]


def _loudness(status: KpiStatus) -> tuple[int, str]:
    order = (KpiState.CRITICAL, KpiState.WARNING, KpiState.STALE, KpiState.NO_DATA)
    return (order.index(status.state) if status.state in order else len(order), status.kpi.name)
