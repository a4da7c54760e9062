"""The two forms behind an alert's buttons: a note, and who shall act."""

from domain.kpis.alerts import Alert
from handlers import ids
from handlers.metadata import AlertMetadata
from handlers.views.blocks import block_kit, form


def note_modal(alert: Alert, *, name: str = "") -> block_kit.View:
    """Ask for a note on an alert; `name` is its KPI's name."""
    field = {"type": "plain_text_input", "action_id": ids.NOTE, "multiline": True, "max_length": 1_000}
    blocks: list[block_kit.Block] = [
        block_kit.section(
            f"What should others know about {block_kit.typed_text(name or 'this alert', 100)}? "
            "It goes to the alert and its thread."
        ),
        form.field("Note", ids.block(ids.NOTE, alert.id), {**field, "focus_on_load": True}),
    ]
    return form.modal(
        "Add a note", blocks, callback_id=ids.NOTE_FORM, submit="Add", close="Cancel", metadata=_metadata(alert)
    )


def assign_modal(alert: Alert, *, name: str = "") -> block_kit.View:
    """Ask who shall act on an alert; `name` is its KPI's name."""
    picker: block_kit.Block = {
        "type": "users_select",
        "action_id": ids.PERSON,
        "placeholder": block_kit.plain("Who?", 150),
    }
    if alert.assigned_to is not None:
        picker["initial_user"] = alert.assigned_to
    blocks: list[block_kit.Block] = [
        block_kit.section(
            f"Who takes {block_kit.typed_text(name or 'this alert', 100)} on? They are mentioned in its thread, once."
        ),
        form.field("Person", ids.block(ids.PERSON, alert.id), picker),
    ]
    return form.modal(
        "Assign", blocks, callback_id=ids.ASSIGN_FORM, submit="Assign", close="Cancel", metadata=_metadata(alert)
    )


def _metadata(alert: Alert) -> str:
    return AlertMetadata(alert=alert.id).encode()
