"""What a template must know of a button, a menu or an input to draw it: its choices, its answer, when it tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from bot.emulator.blocks.state import Values
from bot.emulator.page.mrkdwn_html import Pen

Element = Mapping[str, Any]
_BY_PERSON = frozenset({"users_select", "multi_users_select"})
_BY_PLACE = frozenset({"channels_select", "multi_channels_select"})
_TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that can be chosen; `text` is finished markup, `words` the same for where no markup can stand."""

    value: str
    text: Markup
    words: str
    description: Markup | None = None
    url: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Choices under a heading, or without one."""

    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A message, a modal or Home with the answers that one person has given in it.

    Attributes:
        key: Tells its inputs from those of any other on the page: `m1760000000.000100`, `V0001`.
        values: The answers, as `state.values` holds them.
        people: Id and name of everyone who can be chosen; `channels` and `directs` likewise.
        pictures: File ids whose content the page can show.
    """

    key: str
    pen: Pen
    values: Values
    people: Sequence[tuple[str, str]] = ()
    channels: Sequence[tuple[str, str]] = ()
    directs: Sequence[tuple[str, str]] = ()
    pictures: frozenset[str] = frozenset()

    def answer(self, block: Element, element: Element) -> Mapping[str, Any]:
        """The entry of `state.values` for an element; empty where it has none."""
        return self.values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""), {})

    def typed(self, block: Element, element: Element) -> str:
        """The text in an input."""
        held = self.answer(block, element)
        if element["type"] == "rich_text_input":
            return _flat(held.get("rich_text_value"))
        return str(held.get("value") or "")

    def picked(self, block: Element, element: Element) -> str:
        """The date, the time or the moment in a picker, as the browser's own inputs write it."""
        held = self.answer(block, element)
        moment = held.get("selected_date_time")
        if moment is not None:
            return f"{datetime.fromtimestamp(moment, tz=UTC).astimezone(self.pen.reader.zone):%Y-%m-%dT%H:%M}"
        return str(held.get("selected_date") or held.get("selected_time") or "")

    def files(self, block: Element, element: Element) -> list[Mapping[str, Any]]:
        """The files in a file input."""
        return list(self.answer(block, element).get("files") or [])

    def live(self, block: Element, element: Element) -> str:
        """When the app hears of a change: `change`, `enter`, `character`; empty for not before the form is sent."""
        if block["type"] == "input" and not block.get("dispatch_action"):
            return ""
        if element["type"] not in _TEXTS:
            return "change"
        when = element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
        return "character" if "on_character_entered" in when else "enter"

    def id(self, block: Element, element: Element | None = None) -> str:
        """An id for the page: the same for the same place, whatever is written there."""
        place = f"{self.key}/{block.get('block_id')}/{(element or {}).get('action_id', '')}"
        return f"f{sha256(place.encode(errors='surrogatepass')).hexdigest()[:12]}"

    def groups(self, block: Element, element: Element) -> list[Group]:
        """What can be chosen in a menu or a list to tick, and what is."""
        chosen = self._read_chosen(block, element)
        if element["type"] in _BY_PERSON:
            return [Group(label="", choices=self._name_of(self.people, chosen, "@"))]
        if element["type"] in _BY_PLACE:
            return [Group(label="", choices=self._name_of(self.channels, chosen, "#"))]
        if "conversations" in element["type"]:
            places = Group(label="Channels", choices=self._name_of(self.channels, chosen, "#"))
            return [places, Group(label="Direct messages", choices=self._name_of(self.directs, chosen, "@"))]
        if "external" in element["type"]:
            held = self.answer(block, element)
            options = held.get("selected_options") or [held.get("selected_option")]
            return [Group(label="", choices=[self._choice(option, chosen) for option in options if option])]
        groups = element.get("option_groups") or [{"options": element.get("options", [])}]
        return [
            Group(
                label=str(self.pen.plain(group["label"]["text"])) if "label" in group else "",
                choices=[self._choice(option, chosen) for option in group["options"]],
            )
            for group in groups
        ]

    def shown_to(self, element: Element) -> bool:
        """Whether this person sees an element that is meant for some only."""
        return "visible_to_user_ids" not in element or self.pen.me in element["visible_to_user_ids"]

    def text(self, text_object: Element) -> Markup:
        """A text object as markup."""
        if text_object["type"] == "mrkdwn":
            return self.pen.mrkdwn(text_object["text"])
        return self.pen.plain(text_object["text"])

    def _read_chosen(self, block: Element, element: Element) -> set[str]:
        chosen: set[str] = set()
        for name, held in self.answer(block, element).items():
            if name.startswith("selected_"):
                listed = held if isinstance(held, list) else [held]
                chosen |= {str(item["value"]) if isinstance(item, Mapping) else str(item) for item in listed if item}
        return chosen

    def _choice(self, option: Element, chosen: set[str]) -> Choice:
        description = option.get("description")
        return Choice(
            value=option["value"],
            text=self.text(option["text"]),
            words=Markup(self.text(option["text"])).striptags(),  # noqa: S704 - markup already
            description=self.text(description) if description else None,
            url=option.get("url", ""),
            chosen=option["value"] in chosen,
        )

    def _name_of(self, known: Sequence[tuple[str, str]], chosen: set[str], sign: str) -> list[Choice]:
        names = dict(known) | {name: self.pen.reader.names.get(name, name) for name in sorted(chosen - {*dict(known)})}
        shown = [(id_, f"{sign}{name}" if sign == "#" else name) for id_, name in names.items()]
        return [
            Choice(value=id_, text=Markup("{}").format(name), words=name, chosen=id_ in chosen) for id_, name in shown
        ]


def _flat(rich: Element | None) -> str:
    """The words of a rich text that somebody typed here."""
    if rich is None:
        return ""
    if isinstance(rich.get("elements"), list):
        return "".join(_flat(element) for element in rich["elements"])
    return str(rich.get("text", ""))
