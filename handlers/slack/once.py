"""What comes twice is answered twice with the same, and done once (DESIGN D16)."""

import hashlib
import json
from collections.abc import Callable

from slack_sdk import WebClient

from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.slack import listeners
from handlers.slack.acting import writing
from handlers.slack.payloads import Payload, values_of
from handlers.views.blocks.block_kit import View

Save = Callable[[ActorContext, Payload], View | None]
"""Saves what a submitted form says, and returns what comes next: a view, or None to close it."""


def submission_of(view: Payload) -> str:
    """Name one submit of a form: the same page with the same answers is the same submit."""
    said = json.dumps([view.get("private_metadata"), values_of(view)], sort_keys=True)
    return f"{view['id']}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def save_once(save: Save, deps: Deps) -> listeners.Listener:
    """Make a listener of a function that saves a form: in one transaction, once, however often the form comes.

    A form that comes again is answered with the view that it was answered with before.
    """

    def submit(*, body: Payload, client: WebClient) -> View | None:
        del client
        with writing(deps, body) as ctx:
            following = _recall_or_save(ctx, body, save)
        deps.wake()
        return following

    return listeners.form(submit)


def _recall_or_save(ctx: ActorContext, body: Payload, save: Save) -> View | None:
    key = f"view:{submission_of(body['view'])}"
    stored = ctx.tx.inbound.recall(key)
    if stored is not None:
        return stored.get("view")
    view = save(ctx, body)
    ctx.tx.inbound.remember(key, {"view": view}, at=ctx.now)
    return view
