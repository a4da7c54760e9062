"""What comes twice is answered twice with the same, and done once (RELIABILITY 2.7)."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from handlers.payloads import Payload, values_of
from handlers.views.message import View
from storage.store import Transaction


def submission_of(view: Payload) -> str:
    """Name one submit of a form: the same page with the same answers is the same submit."""
    said = json.dumps([view.get("private_metadata"), values_of(view)], sort_keys=True)
    return f"{view['id']}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def once(tx: Transaction, key: str, make: Callable[[], View | None], *, at: datetime) -> View | None:
    """Do what a form asks for, or return the view that it was answered with before."""
    stored = tx.inbound.recall(key)
    if stored is not None:
        return stored.get("view")
    view = make()
    tx.inbound.remember(key, {"view": view}, at=at)
    return view
