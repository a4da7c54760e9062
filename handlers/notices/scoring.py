"""What becomes of a scoring prompt: its DM turns into a receipt (RULES 7.8)."""

from collections.abc import Iterable

from domain.company.teams import locale_of
from domain.ledger.deliveries import Method, NewDelivery
from domain.okrs.cycles import Cycle
from domain.values.ids import KeyResultId, PersonId
from handlers.context import Context
from handlers.notices.checkins import scoring_message
from handlers.usecases.okrs.scoring_pages import ScoringPage, closes_on
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.okrs import scoring, scoring_form
from storage.store import Transaction


def form(page: ScoringPage, *, locale: str) -> View:
    """Render a page of the scoring form; what was scored before stands in it."""
    return scoring_form.modal(
        page.cycle,
        page.number,
        page.of,
        page.statuses,
        judged={number: scoring_form.read_judged(score) for number, score in page.scores.items()},
        style=style_of(locale),
        locale=locale,
    )


def receipts(ctx: Context, cycle: Cycle, owners: Iterable[PersonId], *, because: str) -> None:
    """Turn each owner's scoring DM into a receipt; `because` is the submit, unique."""
    for owner in owners:
        key = scoring_message(cycle.id, owner)
        asked = ctx.tx.outbox.get(key)
        if asked is None:
            continue
        live = [kr for kr in ctx.tx.okrs.key_results_of(owner, [cycle.id]) if not kr.cancelled]
        scores = ctx.tx.scores.of([kr.id for kr in live])
        message = scoring.receipt(
            cycle,
            [(kr, scores[kr.id]) for kr in live if kr.id in scores],
            left=[kr for kr in live if kr.id not in scores],
            closes=closes_on(cycle, org=ctx.org),
            locale=locale_of(ctx.org.people.get(PersonId(asked.to))),
        )
        ctx.notify(
            NewDelivery(
                key=f"{key}:receipt:{because}",
                kind="receipt",
                to=asked.to,
                method=Method.UPDATE,
                payload=message.payload(),
                follows=key,
            )
        )


def thanks(tx: Transaction, key_results: Iterable[KeyResultId], *, locale: str) -> View:
    """Say in the form itself what was recorded."""
    ids = list(key_results)
    scores = tx.scores.of(ids)
    known = tx.okrs.key_results_by_ids(ids)
    return scoring_form.thanks([(known[number], scores[number]) for number in ids if number in scores], locale=locale)
