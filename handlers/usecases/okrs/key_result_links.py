"""What a key result is linked to: the person who owns it, and the KPI that feeds it."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.kpis.model import Kpi
from domain.okrs.drafts import DraftRefusedError, Field, KeyResultDraft
from domain.okrs.model import Metric
from domain.values.ids import KpiKey
from handlers.context import Context

KINDS: Mapping[Metric, str] = MappingProxyType(
    {
        Metric.INCREASE: "goes up",
        Metric.DECREASE: "goes down",
        Metric.MAINTAIN: "is kept",
        Metric.MILESTONE: "is made of steps",
        Metric.BINARY: "is done or not",
        Metric.BASELINE: "finds a number",
    }
)
"""What a key result of each kind does, as the end of a sentence."""


def check_links(ctx: Context, draft: KeyResultDraft) -> None:
    """Check that a key result's owner is somebody, and that the KPI that feeds it counts in the same unit.

    Raises:
        DraftRefusedError: One of them is not, with a sentence each.
    """
    problems: dict[Field, str] = {}
    owner = ctx.org.people.get(draft.owner) if draft.owner is not None else None
    if draft.owner is not None and (owner is None or not owner.active):
        problems[Field.OWNER] = "I don’t know this person. A coordinator can add them to a team."
    if draft.kpi is not None:
        sentence = _feeds_not(ctx.tx.kpis.get(draft.kpi), draft, draft.kpi)
        problems |= {Field.KPI: sentence} if sentence else {}
    if problems:
        raise DraftRefusedError(problems)


def _feeds_not(kpi: Kpi | None, draft: KeyResultDraft, key: KpiKey) -> str:
    """Say why a KPI cannot feed a key result; nothing where it can."""
    if kpi is None:
        return f"There is no KPI ‘{key}’ any more. Choose another one, or none."
    if draft.metric in (Metric.MILESTONE, Metric.BINARY):
        return f"A KPI gives a number, but this key result {KINDS[draft.metric]}."
    if kpi.unit != draft.unit:
        return f"{kpi.name} is counted in {kpi.unit}, this key result in {draft.unit}: they must be the same."
    return ""
