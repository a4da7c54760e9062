"""The weekly digest: what changed and who acts on it, in two lines; then the exceptions; then one line for the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from domain.kpis.status_model import KpiStatus
from domain.loop.digests import Digest, has_nothing, is_quiet, needs_word
from domain.okrs.status_model import KeyResultStatus, ObjectiveStatus
from domain.values.ids import PersonId, key_result_name, objective_name
from handlers import button_values, ids
from handlers.views.blocks import block_kit, chart, labels, numbers
from handlers.views.kpis import guardrail_line
from handlers.views.kpis import line as kpi_line
from handlers.views.okrs import line as okr_line

_EXCEPTIONS = 5
_OBJECTIVES = 4
_DISAGREEMENTS = 2
_NAMED = 5
_IN_A_LINE = 4
_CHARTS = 2


def message(digest: Digest, *, names: Mapping[PersonId, str], locale: str = "en") -> block_kit.Message:
    """Render one team's week; a quiet week is one sentence (RULES 7.1 to 7.6)."""
    title = _title(digest, locale)
    line = headline(digest)
    first = f"{block_kit.escape(_title(digest, locale, year=f' {digest.last_day.year}'))}: {line}"
    buttons = _buttons(digest)
    if is_quiet(digest):
        return block_kit.message(
            first,
            [block_kit.section(f"{block_kit.typed_bold(title, 140)}: {line}"), _date_line(digest, locale), buttons],
            compared_with=1,
        )
    blocks = [
        block_kit.header(title),
        block_kit.section(line),
        *_kpis(digest, names, locale),
        *_objectives(digest, locale),
    ]
    blocks += _overdue(digest)
    return block_kit.message(first, [*blocks, _date_line(digest, locale), buttons], compared_with=2)


def headline(digest: Digest) -> str:
    """Say the week in at most three sentences: what turned, what slipped, what is owed (RULES 7.1)."""
    if has_nothing(digest):
        return f"Nothing to show yet: no KPI and no objective. {ids.KPI} help and {ids.OKR} help say how to begin."
    if is_quiet(digest):
        return _quiet_line(digest)
    turned = [kpi_status.kpi.key for kpi_status in digest.turned_red]
    sentences = [
        _turned_text(digest),
        _slipped_text(digest.slipped),
        guardrail_line.headline(digest.conflicts, turned=turned),
    ]
    owed = sum(count for _, count in digest.overdue)
    if owed:
        sentences.append(f"{numbers.count_text(owed, 'check-in')} {'is' if owed == 1 else 'are'} overdue.")
    said = " ".join(sentence for sentence in sentences if sentence)
    return said or _waiting(
        [objective_status for objective_status in digest.objectives if needs_word(objective_status)]
    )


def _waiting(objectives: Sequence[ObjectiveStatus]) -> str:
    """Say which objectives need a word in a week in which nothing turned."""
    if len(objectives) > _NAMED:
        return f"Nothing turned; {len(objectives)} objectives need a word."
    named = block_kit.join_names([objective_name(objective_status.objective.id) for objective_status in objectives])
    return f"Nothing turned; {named} {'needs' if len(objectives) == 1 else 'need'} a word."


def _title(digest: Digest, locale: str, year: str = "") -> str:
    week = int(digest.week.rpartition("W")[2])
    days = numbers.span(digest.first_day, digest.last_day, locale=locale)
    return f"{block_kit.shorten(digest.team.name, 60)} · week {week} ({days}{year})"


def _quiet_line(digest: Digest) -> str:
    parts = [f"{numbers.count_text(len(digest.fine), 'KPI')} fine"] if digest.fine else []
    paces = Counter(labels.PACE[objective_status.pace] or "under way" for objective_status in digest.objectives)
    for place, (pace, count) in enumerate(paces.most_common()):
        parts.append(f"{numbers.count_text(count, 'objective') if place == 0 else count} {pace}")
    return f"A quiet week: {', '.join([*parts, 'no check-in overdue'])}."


def _turned_text(digest: Digest) -> str:
    groups = ((digest.turned_red, "turned red"), (digest.turned_amber, "turned amber"), (digest.recovered, "recovered"))
    parts = []
    for kpis, verb in groups:
        if kpis:
            who = block_kit.typed_text(kpis[0].kpi.name, 40) if len(kpis) == 1 else f"{len(kpis)} KPIs"
            parts.append(f"{who} {verb}")
    if parts:
        return f"{block_kit.join_names(parts)}."
    if digest.exceptions:
        who = block_kit.join_shown(digest.exceptions, 2, kpi_line.name)
        return f"No KPI turned; {who} still {'needs' if len(digest.exceptions) == 1 else 'need'} a look."
    return f"All {numbers.count_text(len(digest.fine), 'KPI')} are fine." if len(digest.fine) > 1 else ""


def _slipped_text(slipped: Sequence[ObjectiveStatus]) -> str:
    if len(slipped) > _DISAGREEMENTS:
        return f"{len(slipped)} objectives slipped."
    named: dict[str, list[str]] = {}
    for objective_status in slipped:
        named.setdefault(labels.PACE[objective_status.pace] or "a worse pace", []).append(
            objective_name(objective_status.objective.id)
        )
    parts = [f"{block_kit.join_names(names)} slipped to {pace}" for pace, names in named.items()]
    return f"{block_kit.join_names(parts)}." if parts else ""


def _kpis(digest: Digest, names: Mapping[PersonId, str], locale: str) -> list[block_kit.Block]:
    charted = digest.charted[:_CHARTS]
    keys = {kpi_status.kpi.key for kpi_status in charted}
    blocks = []
    for kpi_status in digest.exceptions[:_EXCEPTIONS]:
        lines = kpi_line.exception(kpi_status, names, acting=_acting(digest, kpi_status, names), locale=locale)
        spark = chart.sparkline_text(kpi_status) if kpi_status.kpi.key in keys else ""
        blocks.append(block_kit.section(*lines, spark))
    rest = digest.exceptions[_EXCEPTIONS:]
    if rest:
        blocks.append(block_kit.section(f"… and {len(rest)} more: {block_kit.join_shown(rest, _NAMED, kpi_line.name)}"))
    lines = _rest(digest, locale)
    blocks += [block_kit.section(*lines)] if lines else []
    blocks += [drawn for kpi_status in charted if (drawn := chart.line_chart(kpi_status, locale=locale)) is not None]
    return blocks


def _acting(digest: Digest, status: KpiStatus, names: Mapping[PersonId, str]) -> str:
    """Say who is on it: `Mia is on it (KR-31)`; empty where nobody is."""
    found = next((acting for acting in digest.acting if acting.kpi == status.kpi.key), None)
    if found is None:
        return ""
    made = f" ({key_result_name(found.key_result)})" if found.key_result is not None else ""
    return f"{block_kit.name_of(found.person, names)} is on it{made}"


def _rest(digest: Digest, locale: str) -> list[str]:
    """Return one line for all that is fine, and one for what nobody set a target for."""
    groups = (("🟢 *fine*", digest.fine), ("⚪ *no target*", digest.no_target))
    short = partial(kpi_line.short, locale=locale)
    return [f"{mark}  {block_kit.join_shown(kpis, _IN_A_LINE, short)}" for mark, kpis in groups if kpis]


def _disagreeing(status: ObjectiveStatus) -> list[KeyResultStatus]:
    return [key_result_status for key_result_status in status.key_results if okr_line.disagreement(key_result_status)]


def _objective(digest: Digest, status: ObjectiveStatus, locale: str) -> list[str]:
    first, line, *_ = okr_line.objective(status, locale=locale)
    lines = [first, guardrail_line.append_guardrails(line, digest.guards_of(status.objective.id))]
    found = _disagreeing(status)
    for disagreeing in found[:_DISAGREEMENTS]:
        name, title = key_result_name(disagreeing.key_result.id), block_kit.typed_text(disagreeing.key_result.title, 40)
        lines.append(f"{name} {title}: {okr_line.disagreement(disagreeing, locale=locale)}")
    more = len(found) - _DISAGREEMENTS
    return [*lines, f"and {numbers.count_text(more, 'key result')} more where numbers disagree"] if more > 0 else lines


def _objectives(digest: Digest, locale: str) -> list[block_kit.Block]:
    if not digest.objectives:
        return []
    shown = _choose_objectives(digest)
    known = {objective_status.objective.id for objective_status in shown}
    rest = [objective_status for objective_status in digest.objectives if objective_status.objective.id not in known]
    blocks = [
        block_kit.divider(),
        *[block_kit.section(*_objective(digest, objective_status, locale)) for objective_status in shown],
    ]
    if rest:
        paces = Counter(labels.PACE[objective_status.pace] or "under way" for objective_status in rest)
        words = block_kit.join_names([f"{count} {pace}" for pace, count in paces.most_common()])
        blocks.append(
            block_kit.section(f"{numbers.count_text(len(rest), 'other objective' if shown else 'objective')}: {words}")
        )
    return blocks


def _choose_objectives(digest: Digest) -> list[ObjectiveStatus]:
    """Return the objectives that need a word, the first few of them; all where there are only a few."""
    if len(digest.objectives) <= _OBJECTIVES:
        return list(digest.objectives)
    at_odds = {guardrail.objective.objective.id for guardrail in digest.conflicts}
    return [
        objective_status
        for objective_status in digest.objectives
        if needs_word(objective_status) or objective_status.objective.id in at_odds
    ][:_OBJECTIVES]


def _overdue(digest: Digest) -> list[block_kit.Block]:
    if not digest.overdue:
        return []
    people = [f"{block_kit.mention(person)} ({count})" for person, count in digest.overdue]
    return [block_kit.section(f"Check-ins still waited for: {block_kit.join_at_most(people, _NAMED)}")]


def _date_line(digest: Digest, locale: str) -> block_kit.Block:
    said = f"As of {numbers.day_of_year(digest.on, locale=locale)}."
    shown = (*digest.exceptions, *digest.fine, *digest.no_target)
    if any(kpi_status.kpi.team != digest.team.key for kpi_status in shown):
        said += f" KPIs of the teams below {block_kit.typed_text(digest.team.name, 60)} are included."
    return block_kit.context(said)


def _buttons(digest: Digest) -> block_kit.Block:
    value = button_values.digest_value(digest.team.key, digest.week)
    return block_kit.actions(
        block_kit.button("Show all", ids.DIGEST_SHOW_ALL, value),
        block_kit.button("My check-ins", ids.CHECK_IN_MINE),
        block_kit.button("Why these numbers?", ids.DIGEST_WHY, value),
    )
