"""Small sound payloads for tests to break."""

from typing import Any

from bot.emulator.blocks.validate import message_problems, view_problems

Payload = dict[str, Any]


def plain(text: str = "x") -> Payload:
    return {"type": "plain_text", "text": text}


def marked(text: str = "x") -> Payload:
    return {"type": "mrkdwn", "text": text}


def option(text: str = "a", value: str | None = None) -> Payload:
    return {"text": plain(text), "value": value or text}


def section(text: str = "x", **fields: Any) -> Payload:
    return {"type": "section", "text": marked(text), **fields}


def button(**fields: Any) -> Payload:
    return {"type": "button", "text": plain("ok"), **fields}


def actions(*elements: Payload, **fields: Any) -> Payload:
    return {"type": "actions", "elements": list(elements), **fields}


def asks(element: Payload, **fields: Any) -> Payload:
    return {"type": "input", "label": plain("l"), "element": element, **fields}


def modal(*blocks: Payload, **fields: Any) -> Payload:
    return {"type": "modal", "title": plain("t"), "submit": plain("ok"), "blocks": list(blocks), **fields}


def home(*blocks: Payload, **fields: Any) -> Payload:
    return {"type": "home", "blocks": list(blocks), **fields}


def raw(text: str = "a") -> Payload:
    return {"type": "raw_text", "text": text}


def table(*rows: list[Payload], **fields: Any) -> Payload:
    return {"type": "table", "rows": list(rows) or [[raw()]], **fields}


def chart(series: dict[str, list[float]], categories: list[str], kind: str = "line", **fields: Any) -> Payload:
    points = [
        {
            "name": name,
            "data": [{"label": label, "value": value} for label, value in zip(categories, values, strict=False)],
        }
        for name, values in series.items()
    ]
    drawn = {"type": kind, "series": points, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": "Churn", "chart": drawn, **fields}


def pie(**segments: float) -> Payload:
    drawn = {"type": "pie", "segments": [{"label": label, "value": value} for label, value in segments.items()]}
    return {"type": "data_visualization", "title": "Shares", "chart": drawn}


def refused(*blocks: Payload) -> list[str]:
    """What Slack says of a message with these blocks."""
    return [str(problem) for problem in message_problems({"text": "t", "blocks": list(blocks)})]


def view_refused(view: Payload) -> list[str]:
    """What Slack says of a view."""
    return [str(problem) for problem in view_problems(view)]
