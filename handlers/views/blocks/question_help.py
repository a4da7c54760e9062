"""What somebody gets who writes to Tiller in words that it does not understand (RULES 9.4)."""

from handlers import ids
from handlers.views.blocks import block_kit


def explain_questions(not_understood: str = "") -> block_kit.Message:
    """Say what can be asked in words; first what was not understood, if anything was said."""
    first = "I keep KPIs and OKRs. You can ask me in words:"
    if not_understood:
        first = f"I did not understand “{block_kit.typed_text(not_understood, 100)}”. You can ask me in words:"
    lines = [
        "• how is churn?  a KPI, with its chart",
        "• what is at risk in growth?  key results that need a word",
        "• KR-12, or why KR-12?  one key result, and the sum behind it",
        "• growth, or @ada  a team's, or a person's",
        "• set churn 3.1%  log a reading",
    ]
    note = f"{ids.OKR} help and {ids.KPI} help list all that I answer."
    row = block_kit.actions(block_kit.button(f"{ids.OKR} help", ids.HELP, ids.OKR.removeprefix("/")))
    return block_kit.message(
        first,
        [block_kit.section(f"*{first}*"), block_kit.section(*lines), block_kit.context(note), row],
        compared_with=1,
    )


def explain_forms(command: str) -> block_kit.Message:
    """Say that a form opens from a button or a command only."""
    first = f"A form needs a click: here is one. In words it takes a line, for example {command} set churn 3.1%."
    return block_kit.message(
        first,
        [block_kit.section(first), block_kit.actions(block_kit.button("Log a reading", ids.KPI_LOG, style="primary"))],
        compared_with=1,
    )
