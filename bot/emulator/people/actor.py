"""`Actor`: a person to act as from a test, a simulation or a demo, with plain synchronous calls."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.emulator.people import acting, clicking, forms
from bot.emulator.people.outcome import Outcome
from bot.emulator.people.places import seen
from bot.emulator.thread import ServerThread

if TYPE_CHECKING:
    from bot.emulator.core import Emulator


class Interaction:
    """What came of an act.

    The act itself returns once the bot has acknowledged it. `opened` and `reply` wait a moment longer when they are
    read, since a bot may open a modal or answer after its acknowledgement.
    """

    def __init__(self, slack: "Emulator", thread: ServerThread, outcome: Outcome) -> None:
        self._slack = slack
        self._thread = thread
        self._outcome = outcome

    def __repr__(self) -> str:
        return f"Interaction({self._outcome})"

    @property
    def acked(self) -> bool:
        """Whether the bot acknowledged it within three seconds."""
        return self._outcome.acked

    @property
    def acked_after_ms(self) -> float | None:
        """After how many milliseconds; None when it did not."""
        return self._outcome.acked_after_ms

    @property
    def ack(self) -> Any:
        """The payload of the acknowledgement, if it had one."""
        return self._outcome.ack

    @property
    def errors(self) -> dict[str, str]:
        """Sentences by `block_id`: from the bot, or from the client that would not submit."""
        return dict(self._outcome.errors)

    @property
    def closed(self) -> bool:
        """Whether the modal went away."""
        return self._outcome.closed

    @property
    def trouble(self) -> str | None:
        """What the person read if it failed."""
        return self._outcome.trouble

    @property
    def sent(self) -> Mapping[str, Any] | None:
        """The message that was said, with its `channel`."""
        return self._outcome.sent

    @property
    def opened(self) -> Mapping[str, Any] | None:
        """The view that opened or changed as a result, or None after waiting for it."""
        if self._outcome.opened is None and self._outcome.may_open:
            self._wait(lambda: self._outcome.opened is not None)
        return self._outcome.opened

    @property
    def reply(self) -> Mapping[str, Any] | None:
        """The first message that answered, from the acknowledgement or the response URL; None after waiting for it."""
        if self._outcome.reply is None and self._outcome.may_reply:
            self._wait(lambda: self._outcome.reply is not None)
        return self._outcome.reply

    def _wait(self, true: Any) -> None:
        self._thread.wait(self._slack.changed.wait_until(true, timeout_s=self._slack.patience_s))


class Actor:
    """One person. Each call waits until the bot has acknowledged, or three seconds have passed."""

    def __init__(self, slack: "Emulator", thread: ServerThread, user_id: str) -> None:
        self._slack = slack
        self._thread = thread
        self.id = user_id

    @property
    def name(self) -> str:
        """Their name."""
        return self._slack.workspace.people[self.id].name

    @property
    def dm(self) -> str:
        """The id of their DM with the bot."""
        return self._slack.workspace.direct_id(self.id)

    def command(self, name: str, text: str = "", channel: str | None = None) -> Interaction:
        """Type a slash command, in their DM with the bot unless a channel is named."""
        return self._did(acting.command(self._slack, self.id, name, text, channel))

    def say(self, text: str, channel: str | None = None, thread_ts: str | None = None) -> Interaction:
        """Write a message; `sent` holds it."""
        return self._did(acting.say(self._slack, self.id, text, channel, thread_ts))

    def click(
        self,
        target: Mapping[str, Any] | str | None = None,
        *,
        action_id: str | None = None,
        value: Any = None,
        block_id: str | None = None,
        label: str | None = None,
    ) -> Interaction:
        """Click or choose in a message, a modal or Home; dialogs that ask again are confirmed.

        Args:
            target: A message as `messages()` or `sees` gives it; a view, or its id; None for the modal in front.
            action_id: Which element.
            value: What is chosen or entered; for buttons, which of several equal ones.
            block_id: In which block.
            label: The text on the button, instead of its `action_id`.

        Raises:
            LookupError: It is not there; the sentence names what is.
        """
        where = {"action_id": action_id, "value": value, "block_id": block_id, "label": label}
        return self._did(clicking.click(self._slack, self.id, target, **where))

    def open_home(self) -> Interaction:
        """Open the app's Home; `opened` waits for what the bot publishes."""
        return self._did(acting.open_home(self._slack, self.id))

    def shortcut(self, callback_id: str) -> Interaction:
        """Use a global shortcut."""
        return self._did(acting.shortcut(self._slack, self.id, callback_id))

    def message_shortcut(self, callback_id: str, message: Mapping[str, Any]) -> Interaction:
        """Use a shortcut on a message."""
        return self._did(acting.message_shortcut(self._slack, self.id, callback_id, message))

    def fill(self, key: str, answer: Any, action_id: str | None = None) -> Interaction | None:
        """Enter an answer into the modal in front, which may be about to open.

        Args:
            key: The `block_id`, label or `action_id` of the input.
            answer: Text, a number, an option's value or visible text, a list where several are taken, None to clear.
            action_id: Which element of the block, where there are several.

        Returns:
            What came of it where the app is told at once, else None.

        Raises:
            LookupError: There is no such input.
            FillError: The client could not hold this answer.
        """
        outcome = self._thread.wait(forms.fill(self._slack, self.id, key, answer, action_id))
        return Interaction(self._slack, self._thread, outcome) if outcome is not None else None

    def submit(self) -> Interaction:
        """Press submit on the modal in front; `errors` says what the client or the bot refused."""
        return self._did(forms.submit(self._slack, self.id))

    def close(self, *, everything: bool = False) -> Interaction:
        """Close the modal in front, or the whole stack."""
        return self._did(forms.close(self._slack, self.id, everything=everything))

    @property
    def modals(self) -> list[dict[str, Any]]:
        """Their open modals, the one in front last."""
        screens = self._slack.screens
        return self._thread.call(lambda: [screens.view_object(screen) for screen in screens.stacks.get(self.id, [])])

    @property
    def modal(self) -> dict[str, Any] | None:
        """The modal in front, or None; `Interaction.opened` waits for one, this does not."""
        modals = self.modals
        return modals[-1] if modals else None

    @property
    def home(self) -> dict[str, Any] | None:
        """The app's Home as published for them, or None."""
        screens = self._slack.screens
        home = screens.homes.get(self.id)
        return self._thread.call(lambda: screens.view_object(home)) if home is not None else None

    @property
    def sees(self) -> list[dict[str, Any]]:
        """All messages they see, ephemeral ones too, oldest first, each with its `channel`."""
        return self._thread.call(lambda: seen(self._slack, self.id))

    def _did(self, act: Any) -> Interaction:
        return Interaction(self._slack, self._thread, self._thread.wait(act))
