"""What Slack says about a person: name, zone, locale, deactivated or not (RULES 1)."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.company.teams import Person
from domain.values.ids import PersonId
from storage.store import Transaction


def apply_slack_account(person: Person, member: Mapping[str, Any]) -> Person:
    """Return a person with the name, zone, locale and state of their Slack account."""
    profile = member.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), member.get("real_name"), member.get("name"))
    return dataclasses.replace(
        person,
        name=next((name for name in names if name), person.name),
        timezone=member.get("tz") or person.timezone,
        locale=member.get("locale") or person.locale,
        active=not (member.get("deleted") or member.get("is_bot")),
    )


def take_over(tx: Transaction, member: Mapping[str, Any], *, now: datetime) -> bool:
    """Take over what Slack says about one person, if they are known; tell whether anything changed."""
    person = tx.people.get(PersonId(str(member.get("id") or "")))
    if person is None:
        return False
    changed = apply_slack_account(person, member)
    if not tx.people.save(changed):
        return False
    if changed.active != person.active:
        tx.audit.add(
            actor="slack",
            action="person active" if changed.active else "person deactivated",
            subject=person.id,
            old=str(person.active),
            new=str(changed.active),
            at=now,
            origin="slack",
        )
    return True
