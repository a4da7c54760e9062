"""What a button or a menu's choice carries in its `value`: written by the view, read by the action.

A message stays in a channel for months, so these never change their form; a value that an older version wrote
differently is read as well, or is None, and then a sentence says where a fresh button is. Slack takes 2,000 characters
(SLACK_RULES 1.2). Each value is a pair of functions, `…_value` and `…_of`, with the number that stands first, or the
key, before a separator that it cannot hold.
"""

from handlers import ids


def snooze_value(alert: int, length: str) -> str:
    """Name a choice of the snooze menu: `41:3d`."""
    return f"{alert}:{length}"


def snooze_of(value: str) -> tuple[int, str] | None:
    """Return the alert and the length of a choice of the snooze menu, or None where it is none."""
    alert, _, length = value.partition(":")
    known = (ids.SNOOZE_DAY, ids.SNOOZE_THREE_DAYS, ids.SNOOZE_WEEK, ids.SNOOZE_READING)
    return (int(alert), length) if alert.isascii() and alert.isdigit() and length in known else None


def return_value(key_result: int, period: str) -> str:
    """Name a proposal to go back to the dashboard: `31:2026-12-07`, the newest period that it saw."""
    return f"{key_result}:{period}"


def return_of(value: str) -> tuple[int, str] | None:
    """Return the key result and the period that such a proposal names, or None where it names none."""
    number, _, period = value.partition(":")
    return (int(number), period) if number.isascii() and number.isdigit() and period else None


def limits_value(kpi: str, was: str, offered: str, asked: str = "") -> str:
    """Name what a button offers: the KPI, the codes of its limits and of those offered, the delivery that asks."""
    return f"{kpi};{was};{offered};{asked}"


def limits_of(value: str) -> tuple[str, str, str, str] | None:
    """Return the four parts of `limits_value`; None for a value of an older message, which is the KPI's key alone."""
    parts = value.split(";")
    four = len(parts) == len(("kpi", "was", "offered", "asked"))
    return (parts[0], parts[1], parts[2], parts[3]) if four else None


def target_value(kpi: str, day: str, text: str) -> str:
    """Name a target that a button saves: the KPI, the day from which it counts or nothing, and the words."""
    return f"{kpi};{day};{text}"


def target_of(value: str) -> tuple[str, str, str] | None:
    """Return the KPI, the day and the words of a target, or None where it is none."""
    kpi, found, rest = value.partition(";")
    day, too, text = rest.partition(";")
    return (kpi, day, text) if found and too else None


def digest_value(team: str, week: str) -> str:
    """Name a digest in a button: `growth:2026-W47`."""
    return f"{team}:{week}"


def digest_of(value: str) -> tuple[str, str] | None:
    """Return the team and the week that a digest's button names, or None where it names none."""
    team, found, week = value.rpartition(":")
    return (team, week) if found and team else None


def lint_value(subject: str, rule: str) -> str:
    """Name what the coach says of a thing: `KR-12;task`."""
    return f"{subject};{rule}"


def lint_of(value: str) -> tuple[str, str] | None:
    """Return the thing and the rule that such a button names, or None where it names none."""
    subject, found, rule = value.rpartition(";")
    return (subject, rule) if found and subject and rule else None
