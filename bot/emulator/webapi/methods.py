"""All methods that the local Slack knows."""

from collections.abc import Mapping

from bot.emulator.webapi import apps, chat, conversations, files, history, reactions, users, views
from bot.emulator.webapi.registry import Method

_FAMILIES = (apps, chat, conversations, files, history, reactions, users, views)
ALL: Mapping[str, Method] = {method.name: method for family in _FAMILIES for method in family.METHODS}
