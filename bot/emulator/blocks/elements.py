"""Interactive elements: buttons, menus, pickers and inputs (SLACK_RULES 1.4)."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.emulator.blocks.composition import (
    ACTION_ID,
    ALT_TEXT,
    AT_MOST,
    CHANNEL_ID,
    CONFIRM,
    DISPATCH_CONFIG,
    FILTER,
    IMAGE_FIELDS,
    IMAGE_SOURCE,
    LINK,
    OPTION,
    OPTION_GROUP,
    PLACEHOLDER,
    PLAIN,
    RICH_OPTION,
    STYLE,
    USER_ID,
    WEB_ADDRESS,
    initial_among_options,
    initial_not_above_maximum,
    option,
    text,
)
from bot.emulator.blocks.richtext import RICH_TEXT_OBJECT
from bot.emulator.blocks.shapes import (
    Check,
    Findings,
    Object,
    Shape,
    Surface,
    block,
    boolean,
    enum,
    exactly_one,
    integer,
    items,
    not_above,
    string,
    text_that,
    too_long,
)

_ID: Mapping[str, Check] = {"action_id": ACTION_ID}
_ACTION: Mapping[str, Check] = {**_ID, "confirm": CONFIRM}
_FOCUS: Mapping[str, Check] = {"focus_on_load": boolean}
_PICK: Mapping[str, Check] = {**_ACTION, **_FOCUS, "placeholder": PLACEHOLDER}
_TYPE: Mapping[str, Check] = {**_ID, **_FOCUS, "placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH_CONFIG}
_LABEL: Mapping[str, Check] = {"accessibility_label": string(0, 75)}


def _is_day(value: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_zone(value: str) -> bool:
    try:
        return bool(value) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


_DAY = text_that(_is_day, "must be a valid date in the format YYYY-MM-DD")
_TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")
_ZONE = text_that(_is_zone, "must be a valid IANA timezone")
_NUMERAL = string(pattern=r"-?\d+(\.\d+)?")


def _numbers_fit(element: Object, pointer: str, findings: Findings) -> None:
    """Bounds and the initial value of a number input agree with each other and with `is_decimal_allowed`."""
    given = {name: element[name] for name in ("min_value", "max_value", "initial_value") if name in element}
    for name, value in given.items():
        if not element["is_decimal_allowed"] and "." in value:
            findings.add(f"{pointer}/{name}", "must be an integer when decimals are not allowed")
    initial = given.get("initial_value")
    if initial is None:
        return
    if "min_value" in given and Decimal(initial) < Decimal(given["min_value"]):
        findings.add(f"{pointer}/initial_value", f"must be greater than or equal to {given['min_value']}")
    if "max_value" in given and Decimal(initial) > Decimal(given["max_value"]):
        findings.add(f"{pointer}/initial_value", f"must be less than or equal to {given['max_value']}")


def _initial_text_fits(element: Object, pointer: str, findings: Findings) -> None:
    longest = element.get("max_length")
    if longest is not None and len(element.get("initial_value", "")) > longest:
        findings.add(f"{pointer}/initial_value", too_long(longest))


_CHOICES: Mapping[str, Check] = {"options": items(OPTION, 1, 100), "option_groups": items(OPTION_GROUP, 1, 100)}
_ONE_SOURCE = exactly_one("options", "option_groups")
_QUERY: Mapping[str, Check] = {"min_query_length": integer(0)}
_RESPONSE_URL: Mapping[str, Check] = {"response_url_enabled": boolean}
_CURRENT: Mapping[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}
_MANY: Mapping[str, Check] = {**_PICK, "max_selected_items": AT_MOST}
_SOME_OPTIONS = items(OPTION, 1, 100)

SELECTS: Mapping[str, Check] = {
    "static_select": block(
        optional={**_PICK, **_CHOICES, "initial_option": OPTION},
        rules=(_ONE_SOURCE, initial_among_options),
    ),
    "external_select": block(optional={**_PICK, **_QUERY, "initial_option": OPTION}),
    "users_select": block(optional={**_PICK, "initial_user": USER_ID}),
    "conversations_select": block(
        optional={**_PICK, **_CURRENT, **_RESPONSE_URL, "initial_conversation": string(1)},
    ),
    "channels_select": block(optional={**_PICK, **_RESPONSE_URL, "initial_channel": CHANNEL_ID}),
}
MULTI_SELECTS: Mapping[str, Check] = {
    "multi_static_select": block(
        optional={**_MANY, **_CHOICES, "initial_options": _SOME_OPTIONS},
        rules=(_ONE_SOURCE, initial_among_options, initial_not_above_maximum),
    ),
    "multi_external_select": block(
        optional={**_MANY, **_QUERY, "initial_options": _SOME_OPTIONS},
        rules=(initial_not_above_maximum,),
    ),
    "multi_users_select": block(
        optional={**_MANY, "initial_users": items(USER_ID)},
        rules=(initial_not_above_maximum,),
    ),
    "multi_conversations_select": block(
        optional={**_MANY, **_CURRENT, "initial_conversations": items(string(1))},
        rules=(initial_not_above_maximum,),
    ),
    "multi_channels_select": block(
        optional={**_MANY, "initial_channels": items(CHANNEL_ID)},
        rules=(initial_not_above_maximum,),
    ),
}

_TEN = items(RICH_OPTION, 1, 10)
TICKS: Mapping[str, Check] = {
    "checkboxes": block(
        required={"options": _TEN},
        optional={**_ACTION, **_FOCUS, "initial_options": _TEN},
        rules=(initial_among_options,),
    ),
    "radio_buttons": block(
        required={"options": _TEN},
        optional={**_ACTION, **_FOCUS, "initial_option": RICH_OPTION},
        rules=(initial_among_options,),
    ),
}
PICKERS: Mapping[str, Check] = {
    "datepicker": block(optional={**_PICK, "initial_date": _DAY}),
    "timepicker": block(optional={**_PICK, "initial_time": _TIME, "timezone": _ZONE}),
}
DATETIME: Mapping[str, Check] = {
    "datetimepicker": block(
        optional={**_ACTION, **_FOCUS, "initial_date_time": integer(1_000_000_000, 9_999_999_999)},
    ),
}

_WORKFLOW = Shape(
    required={
        "trigger": Shape(
            required={"url": WEB_ADDRESS},
            optional={
                "customizable_input_parameters": items(Shape(required={"name": string(1), "value": string()})),
            },
        ),
    },
)
BUTTON: Check = block(
    required={"text": text(75, kinds=PLAIN)},
    optional={
        **_ACTION,
        **_LABEL,
        "value": string(0, 2000),
        "url": LINK,
        "style": STYLE,
        "agent_prompt": string(1, 4000),
        "agent_prompt_display": string(1),
        "visible_to_user_ids": items(USER_ID),
    },
)
BUTTONS: Mapping[str, Check] = {
    "button": BUTTON,
    "overflow": block(required={"options": items(option(link=True), 1, 5)}, optional=_ACTION),
    "workflow_button": block(
        required={"text": text(75, kinds=PLAIN), "workflow": _WORKFLOW},
        optional={**_ID, **_LABEL, "style": STYLE},
    ),
}
IMAGE: Check = block(required={"alt_text": ALT_TEXT}, optional=IMAGE_FIELDS, rules=(IMAGE_SOURCE,))

RICH_TEXT_INPUT: Mapping[str, Check] = {
    "rich_text_input": block(
        required={"action_id": ACTION_ID},
        optional={
            **_TYPE,
            "initial_value": RICH_TEXT_OBJECT,
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
        },
        rules=(not_above("min_lines", "max_lines"),),
    ),
}
TYPED: Mapping[str, Check] = {
    "plain_text_input": block(
        optional={
            **_TYPE,
            "initial_value": string(0, 3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        rules=(not_above("min_length", "max_length"), _initial_text_fits),
    ),
    "number_input": block(
        required={"is_decimal_allowed": boolean},
        optional={**_TYPE, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
        rules=(not_above("min_value", "max_value", Decimal), _numbers_fit),
    ),
    "email_text_input": block(optional={**_TYPE, "initial_value": string()}),
    "url_text_input": block(optional={**_TYPE, "initial_value": string()}),
    "file_input": block(optional={**_ID, "filetypes": items(string(1), 1), "max_files": integer(1, 10)}),
}

_FEEDBACK = Shape(required={"text": text(75, kinds=PLAIN), "value": string(1, 2000)}, optional=_LABEL)
CONTEXT_ACTIONS: Mapping[str, Check] = {
    "feedback_buttons": block(required={"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, optional=_ID),
    "icon_button": block(
        required={"icon": enum("trash"), "text": text(75, kinds=PLAIN)},
        optional={**_ACTION, **_LABEL, "value": string(0, 2000), "visible_to_user_ids": items(USER_ID)},
    ),
}

_MODAL = frozenset({Surface.MODAL})
ELEMENT_SURFACES: Mapping[str, frozenset[Surface]] = {
    "datetimepicker": frozenset({Surface.MESSAGE, Surface.MODAL}),
    "number_input": _MODAL,
    "email_text_input": _MODAL,
    "url_text_input": _MODAL,
    "file_input": _MODAL,
    "rich_text_input": frozenset({Surface.MODAL, Surface.HOME}),
}
