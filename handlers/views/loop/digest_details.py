"""What stands behind a digest's buttons: all of it, and where its numbers come from."""

from collections.abc import Iterable, Mapping

from domain.kpis.status_model import KpiStatus
from domain.loop.digests import Digest
from domain.okrs.status_model import ObjectiveStatus
from domain.values.ids import PersonId
from handlers import ids
from handlers.views.blocks import block_kit, form, numbers
from handlers.views.kpis import guardrail_line
from handlers.views.kpis import line as kpi_line
from handlers.views.okrs import line as okr_line

_SECTIONS = 40
_KPI_RULES = (
    "A KPI is 🔴 critical or 🟠 warning when its newest reading is past that limit, 🟠 off target when it has no "
    "limits and misses its target, ⚪ when a reading is late or nobody set a target. Silence is never green."
)
_OBJECTIVE_RULES = (
    "An objective's progress is the mean of its key results by weight, each counted from 0 to 100 %. Its pace sets "
    "that against the share of the cycle's days that have passed: up to 10 points short is on pace, up to 25 behind, "
    "more is well behind. A guardrail never counts in that number; it is named where it suffers."
)


def show_all(digest: Digest, *, names: Mapping[PersonId, str], locale: str = "en") -> block_kit.View:
    """Render every KPI and every objective of a digest, as a modal."""
    kpis = [*digest.exceptions, *digest.fine, *digest.no_target]
    blocks: list[block_kit.Block] = [_intro(digest, locale)]
    if kpis:
        entries = [
            _owner_lines(kpi_line.line(kpi_status, locale=locale), kpi_status.kpi.owner, names) for kpi_status in kpis
        ]
        blocks += [block_kit.header(f"KPIs ({len(kpis)})"), *block_kit.paragraphs(entries, most=_SECTIONS)]
    if digest.objectives:
        groups = [_guardrail_lines(digest, objective_status, names, locale) for objective_status in digest.objectives]
        blocks += [block_kit.header(f"Objectives ({len(groups)})"), *block_kit.paragraphs(groups, most=_SECTIONS)]
    if digest.overdue:
        owed = [
            [f"{block_kit.name_of(person, names)}: {numbers.count_text(count, 'key result')}"]
            for person, count in digest.overdue
        ]
        blocks += [block_kit.header("Check-ins still waited for"), *block_kit.paragraphs(owed, most=4)]
    return form.modal(_title(digest), blocks, callback_id=ids.READ_ONLY)


def explain_digest(digest: Digest, *, locale: str = "en") -> block_kit.View:
    """Say by which rule each KPI has its state, and from where and when each value came (RULES 3.13 and 4.9)."""
    blocks: list[block_kit.Block] = [
        _intro(digest, locale),
        block_kit.section(_KPI_RULES),
        block_kit.section(_OBJECTIVE_RULES),
    ]
    entries = [_source(kpi_status, locale) for kpi_status in (*digest.exceptions, *digest.fine, *digest.no_target)]
    blocks += block_kit.paragraphs(entries, most=_SECTIONS)
    blocks.append(block_kit.context(f"The whole sum of one: {ids.KPI} why NAME, {ids.OKR} why KR-12."))
    return form.modal("Why these numbers?", blocks, callback_id=ids.READ_ONLY)


def _title(digest: Digest) -> str:
    return f"Week {int(digest.week.rpartition('W')[2])}"


def _intro(digest: Digest, locale: str) -> block_kit.Block:
    week = numbers.span(digest.first_day, digest.last_day, locale=locale)
    return block_kit.section(
        f"{block_kit.typed_bold(digest.team.name, 60)}, {week}, as of {numbers.day_of_year(digest.on, locale=locale)}"
    )


def _guardrail_lines(digest: Digest, status: ObjectiveStatus, names: Mapping[PersonId, str], locale: str) -> list[str]:
    owner = block_kit.name_of(status.objective.owner, names)
    first, line, *_ = okr_line.objective(status, locale=locale, owner=owner)
    return [first, guardrail_line.append_guardrails(line, digest.guards_of(status.objective.id))]


def _owner_lines(lines: Iterable[str], owner: PersonId, names: Mapping[PersonId, str]) -> list[str]:
    *first, last = lines
    return [*first, numbers.join_dotted([last, block_kit.name_of(owner, names)])]


def _source(status: KpiStatus, locale: str) -> list[str]:
    if status.reading is None:
        return [f"{block_kit.typed_bold(status.kpi.name, 60)}  no reading yet"]
    learnt = numbers.day(status.reading.learnt_at.date(), locale=locale)
    value = f"{kpi_line.value(status, locale=locale)} for {kpi_line.period_text(status, locale=locale)}"
    source = block_kit.typed_text(status.reading.source, 40)
    return [f"{block_kit.typed_bold(status.kpi.name, 60)}  {value}, learnt on {learnt} from {source}"]
