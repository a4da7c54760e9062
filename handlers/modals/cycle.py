"""The form that asks why a closed cycle is reopened (RULES 2.1)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.okrs.cycles import CycleError
from handlers import ids
from handlers.deps import Deps
from handlers.metadata import CycleMetadata
from handlers.queries import admin
from handlers.slack import listeners
from handlers.slack.acting import writing
from handlers.slack.payloads import Payload, field, metadata_of, read_text
from handlers.views.blocks import answer
from handlers.views.blocks.block_kit import View


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.REOPEN_FORM)(listeners.form(partial(submit, deps=deps)))


def submit(*, body: Payload, client: WebClient, deps: Deps) -> View:
    """Reopen the cycle, and say how it is closed again; a second submit finds it open."""
    del client
    view = body["view"]
    cycle = metadata_of(view, CycleMetadata).cycle
    block = ids.block(ids.REASON, cycle)
    reason = read_text(field(view, block, ids.REASON))
    with writing(deps, body) as ctx:
        try:
            message = admin.reopen(ctx, cycle, reason=reason, origin="modal")
        except CycleError as refused:
            raise listeners.FormError({block: str(refused)}) from refused
    deps.wake()
    return answer.wrap_in_view(message, title="Reopened")
