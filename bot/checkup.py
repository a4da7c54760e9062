"""The check-up: what stands in the way of a Tiller that is set up, each as a sentence that says what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import Settings
from domain.company.teams import Role
from storage.store import Store

MANIFEST = Path(__file__).resolve().parents[1] / "manifest.yml"
"""The app as Slack is told of it."""
_COST = {
    "app_mentions:read": "mentions of the bot are not answered",
    "channels:history": "a message to a channel may come twice after a crash",
    "channels:read": "nobody can tell beforehand whether a digest's channel is there",
    "chat:write": "nothing can be said at all",
    "commands": "/okr and /kpi do not work",
    "files:write": "the summary comes without its CSV file",
    "groups:history": "a message to a private channel may come twice after a crash",
    "im:history": "a direct message may come twice after a crash",
    "im:write": "direct messages may fail",
    "users:read": "names and time zones of people are not known",
}
_CHANNEL_ERRORS = {
    "channel_not_found": "is not there for the bot: it is gone, or private without the bot in it. Invite the bot",
    "missing_scope": "cannot be looked at without the scope channels:read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: as it shall be, or not."""

    ok: bool
    sentence: str


def check_up(settings: Settings, store: Store, client: WebClient) -> Iterator[Finding]:
    """Look at the database, the tokens, the scopes and the channels; nothing is changed and nothing is posted."""
    revision = store.revision()
    if revision is None:
        yield Finding(ok=False, sentence="The database is empty. Run python -m bot migrate, then import.")
        return
    yield Finding(ok=True, sentence=f"The database is at version {revision}.")
    yield from _company(settings, store)
    yield from _outbox(store)
    signed_in = False
    for finding in _bot_token(client):
        signed_in = signed_in or finding.ok
        yield finding
    if signed_in:
        yield from _app_token(settings, client)
        yield from _channels(store, client)


def _company(settings: Settings, store: Store) -> Iterator[Finding]:
    with store.reading() as tx:
        people, teams = tx.people.all(), tx.teams.all()
    yield Finding(ok=bool(teams), sentence=f"Teams: {len(teams)}. People: {len(people)}.")
    if not settings.COORDINATORS and not any(person.role is Role.COORDINATOR for person in people):
        yield Finding(ok=False, sentence="Nobody is a coordinator. Set COORDINATORS, or a role in people.csv.")
    silent = [team.name for team in teams if team.channel is None]
    if silent:
        yield Finding(ok=True, sentence=f"Without a channel, so without a digest: {', '.join(silent)}.")


def _outbox(store: Store) -> Iterator[Finding]:
    with store.reading() as tx:
        dead, waiting, paused = tx.outbox.list_dead(), tx.outbox.pending_count(), tx.outbox.workspace_paused()
    yield Finding(ok=not dead, sentence=f"Messages waiting: {waiting}. Given up: {len(dead)}.")
    for delivery in dead[:10]:
        yield Finding(ok=False, sentence=f"Given up: {delivery.key} to {delivery.to}: {delivery.last_error}.")
    if paused is not None:
        yield Finding(ok=False, sentence=f"Delivery is paused, since Slack refused the bot's token: {paused}.")


def _bot_token(client: WebClient) -> Iterator[Finding]:
    try:
        answer = client.auth_test()
    except SlackApiError as refused:
        error = refused.response.get("error")
        yield Finding(ok=False, sentence=f"Slack does not take SLACK_BOT_TOKEN: {error}. Copy it again.")
        return
    except (OSError, ValueError) as problem:
        yield Finding(ok=False, sentence=f"Slack does not answer at {client.base_url}: {problem}.")
        return
    yield Finding(ok=True, sentence=f"Signed in to {answer.get('team')} as {answer.get('user')}.")
    yield from _scopes(answer.headers)


def _scopes(headers: Mapping[str, Any]) -> Iterator[Finding]:
    """Compare what Slack grants, which it tells with every answer, with what the manifest asks for."""
    told = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if told is None:
        return
    granted = {scope.strip() for scope in str(told).split(",")}
    asked = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    missing = [scope for scope in asked if scope not in granted]
    for scope in missing:
        cost = _COST.get(scope, "something of it will not work")
        yield Finding(ok=False, sentence=f"The scope {scope} is missing: {cost}. Reinstall the app from manifest.yml.")
    if not missing:
        yield Finding(ok=True, sentence=f"All {len(asked)} scopes of manifest.yml are granted.")


def _app_token(settings: Settings, client: WebClient) -> Iterator[Finding]:
    if settings.SLACK_APP_TOKEN is None:
        yield Finding(ok=True, sentence="No SLACK_APP_TOKEN: Slack's requests come by signed HTTP.")
        return
    try:
        client.apps_connections_open(app_token=settings.SLACK_APP_TOKEN.get_secret_value())
    except SlackApiError as refused:
        error = refused.response.get("error")
        yield Finding(ok=False, sentence=f"Slack does not take SLACK_APP_TOKEN: {error}. It needs connections:write.")
    else:
        yield Finding(ok=True, sentence="Socket Mode can connect.")


def _channels(store: Store, client: WebClient) -> Iterator[Finding]:
    with store.reading() as tx:
        subscriptions, teams = tx.subscriptions.all(), {team.key: team.name for team in tx.teams.all()}
    fine = 0
    for subscription in subscriptions:
        problem = _problem_of_channel(client, subscription.to)
        fine += problem is None
        if problem is not None:
            yield Finding(ok=False, sentence=f"The digest of {teams[subscription.team]}: {subscription.to} {problem}.")
    if fine:
        yield Finding(ok=True, sentence=f"Channels of digests that the bot is in: {fine}.")


def _problem_of_channel(client: WebClient, address: str) -> str | None:
    if not address.startswith(("C", "G")):
        return None
    try:
        channel = client.conversations_info(channel=address)["channel"]
    except SlackApiError as refused:
        error = str(refused.response.get("error"))
        return _CHANNEL_ERRORS.get(error, f"cannot be looked at: {error}")
    if channel.get("is_archived"):
        return "is archived. Give the team another channel"
    return None if channel.get("is_member", True) else f"is #{channel.get('name')}, and the bot is not in it. Invite it"
