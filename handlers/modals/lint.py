"""The form that asks why something that the coach said does not matter (SPEC 8)."""

from slack_bolt import App

from domain.coach.findings import CoachRule
from domain.okrs.lint_dismissals import DismissalError
from handlers import ids
from handlers.deps import Deps
from handlers.organization import Organization
from handlers.slack import listeners
from handlers.slack.once import saved_once
from handlers.slack.payloads import LintMetadata, OldFormError, Payload, actor_of, field, metadata_of, text_in
from handlers.usecases.lint import dismissing, subjects
from handlers.views.blocks import answer
from handlers.views.blocks.message import View
from handlers.views.lint import finding as views
from storage.store import Transaction


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.LINT_FORM)(saved_once(_save, deps))


def _save(tx: Transaction, body: Payload, deps: Deps, org: Organization) -> View:
    """Keep the reason, and say how it is undone."""
    view = body["view"]
    metadata = metadata_of(view, LintMetadata)
    if metadata.rule not in set(CoachRule):
        raise OldFormError("This form is from an older version. Close it and open it again.")
    rule = CoachRule(metadata.rule)
    try:
        kept = dismissing.dismiss(
            tx, subject=metadata.subject, rule=rule, reason=text_in(field(view, ids.REASON, ids.REASON)),
            actor=actor_of(body), now=deps.now(), org=org, origin="modal",
        )  # fmt: skip
    except DismissalError as refused:
        raise listeners.FormError({ids.REASON: str(refused)}) from refused
    about = subjects.title_of(subjects.subject_named(tx, metadata.subject), org.teams)
    return answer.as_view(views.is_silent(about, rule, kept, org.names), title="Not said any more")
