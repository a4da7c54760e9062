"""The workspace: its people, conversations and files, and what is stored in them."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from bot.emulator.clock import EmulatorClock
from bot.emulator.errors import SlackError
from bot.emulator.ids import Ids, digest_id
from bot.emulator.manifest import Manifest
from bot.emulator.records import Conversation, Kind, Person, StoredFile


class Workspace:
    """Plain state. Everything here runs on the emulator's loop, so nothing needs a lock."""

    def __init__(self, *, manifest: Manifest, clock: EmulatorClock, ids: Ids) -> None:
        self.manifest = manifest
        self.clock = clock
        self.ids = ids
        self.team_id = digest_id("T", "local workspace")
        self.team_name = "Local workspace"
        self.domain = "local"
        self.app_id = digest_id("A", manifest.name)
        self.bot_id = digest_id("B", manifest.name)
        self.bot_user_id = digest_id("U", manifest.name)
        self.people: dict[str, Person] = {}
        self.conversations: dict[str, Conversation] = {}
        self.ephemerals: list[dict[str, Any]] = []
        self.files: dict[str, StoredFile] = {}
        handle = manifest.bot_name.lower().replace(" ", "")
        self.add_person(Person(id=self.bot_user_id, name=manifest.bot_name, handle=handle, tz="UTC", is_bot=True))

    def add_person(self, person: Person) -> Person:
        """Let somebody in, or replace who has this id."""
        ZoneInfo(person.tz)
        self.people[person.id] = person
        return person

    def add_conversation(self, *, id: str, name: str, kind: Kind, members: list[str]) -> Conversation:  # noqa: A002 - Slack's word
        """Open a channel or a DM, or replace the one with this id."""
        created = int(self.clock.timestamp())
        conversation = Conversation(id=id, name=name, kind=kind, created=created, members=list(members))
        self.conversations[id] = conversation
        return conversation

    def direct_id(self, user_id: str) -> str:
        """The id of a person's DM with the bot, open or not."""
        return digest_id("D", f"{user_id} {self.bot_user_id}")

    def direct(self, user_id: str) -> Conversation:
        """A person's DM with the bot, opened when it was not.

        Raises:
            SlackError: `user_not_found`, `user_disabled` or `cannot_dm_bot`.
        """
        person = self.people.get(user_id)
        if person is None:
            raise SlackError("user_not_found")
        if person.deleted:
            raise SlackError("user_disabled")
        if person.is_bot:
            raise SlackError("cannot_dm_bot")
        found = self.conversations.get(self.direct_id(user_id))
        members = [user_id, self.bot_user_id]
        return found or self.add_conversation(
            id=self.direct_id(user_id), name="directmessage", kind=Kind.DIRECT, members=members
        )

    def bot_sees(self, conversation: Conversation) -> bool:
        """Whether the bot knows of the conversation: public, or a member of it."""
        return conversation.kind is Kind.PUBLIC or self.bot_user_id in conversation.members

    def visible(self, channel_id: str) -> Conversation:
        """A conversation that the bot knows of.

        Raises:
            SlackError: `channel_not_found`.
        """
        conversation = self.conversations.get(channel_id)
        if conversation is None or not self.bot_sees(conversation):
            raise SlackError("channel_not_found")
        return conversation

    def person_of(self, direct: Conversation) -> Person:
        """The person at the other end of a DM."""
        return self.people[next(member for member in direct.members if member != self.bot_user_id)]

    def place(self, conversation: Conversation) -> str:
        """The conversation as the transcript names it."""
        return self.person_of(conversation).name if conversation.is_direct else f"#{conversation.name}"

    def names(self) -> dict[str, str]:
        """Names of people and channels by id."""
        people = {person.id: person.name for person in self.people.values()}
        return people | {
            conversation.id: conversation.name
            for conversation in self.conversations.values()
            if not conversation.is_direct
        }

    def next_ts(self, conversation: Conversation) -> str:
        """A message id: the emulated instant, and later than every other in the conversation."""
        now = self.clock.now().astimezone(UTC)
        microseconds = int(now.timestamp()) * 1_000_000 + now.microsecond
        conversation.last_microseconds = max(microseconds, conversation.last_microseconds + 1)
        seconds, rest = divmod(conversation.last_microseconds, 1_000_000)
        return f"{seconds:010d}.{rest:06d}"

    def forget(self) -> None:
        """Drop messages, files and ephemeral messages; keep people and conversations."""
        for conversation in self.conversations.values():
            conversation.messages.clear()
        self.ephemerals.clear()
        self.files.clear()
