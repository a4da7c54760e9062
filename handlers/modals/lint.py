"""The form that asks why something that the coach said does not matter (RULES 8)."""

from slack_bolt import App

from domain.coach.findings import CoachRule
from domain.okrs.lint_dismissals import DismissalError
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import LintMetadata, OldFormError
from handlers.slack import listeners
from handlers.slack.once import save_once
from handlers.slack.payloads import Payload, field, metadata_of, read_text
from handlers.usecases.lint import dismissing, subjects
from handlers.views.blocks import answer
from handlers.views.blocks.block_kit import View
from handlers.views.lint import finding


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.LINT_FORM)(save_once(_save, deps))


def _save(ctx: ActorContext, body: Payload) -> View:
    """Keep the reason, and say how it is undone."""
    view = body["view"]
    metadata = metadata_of(view, LintMetadata)
    if metadata.rule not in set(CoachRule):
        raise OldFormError("This form is from an older version. Close it and open it again.")
    rule = CoachRule(metadata.rule)
    try:
        reason = read_text(field(view, ids.REASON, ids.REASON))
        kept = dismissing.dismiss(ctx, subject=metadata.subject, rule=rule, reason=reason, origin="modal")
    except DismissalError as refused:
        raise listeners.FormError({ids.REASON: str(refused)}) from refused
    about = subjects.title_of(subjects.find_subject(ctx.tx, metadata.subject), ctx.org.teams)
    return answer.wrap_in_view(finding.is_silent(about, rule, kept, ctx.org.names), title="Not said any more")
