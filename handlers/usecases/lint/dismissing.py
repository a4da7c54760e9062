"""What the coach is told not to say again of a thing, with the reason, and how it is taken back (RULES 8)."""

from domain.coach.findings import CoachRule
from domain.company.access import require
from domain.okrs.lint_dismissals import Dismissal
from handlers.context import ActorContext
from handlers.usecases.lint.subjects import find_subject, may_change
from handlers.usecases.okrs import cycles
from handlers.usecases.okrs.key_results import person_of

LONGEST_REASON = 500


def dismiss(ctx: ActorContext, *, subject: str, rule: CoachRule, reason: str, origin: str) -> Dismissal:
    """Keep that a rule does not matter for a thing, and why; what is dismissed already stays as it was.

    Raises:
        AccessError: The person may not change the thing.
        CycleClosedError: It belongs to a closed cycle.
        DismissalError: There is no reason.
        SubjectGoneError: It is not there any more.
    """
    check(ctx, subject)
    words = " ".join(reason.split())[:LONGEST_REASON]
    wanted = Dismissal(subject=subject, rule=rule.value, by=ctx.actor, at=ctx.now, reason=words)
    if not ctx.tx.dismissals.put(wanted):
        return next(
            dismissal
            for dismissal in ctx.tx.dismissals.all()
            if (dismissal.subject, dismissal.rule) == (subject, rule.value)
        )
    ctx.tx.audit.add(
        actor=ctx.actor, action=f"coach dismissed: {rule.value}", subject=subject, old=None, new=words, at=ctx.now,
        origin=origin,
    )  # fmt: skip
    return wanted


def say_again(ctx: ActorContext, *, subject: str, rule: CoachRule, origin: str) -> bool:
    """Let the coach speak of a thing again; tell whether it was silent.

    Raises:
        AccessError: The person may not change the thing.
        CycleClosedError: It belongs to a closed cycle.
        SubjectGoneError: It is not there any more.
    """
    check(ctx, subject)
    known = {(dismissal.subject, dismissal.rule): dismissal.reason for dismissal in ctx.tx.dismissals.all()}
    if not ctx.tx.dismissals.drop(subject, rule.value):
        return False
    ctx.tx.audit.add(
        actor=ctx.actor, action=f"coach speaks again: {rule.value}", subject=subject, old=known[subject, rule.value],
        new=None, at=ctx.now, origin=origin,
    )  # fmt: skip
    return True


def check(ctx: ActorContext, subject: str) -> None:
    """Check that a person may say what matters for a thing: whoever may change it, while its cycle takes writes.

    Raises:
        AccessError: They may not; the sentence says who may.
        CycleClosedError: It belongs to a closed cycle.
        SubjectGoneError: There is no such thing.
    """
    found = find_subject(ctx.tx, subject)
    require(may_change(person_of(ctx.actor, ctx.org), found, ctx.org.teams))
    if found.objective is not None:
        cycles.writable(ctx, found.objective.cycle)
