"""Answers `/okr export`: a cycle's objectives and key results as a file in the asker's messages (RULES 9 and 11)."""

from domain.ledger.deliveries import Method, NewDelivery
from handlers.queries.query import Query
from handlers.usecases.exports.for_person import okrs_for
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import Message
from handlers.views.blocks.numbers import count_text


def answer(query: Query) -> Message:
    """Lay the file in the outbox, and say that it comes; needs a write transaction.

    Raises:
        TillerError: There is no such cycle, nothing in it, or the asker may not have it.
    """
    file = okrs_for(query, cycle=query.rest)
    delivery = NewDelivery(
        key=f"export:{query.key}",
        kind="export",
        to=query.actor,
        method=Method.UPLOAD,
        payload={
            "filename": f"okrs-{file.cycle.name}.csv",
            "title": f"OKRs of {file.cycle.name}",
            "content": file.content,
        },
    )
    query.notify(delivery)
    held = f"{count_text(file.objectives, 'objective')} and {count_text(file.key_results, 'key result')}"
    return problem.sentence(f"{file.cycle.name} comes to you as a CSV file in our direct messages: {held}.")
