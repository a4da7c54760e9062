"""The form that logs a KPI's reading: which KPI, which value, for which period (RULES 9.3)."""

from collections.abc import Sequence
from datetime import date

from domain.kpis.model import Kpi
from domain.values.ids import KpiKey
from handlers import ids
from handlers.metadata import Metadata
from handlers.views.blocks import block_kit, form, numbers

_OPTIONS = 100
_GROUPS = 100
_VALUE_LENGTH = 60
_NOTE_LENGTH = 500
_KEY_LENGTH = 75


def log_modal(
    kpis: Sequence[Kpi],
    *,
    today: date,
    chosen: KpiKey | None = None,
    value: str = "",
    note: str = "",
    problem: str = "",
) -> block_kit.View:
    """Ask for a reading.

    Args:
        kpis: Those to choose from, up to 10,000.
        today: The person's day; the period asked for is the one that a day lies in, the last one when untouched.
        chosen: The KPI that is chosen already, or None.
        value: What already stands in the field.
        note: What already stands in the field.
        problem: A sentence above all, when saving failed.
    """
    metadata = Metadata().encode()
    if not kpis:
        return form.modal(
            "Log a reading", [block_kit.section("There is no KPI that you can log.")], callback_id=ids.READ_ONLY
        )
    number: block_kit.Block = {"type": "plain_text_input", "action_id": ids.VALUE, "max_length": _VALUE_LENGTH}
    words: block_kit.Block = {"type": "plain_text_input", "action_id": ids.NOTE, "max_length": _NOTE_LENGTH}
    day: block_kit.Block = {"type": "datepicker", "action_id": ids.PERIOD}
    last = f"Any day of the period. Empty: the last one that ended before {numbers.day(today)}."
    blocks = [
        *([block_kit.section(f"*{block_kit.typed_text(problem, 500)}*")] if problem else []),
        form.field("KPI", ids.KPI_CHOICE, _choice(kpis, chosen)),
        form.field(
            "Value",
            ids.VALUE,
            form.filled_input(number, value, _VALUE_LENGTH),
            hint="As you write it: 12k, 3.5 %, 90 min",
        ),
        form.field("For which period?", ids.PERIOD, day, hint=last, optional=True),
        form.field("Note", ids.NOTE, form.filled_input(words, note, _NOTE_LENGTH), optional=True),
    ]
    return form.modal(
        "Log a reading", blocks, callback_id=ids.READING_FORM, submit="Save", close="Cancel", metadata=metadata
    )


def _choice(kpis: Sequence[Kpi], chosen: KpiKey | None) -> block_kit.Block:
    """Return a menu of KPIs by name; more than a hundred stand in groups, since Slack takes no more in one list."""
    named = sorted(
        (kpi for kpi in kpis if len(kpi.key) <= _KEY_LENGTH), key=lambda kpi: block_kit.clean(kpi.name).lower()
    )
    entries = [(kpi.name, str(kpi.key)) for kpi in named]
    menu = block_kit.menu("Which one?", ids.KPI_CHOICE, entries[:_OPTIONS], chosen=chosen)
    if len(entries) <= _OPTIONS:
        return menu
    starts = range(0, min(len(entries), _OPTIONS * _GROUPS), _OPTIONS)
    groups = [_group(entries[start : start + _OPTIONS]) for start in starts]
    del menu["options"]
    menu["option_groups"] = groups
    for group in groups:
        for option in group["options"]:
            if option["value"] == chosen:
                menu["initial_option"] = option
    return menu


def _group(entries: Sequence[block_kit.Option]) -> block_kit.Block:
    label = f"{block_kit.shorten(entries[0][0], 30)} – {block_kit.shorten(entries[-1][0], 30)}"
    return {"label": block_kit.plain(label, 75), "options": [block_kit.option(entry) for entry in entries]}


def render_saved(receipt: block_kit.Message) -> block_kit.View:
    """Say in the form itself what was saved, before it is closed."""
    blocks = [block for block in receipt.blocks if block["type"] != "actions"]
    return form.modal("Saved", blocks, callback_id=ids.READ_ONLY)
