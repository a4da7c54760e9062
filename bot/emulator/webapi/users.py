"""The `users.*` methods, and those about the workspace and its bot."""

from typing import Any

from bot.emulator.errors import SlackError
from bot.emulator.limits import Tier
from bot.emulator.shapes import user_object
from bot.emulator.webapi.registry import Call, Method, page


def _info(call: Call) -> dict[str, Any]:
    person = call.slack.workspace.people.get(call.args.required("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"ok": True, "user": user_object(call.slack.workspace, person)}


def _list(call: Call) -> dict[str, Any]:
    workspace = call.slack.workspace
    shown, cursor = page(list(workspace.people.values()), call.args, default=1000, most=1000)
    members = [user_object(workspace, person) for person in shown]
    now = int(workspace.clock.timestamp())
    return {"ok": True, "members": members, "cache_ts": now, "response_metadata": {"next_cursor": cursor}}


def _by_email(call: Call) -> dict[str, Any]:
    wanted = call.args.required("email").casefold()
    for person in call.slack.workspace.people.values():
        if person.email is not None and person.email.casefold() == wanted and not person.deleted:
            return {"ok": True, "user": user_object(call.slack.workspace, person)}
    raise SlackError("users_not_found")


def _presence(call: Call) -> dict[str, Any]:
    if call.args.text("user", call.slack.workspace.bot_user_id) not in call.slack.workspace.people:
        raise SlackError("user_not_found")
    return {"ok": True, "presence": "active"}


def _team(call: Call) -> dict[str, Any]:
    workspace = call.slack.workspace
    team = {"id": workspace.team_id, "name": workspace.team_name, "domain": workspace.domain, "email_domain": ""}
    return {"ok": True, "team": team}


def _bot(call: Call) -> dict[str, Any]:
    workspace = call.slack.workspace
    if call.args.text("bot", workspace.bot_id) != workspace.bot_id:
        raise SlackError("bot_not_found")
    bot = {"id": workspace.bot_id, "deleted": False, "name": workspace.manifest.bot_name}
    return {"ok": True, "bot": bot | {"app_id": workspace.app_id, "user_id": workspace.bot_user_id}}


def _auth_test(call: Call) -> dict[str, Any]:
    workspace = call.slack.workspace
    return {
        "ok": True,
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.team_name,
        "user": workspace.people[workspace.bot_user_id].handle,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


METHODS = (
    Method(name="auth.test", run=_auth_test, tier=Tier.SPECIAL, json=True),
    Method(name="users.info", run=_info, tier=Tier.T4, scopes=("users:read",)),
    Method(name="users.list", run=_list, tier=Tier.T2, scopes=("users:read",)),
    Method(name="users.lookupByEmail", run=_by_email, tier=Tier.T3, scopes=("users:read.email",)),
    Method(name="users.getPresence", run=_presence, tier=Tier.T3, scopes=("users:read",)),
    Method(name="team.info", run=_team, tier=Tier.T3, scopes=("team:read",), json=True),
    Method(name="bots.info", run=_bot, tier=Tier.T3, scopes=("users:read",)),
)
