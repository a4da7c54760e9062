"""The Home tab: what I owe now, my key results, my KPIs (RULES 9.2)."""

from collections.abc import Sequence
from datetime import date

from domain.company.teams import Person
from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStatus
from domain.okrs.checkins import Prompt
from domain.okrs.cycles import Cycle
from domain.okrs.status_model import KeyResultStatus
from handlers import ids
from handlers.views.blocks import block_kit, chart, form, numbers
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
) -> block_kit.View:
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
    blocks: list[block_kit.Block] = [*_owed_blocks(owed, scoring, day), block_kit.divider()]
    if person is None:
        blocks.append(
            block_kit.section("I don't know you yet. A coordinator can add you to a team; then this page fills.")
        )
    if key_results:
        entries = [okr_line.key_result(key_result_status, locale=locale) for key_result_status in key_results]
        blocks += [
            block_kit.header(f"My key results ({len(key_results)})"),
            *block_kit.paragraphs(entries, most=_SECTIONS),
        ]
    if kpis:
        entries = [_kpi(kpi_status, locale) for kpi_status in sorted(kpis, key=_loudness)]
        blocks += [block_kit.header(f"My KPIs ({len(kpis)})"), *block_kit.paragraphs(entries, most=_SECTIONS)]
    if not key_results and not kpis:
        blocks.append(block_kit.section(f"You own no key results and no KPIs. {ids.OKR} company shows everybody's."))
    blocks.append(block_kit.divider())
    if person is not None:
        away = person.away_until is not None and person.away_until > today
        pause = block_kit.button("I'm back", ids.BACK) if away else block_kit.button("I'm away…", ids.AWAY)
        blocks.append(block_kit.actions(block_kit.button("Log a reading", ids.KPI_LOG), pause))
    blocks.append(block_kit.context(f"{ids.OKR} help and {ids.KPI} help say what else you can ask."))
    return {"type": "home", "blocks": form.fit_to_view(blocks)}


def _owed_blocks(owed: Sequence[Prompt], scoring: Sequence[Cycle], day: str) -> list[block_kit.Block]:
    """Return what the person owes now, each with its button; only the first button stands out."""
    blocks: list[block_kit.Block] = []
    for prompt in owed[:5]:
        count = numbers.count_text(len(prompt.key_results), "key result")
        style = None if blocks else "primary"
        blocks.append(
            block_kit.section(
                f"*Check-in, round {prompt.round}:* {count}, asked on {numbers.day(prompt.due_on)}.",
                accessory=block_kit.button("Check in", ids.CHECK_IN, str(prompt.id), style=style),
                block_id=ids.block(ids.CHECK_IN, prompt.id),
            )
        )
    for cycle in scoring[:5]:
        style = None if blocks else "primary"
        blocks.append(
            block_kit.section(
                f"*Scores of {block_kit.typed_text(cycle.name, 40)}* are still missing.",
                accessory=block_kit.button("Score", ids.SCORE, str(cycle.id), style=style),
                block_id=ids.block(ids.SCORE, cycle.id),
            )
        )
    nothing = [block_kit.section("Nothing. Enjoy the day.")]
    return [block_kit.header(f"What I owe now, {day}"), *(blocks or nothing)]


def _kpi(status: KpiStatus, locale: str) -> list[str]:
    return [*kpi_line.line(status, locale=locale), chart.sparkline_text(status)]


def _loudness(status: KpiStatus) -> tuple[int, str]:
    order = (KpiState.CRITICAL, KpiState.WARNING, KpiState.STALE, KpiState.NO_DATA)
    return (order.index(status.state) if status.state in order else len(order), status.kpi.name)
