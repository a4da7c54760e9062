"""Messages and views with every block and every element that the emulator accepts."""

from typing import Any

Payload = dict[str, Any]


def plain(text: str) -> Payload:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Payload:
    return {"type": "mrkdwn", "text": text}


def options(*texts: str) -> list[Payload]:
    return [{"text": plain(text), "value": text.lower()} for text in texts]


def rich(text: str, **style: bool) -> Payload:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text, "style": style}]}
    return {"type": "rich_text", "elements": [section]}


def axes(kind: str, series: dict[str, list[float]], categories: list[str], **more: Any) -> Payload:
    drawn = [
        {
            "name": name,
            "data": [{"label": label, "value": value} for label, value in zip(categories, values, strict=True)],
        }
        for name, values in series.items()
    ]
    chart = {"type": kind, "series": drawn, "axis_config": {"categories": categories, **more}}
    return {"type": "data_visualization", "title": f"A {kind} chart", "chart": chart}


IMAGE = {"type": "image", "image_url": "https://pictures.example/cat.png", "alt_text": "A cat on a boat"}
CONFIRM = {
    "title": plain("Really?"),
    "text": marked("It *cannot* be undone."),
    "confirm": plain("Do it"),
    "deny": plain("No"),
}
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "7", "style": "primary"}
MENU: Payload = {"type": "static_select", "placeholder": plain("Pick one"), "options": options("Red", "Green")}
GROUPED: Payload = {
    "type": "static_select",
    "option_groups": [
        {"label": plain("Warm"), "options": options("Orange")},
        {"label": plain("Cold"), "options": options("Blue")},
    ],
}
MENUS: list[Payload] = [
    MENU,
    GROUPED,
    {"type": "users_select", "placeholder": plain("Who")},
    {"type": "conversations_select"},
    {"type": "channels_select"},
    {"type": "external_select", "min_query_length": 1},
    {"type": "multi_static_select", "options": options("One", "Two", "Three"), "max_selected_items": 2},
    {"type": "multi_users_select"},
    {"type": "multi_conversations_select"},
    {"type": "multi_channels_select"},
    {"type": "multi_external_select"},
    {
        "type": "checkboxes",
        "options": [{"text": marked("*Bold* choice"), "value": "b", "description": marked("_why_")}],
    },
    {"type": "radio_buttons", "options": options("Yes", "No")},
    {"type": "datepicker", "initial_date": "2026-03-02"},
    {"type": "timepicker", "initial_time": "09:30"},
]
BUTTONS: list[Payload] = [
    BUTTON,
    {"type": "button", "text": plain("Delete"), "style": "danger", "confirm": CONFIRM},
    {"type": "button", "text": plain("Read more"), "url": "https://example.com/more"},
    {
        "type": "overflow",
        "options": [*options("Edit", "Move"), {"text": plain("Open"), "value": "o", "url": "https://example.com/"}],
    },
]
TYPED: list[Payload] = [
    {"type": "plain_text_input", "placeholder": plain("One line")},
    {"type": "plain_text_input", "multiline": True, "initial_value": "Two\nlines"},
    {"type": "number_input", "is_decimal_allowed": True, "min_value": "0"},
    {"type": "email_text_input"},
    {"type": "url_text_input"},
    {"type": "rich_text_input", "action_id": "rich"},
    {"type": "datetimepicker", "initial_date_time": 1772442000},
    {"type": "file_input", "filetypes": ["csv"], "max_files": 2},
]
PROSE = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "bold", "style": {"bold": True}},
                {"type": "text", "text": " and struck", "style": {"strike": True, "italic": True, "code": True}},
                {"type": "link", "url": "https://example.com/", "text": "a link"},
                {"type": "emoji", "name": "tada", "unicode": "1f389"},
                {"type": "user", "user_id": "U0GRACE01"},
                {"type": "channel", "channel_id": "C0GROWTH1"},
                {"type": "usergroup", "usergroup_id": "S0TEAM001"},
                {"type": "broadcast", "range": "here"},
                {"type": "date", "timestamp": 1772442000, "format": "{date_long}", "fallback": "then"},
                {"type": "color", "value": "#ff0000"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 1,
            "offset": 2,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "third"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code here"}]},
    ],
}
CARD = {
    "type": "card",
    "hero_image": IMAGE,
    "title": plain("A card"),
    "subtitle": plain("Its second line"),
    "body": marked("What it *says*"),
    "actions": [{"type": "button", "text": plain("Take it")}],
}
TASK = {
    "type": "task_card",
    "task_id": "t1",
    "title": "Count the boats",
    "status": "complete",
    "output": rich("Twelve"),
}
MARKDOWN = """# Plans
Some **bold** and _slanted_ words, ~~no~~ `code`, [a page](https://example.com/).

- first
    - inner
1. one
- [x] done

> quoted

| a | b |
|---|---|
| 1 | 2 |

---
```
x = 1
```"""
WEEKS = ["week 1", "week 2", "week 3"]
MESSAGES: list[list[Payload]] = [
    [
        {"type": "header", "text": plain("Everything")},
        {"type": "section", "text": marked("*Bold* _slanted_ ~struck~ `code` <https://example.com/|a page> :tada:")},
        {
            "type": "section",
            "text": marked("<@U0GRACE01> in <#C0GROWTH1> on <!date^1772442000^{date_long}|then>, <!here>"),
        },
        {"type": "section", "text": marked("> quoted\n```\nfenced\n```\nhttps://example.com/bare")},
        {"type": "section", "fields": [marked("*Left*\n1"), plain("Right")], "accessory": BUTTON},
        {"type": "section", "text": plain("With a picture"), "accessory": IMAGE},
        {"type": "divider"},
        {"type": "context", "elements": [IMAGE, marked("Small *words*")]},
        {"type": "image", **{name: IMAGE[name] for name in ("image_url", "alt_text")}, "title": plain("A picture")},
        {"type": "actions", "elements": BUTTONS},
        {"type": "actions", "elements": [*MENUS, {"type": "datetimepicker"}]},
    ],
    [PROSE, {"type": "markdown", "text": MARKDOWN}],
    [
        {
            "type": "table",
            "column_settings": [None, {"align": "right", "is_wrapped": True}],
            "rows": [
                [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Count"}],
                [rich("Ada", bold=True), {"type": "raw_number", "value": 3, "text": "3"}],
            ],
        },
        axes("line", {"Churn": [2, 3, 4.8], "Limit": [4, 4, 4]}, WEEKS, x_label="Week", y_label="Percent"),
        {
            "type": "data_visualization",
            "title": "A pie chart",
            "chart": {"type": "pie", "segments": [{"label": "Ours", "value": 3}, {"label": "Theirs", "value": 1}]},
        },
    ],
    [
        {
            "type": "data_table",
            "caption": "Boats by harbour",
            "page_size": 2,
            "rows": [[{"type": "raw_text", "text": "Harbour"}, {"type": "raw_text", "text": "Boats"}]]
            + [
                [
                    {"type": "raw_text", "text": f"Bay {index}"},
                    {"type": "raw_number", "value": index, "text": f"{index}"},
                ]
                for index in range(1, 6)
            ],
        },
        axes("bar", {"In": [3, -1, 2], "Out": [1, 2, 2]}, WEEKS),
        axes("area", {"All": [10, 12000, 15000]}, WEEKS),
    ],
    [
        CARD,
        {"type": "carousel", "elements": [CARD, {**CARD, "title": plain("Another")}]},
        {
            "type": "container",
            "title": plain("A container"),
            "is_collapsible": True,
            "child_blocks": [{"type": "section", "text": plain("inside")}, {"type": "divider"}],
        },
        {"type": "plan", "title": "A plan", "tasks": [{**TASK, "task_id": "t2", "status": "pending"}]},
        TASK,
        {
            "type": "video",
            "alt_text": "A film",
            "title": plain("The film"),
            "thumbnail_url": "https://example.com/t.png",
            "video_url": "https://example.com/film",
        },
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": plain("Good"), "value": "g"},
                    "negative_button": {"text": plain("Bad"), "value": "b"},
                },
                {"type": "icon_button", "icon": "trash", "text": plain("Remove")},
            ],
        },
    ],
]


def _asked(element: Payload, **more: Any) -> Payload:
    label = element["type"].replace("_", " ").capitalize()
    return {
        "type": "input",
        "label": plain(label),
        "hint": plain(f"About the {label.lower()}"),
        "element": element,
        **more,
    }


MODAL: Payload = {
    "type": "modal",
    "title": plain("All inputs"),
    "submit": plain("Save"),
    "blocks": [
        *(
            {"type": "alert", "text": marked(f"Level *{level}*"), "level": level}
            for level in ("default", "info", "warning", "error", "success")
        ),
        *(_asked(element, optional=True) for element in (*TYPED, *MENUS)),
    ],
}
HOME: Payload = {"type": "home", "blocks": [MESSAGES[0][0], *MESSAGES[0][4:10], MESSAGES[2][0], PROSE]}
