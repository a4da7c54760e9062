"""What the coach says of one key result, while it is typed or once it stands (RULES 8).

By words: task, unmeasurable, maintain. By numbers: business as usual, sandbagged, conflict. Where several would say the
same, the plainest one does: a task is not also told that it has no number.
"""

from domain.coach.computed import business_as_usual, conflict, find_sandbagging
from domain.coach.drafts import Draft
from domain.coach.findings import CoachRule, Finding, sort_findings
from domain.coach.rewrites import add_numbers, add_outcome, kpi_instead, quote
from domain.coach.wording import Wording, read_title

MOST_FINDINGS = 2
"""More than this at once is not read."""


def lint_key_result(draft: Draft) -> tuple[Finding, ...]:
    """Return what the coach says of a key result: at most two findings, the more useful first."""
    if not draft.title.strip():
        return ()
    by_words = _judge_wording(draft, read_title(draft.title))
    found = [conflict(draft), by_words]
    # What is to be maintained is usual by its own words, and what has no number yet cannot be too easy.
    if by_words is None:
        found.append(business_as_usual(draft) or find_sandbagging(draft))
    return sort_findings(finding for finding in found if finding is not None)[:MOST_FINDINGS]


def _judge_wording(draft: Draft, wording: Wording) -> Finding | None:
    # Numbers of its own make a key result of any words, unless they only count how much of the deed is done.
    if wording.is_task and (not draft.has_way or draft.counts_the_doing):
        return _finding(
            draft,
            CoachRule.TASK,
            f"{quote(draft.title)} is something you do. What changes when it is done?",
            add_outcome(wording, draft),
        )
    if wording.is_to_stay:
        return _finding(
            draft,
            CoachRule.MAINTAIN,
            f"{quote(draft.title)} asks for things to stay as they are. Make it a KPI with a limit: it alerts you by"
            " itself, and no quarter ends it.",
            kpi_instead(wording),
        )
    if wording.is_unmeasurable and not draft.has_way:
        return _finding(draft, CoachRule.UNMEASURABLE, _explain_unmeasurable(wording), add_numbers(wording, draft))
    return None


def _explain_unmeasurable(wording: Wording) -> str:
    if wording.relative is not None:
        return (
            f"{quote(wording.title)} says how much shall change, but not from where: at the end nobody could tell"
            " whether it did."
        )
    return f"{quote(wording.title)} has no number that could be reached. Which one would show it, and from where?"


def _finding(draft: Draft, rule: CoachRule, why: str, rewrite: str) -> Finding:
    return Finding(rule=rule, subject=draft.subject, about=draft.title.strip(), why=why, rewrite=rewrite)
