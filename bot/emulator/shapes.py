"""People, conversations and files in the shapes that the Web API returns."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.emulator.records import Conversation, Kind, Person, StoredFile
from bot.emulator.workspace import Workspace


def user_object(workspace: Workspace, person: Person) -> dict[str, Any]:
    """A person as `users.info` returns one; the e-mail address only with its scope."""
    offset = workspace.clock.now().astimezone(ZoneInfo(person.tz)).utcoffset()
    profile: dict[str, Any] = {"real_name": person.name, "display_name": person.name, "team": workspace.team_id}
    if person.email is not None and "users:read.email" in workspace.manifest.scopes:
        profile["email"] = person.email
    return {
        "id": person.id,
        "team_id": workspace.team_id,
        "name": person.handle,
        "real_name": person.name,
        "deleted": person.deleted,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }


def channel_object(workspace: Workspace, conversation: Conversation) -> dict[str, Any]:
    """A conversation as `conversations.info` returns one."""
    if conversation.is_direct:
        person = workspace.person_of(conversation)
        shape = {"id": conversation.id, "created": conversation.created, "is_im": True, "is_archived": False}
        return shape | {"user": person.id, "is_user_deleted": person.deleted, "is_org_shared": False, "is_open": True}
    private = conversation.kind is Kind.PRIVATE
    return {
        "id": conversation.id,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "is_archived": conversation.archived,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": workspace.bot_user_id in conversation.members,
        "created": conversation.created,
        "num_members": len(conversation.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def file_object(workspace: Workspace, stored: StoredFile) -> dict[str, Any]:
    """A file as `files.info` returns one; what Slack finds out while processing is absent until then."""
    base = f"https://files.slack.com/files-pri/{workspace.team_id}-{stored.id}"
    shape: dict[str, Any] = {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title or stored.name,
        "mimetype": "",
        "filetype": "",
        "user": workspace.bot_user_id,
        "size": stored.length,
        "mode": "hosted",
        "url_private": f"{base}/{stored.name}",
        "permalink": f"https://{workspace.domain}.slack.com/files/{workspace.bot_user_id}/{stored.id}/{stored.name}",
        "channels": [name for name in stored.shared_in if name.startswith("C")],
        "ims": [name for name in stored.shared_in if name.startswith("D")],
    }
    if is_processed(workspace, stored):
        kind = stored.name.rsplit(".", 1)[-1].lower()
        image = kind in {"png", "jpg", "jpeg", "gif"}
        mime = f"image/{'jpeg' if kind == 'jpg' else kind}" if image else "application/octet-stream"
        shape |= {"filetype": kind, "mimetype": mime, "has_rich_preview": False}
        if image:
            shape |= {"original_w": 800, "original_h": 400, "thumb_360": f"{base}/thumb_360.{kind}"}
    return shape


def is_processed(workspace: Workspace, stored: StoredFile) -> bool:
    """Whether Slack is done with an upload."""
    return stored.ready_at is not None and workspace.clock.now() >= stored.ready_at
