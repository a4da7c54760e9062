"""What becomes of a scoring prompt: its DM turns into a receipt (SPEC 7.8)."""

from collections.abc import Iterable
from datetime import datetime

from domain.ledger.deliveries import Method, NewDelivery
from domain.okrs.cycles import Cycle
from domain.values.ids import KeyResultId, PersonId
from handlers.notices.checkins import scoring_message
from handlers.organization import Organization
from handlers.usecases.okrs.scoring_pages import ScoringPage, closes_on
from handlers.views.blocks.locales import locale_of, style_of
from handlers.views.blocks.message import View
from handlers.views.okrs import scoring as messages
from handlers.views.okrs import scoring_form as forms
from storage.store import Transaction


def form(page: ScoringPage, *, locale: str) -> View:
    """Render a page of the scoring form; what was scored before stands in it."""
    return forms.modal(
        page.cycle,
        page.number,
        page.of,
        page.standings,
        judged={number: forms.judged_of(score) for number, score in page.scores.items()},
        style=style_of(locale),
        locale=locale,
    )


def receipts(
    tx: Transaction, cycle: Cycle, owners: Iterable[PersonId], *, now: datetime, org: Organization, because: str
) -> None:
    """Turn each owner's scoring DM into a receipt; `because` is the submit, unique."""
    for owner in owners:
        key = scoring_message(cycle.id, owner)
        asked = tx.outbox.get(key)
        if asked is None:
            continue
        live = [kr for kr in tx.okrs.key_results_of(owner, [cycle.id]) if not kr.cancelled]
        scores = tx.scores.of([kr.id for kr in live])
        message = messages.receipt(
            cycle,
            [(kr, scores[kr.id]) for kr in live if kr.id in scores],
            left=[kr for kr in live if kr.id not in scores],
            closes=closes_on(cycle, org=org),
            locale=locale_of(org.people.get(PersonId(asked.to))),
        )
        tx.outbox.add(
            NewDelivery(
                key=f"{key}:receipt:{because}",
                kind="receipt",
                to=asked.to,
                method=Method.UPDATE,
                payload=message.payload(),
                follows=key,
            ),
            now=now,
        )


def thanks(tx: Transaction, key_results: Iterable[KeyResultId], *, locale: str) -> View:
    """Say in the form itself what was recorded."""
    ids = list(key_results)
    scores = tx.scores.of(ids)
    known = tx.okrs.key_results_by_ids(ids)
    return forms.thanks([(known[number], scores[number]) for number in ids if number in scores], locale=locale)
