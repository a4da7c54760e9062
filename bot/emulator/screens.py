"""What people have on their screens: stacks of modals, and the app's Home."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.emulator.blocks.normalize import normalize_blocks
from bot.emulator.blocks.state import initial_values, retain_values
from bot.emulator.errors import SlackError
from bot.emulator.ids import digest_id
from bot.emulator.workspace import Workspace

DEEPEST_STACK = 3
Values = dict[str, dict[str, dict[str, Any]]]


@dataclass(slots=True, kw_only=True, eq=False)
class Screen:
    """One view on one person's screen, with what that person has entered.

    `waiting` is the outcome of the last click in it: an update of the view is what came of that click.
    """

    id: str
    user_id: str
    content: dict[str, Any]
    values: Values
    hash: str
    root_id: str
    previous_id: str | None = None
    changes: int = 0
    waiting: Any = None

    @property
    def external_id(self) -> str:
        """The app's own id for it, or an empty text."""
        return str(self.content.get("external_id") or "")


class Screens:
    """All views that are open, and all Homes that were published.

    `watching_home` holds the outcomes of people who have just opened Home and wait for it; `in_messages` what people
    have entered into inputs of messages, by conversation, message and person.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[Screen]] = {}
        self.homes: dict[str, Screen] = {}
        self.watching_home: dict[str, Any] = {}
        self.in_messages: dict[tuple[str, str, str], Values] = {}

    def find(self, view_id: str) -> Screen | None:
        """An open modal or a published Home."""
        everything = [screen for stack in self.stacks.values() for screen in stack] + list(self.homes.values())
        return next((screen for screen in everything if screen.id == view_id), None)

    def find_external(self, external_id: str) -> Screen | None:
        """The open view with the app's own id."""
        everything = [screen for stack in self.stacks.values() for screen in stack] + list(self.homes.values())
        return next((screen for screen in everything if screen.external_id == external_id), None)

    def top(self, user_id: str) -> Screen | None:
        """The modal in front of a person."""
        stack = self.stacks.get(user_id)
        return stack[-1] if stack else None

    def open(self, user_id: str, view: Mapping[str, Any]) -> Screen:
        """Open a modal in place of those that were open."""
        self._claim_external_id(view, None)
        screen = self._new(user_id, view)
        self.stacks[user_id] = [screen]
        return screen

    def push(self, user_id: str, view: Mapping[str, Any]) -> Screen:
        """Lay a modal over the one in front.

        Raises:
            SlackError: `push_limit_reached`, or `not_found` when there is none to lay it over.
        """
        stack = self.stacks.get(user_id, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST_STACK:
            raise SlackError("push_limit_reached")
        self._claim_external_id(view, None)
        screen = self._new(user_id, view)
        screen.root_id, screen.previous_id = stack[0].id, stack[-1].id
        stack.append(screen)
        return screen

    def replace(self, screen: Screen, view: Mapping[str, Any]) -> None:
        """Show another content in a view; inputs that stay keep what was entered."""
        self._claim_external_id(view, screen)
        screen.content = self._normalize(view)
        screen.values = retain_values(screen.content["blocks"], screen.values)
        screen.changes += 1
        screen.hash = self._hash(screen)

    def publish(self, user_id: str, view: Mapping[str, Any]) -> Screen:
        """Show a Home."""
        screen = self.homes.get(user_id)
        if screen is not None:
            self.replace(screen, view)
            return screen
        self._claim_external_id(view, None)
        screen = self._new(user_id, view)
        self.homes[user_id] = screen
        return screen

    def close(self, screen: Screen) -> None:
        """Take a modal off the screen; what was beneath it shows again."""
        stack = self.stacks.get(screen.user_id, [])
        if screen in stack:
            stack.remove(screen)

    def clear(self, user_id: str) -> None:
        """Take all of a person's modals off the screen."""
        self.stacks.pop(user_id, None)

    def view_object(self, screen: Screen) -> dict[str, Any]:
        """A view as the Web API and the payloads carry it."""
        content, workspace = screen.content, self._workspace
        shape: dict[str, Any] = {
            "id": screen.id,
            "team_id": workspace.team_id,
            "type": content["type"],
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata") or "",
            "callback_id": content.get("callback_id") or "",
            "external_id": screen.external_id,
            "state": {"values": {block: dict(actions) for block, actions in screen.values.items()}},
            "hash": screen.hash,
            "clear_on_close": bool(content.get("clear_on_close", False)),
            "notify_on_close": bool(content.get("notify_on_close", False)),
            "root_view_id": screen.root_id,
            "previous_view_id": screen.previous_id,
            "app_id": workspace.app_id,
            "app_installed_team_id": workspace.team_id,
            "bot_id": workspace.bot_id,
        }
        titles = {name: content.get(name) for name in ("title", "submit", "close")}
        return shape | (
            titles if content["type"] == "modal" else {"title": {"type": "plain_text", "text": "View Title"}}
        )

    def forget(self) -> None:
        """Close everything."""
        self.stacks.clear()
        self.homes.clear()
        self.watching_home.clear()
        self.in_messages.clear()

    def _new(self, user_id: str, view: Mapping[str, Any]) -> Screen:
        content = self._normalize(view)
        id_ = self._workspace.ids.next("V")
        values = initial_values(content["blocks"])
        screen = Screen(id=id_, user_id=user_id, content=content, values=values, hash="", root_id=id_)
        screen.hash = self._hash(screen)
        return screen

    def _normalize(self, view: Mapping[str, Any]) -> dict[str, Any]:
        blocks = normalize_blocks(view["blocks"], self._workspace.ids.short)
        titles = {
            name: {"emoji": True, **view[name]} for name in ("title", "submit", "close") if view.get(name) is not None
        }
        return {**view, **titles, "blocks": blocks}

    def _hash(self, screen: Screen) -> str:
        return f"{int(self._workspace.clock.timestamp())}.{digest_id('', f'{screen.id} {screen.changes}', length=8)}"

    def _claim_external_id(self, view: Mapping[str, Any], own: Screen | None) -> None:
        wanted = view.get("external_id")
        holder = self.find_external(wanted) if wanted else None
        if holder is not None and holder is not own:
            raise SlackError("duplicate_external_id")
