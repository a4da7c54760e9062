"""The buttons of a digest: Show all, and why these numbers (RULES 7.2 and 7.6)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from handlers import button_values, ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import OldFormError
from handlers.slack import errors, listeners
from handlers.slack.acting import reading
from handlers.slack.payloads import Payload, action_of, value_of
from handlers.usecases.loop import digests
from handlers.views.blocks.block_kit import View
from handlers.views.loop import digest_details


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.DIGEST_SHOW_ALL)(listeners.click(partial(show, deps=deps, what="all")))
    app.action(ids.DIGEST_WHY)(listeners.click(partial(show, deps=deps, what="why")))


def show(*, body: Payload, client: WebClient, deps: Deps, what: str) -> None:
    """Open what stands behind a digest: what was kept when it was posted, else as things stand now."""
    named = button_values.digest_of(value_of(action_of(body)))
    if named is None:
        raise OldFormError("This button is from an older digest. /kpi digest shows the newest.")
    with reading(deps, body) as ctx:
        view = _view(ctx, *named, what=what)
    late = errors.open_view(client, body, view)
    if late is not None:
        errors.tell(client, body, late)


def _view(ctx: ActorContext, team_key: str, week: str, *, what: str) -> View:
    team = next((team for team in ctx.org.teams.values() if team.key == team_key), None)
    if team is None:
        raise OldFormError("This team is not there any more, so there is nothing behind its digest.")
    kept = digests.read_posted(ctx.tx, team=team.key, week=week)
    if kept is not None:
        stored: View = kept[what]
        return stored
    digest = digests.compose_for(ctx, team=team)
    return (
        digest_details.show_all(digest, names=ctx.org.names) if what == "all" else digest_details.explain_digest(digest)
    )
