"""The `views.*` methods: modals and Home."""

from collections.abc import Mapping
from typing import Any

from bot.emulator.blocks.validate import view_problems
from bot.emulator.errors import SlackError, invalid_argument
from bot.emulator.limits import Tier
from bot.emulator.screens import Screen
from bot.emulator.triggers import Trigger
from bot.emulator.webapi.drafts import refuse_problems
from bot.emulator.webapi.registry import Call, Method


def _view(call: Call, kind: str | None) -> Mapping[str, Any]:
    view = call.args.structure("view")
    if view is None:
        raise invalid_argument("missing required field: view")
    refuse_problems(view_problems(view), otherwise="invalid_arguments")
    if kind is not None and view["type"] != kind:
        raise invalid_argument(f"unsupported type: {view['type']} [json-pointer:/view/type]")
    judged: Mapping[str, Any] = view
    return judged


def _trigger(call: Call) -> Trigger:
    return call.slack.triggers.look_up(call.args.text("trigger_id") or call.args.required("interactivity_pointer"))


def _show(call: Call, screen: Screen, line: str, trigger: Trigger | None = None) -> dict[str, Any]:
    slack = call.slack
    view = slack.screens.view_object(screen)
    slack.transcript.view(slack.workspace.people[screen.user_id].name, line, view)
    if trigger is not None:
        trigger.used = True
        trigger.outcome.opened = view
    slack.changed.notify()
    return {"ok": True, "view": view}


def _open(call: Call) -> dict[str, Any]:
    trigger = _trigger(call)
    screen = call.slack.screens.open(trigger.user_id, _view(call, "modal"))
    return _show(call, screen, "A modal opens:", trigger)


def _push(call: Call) -> dict[str, Any]:
    trigger = _trigger(call)
    view = _view(call, "modal")
    if trigger.modal_id is None:
        raise SlackError("not_found")
    screen = call.slack.screens.push(trigger.user_id, view)
    return _show(call, screen, "Another modal opens on top:", trigger)


def _update(call: Call) -> dict[str, Any]:
    view_id, external_id = call.args.text("view_id"), call.args.text("external_id")
    if bool(view_id) is bool(external_id):
        raise invalid_argument("must provide exactly one of `view_id` or `external_id`")
    screens = call.slack.screens
    screen = screens.find(view_id) if view_id else screens.find_external(external_id)
    view = _view(call, None)
    if screen is None or view["type"] != screen.content["type"]:
        raise SlackError("not_found")
    if "hash" in call.args and call.args.text("hash") != screen.hash:
        raise SlackError("hash_conflict")
    screens.replace(screen, view)
    if screen.waiting is not None:
        screen.waiting.opened, screen.waiting = screens.view_object(screen), None
    return _show(call, screen, "The modal changes:" if view["type"] == "modal" else "Home changes:")


def _publish(call: Call) -> dict[str, Any]:
    slack = call.slack
    user_id = call.args.required("user_id")
    view = _view(call, "home")
    if not slack.manifest.home_tab:
        raise SlackError("not_enabled")
    person = slack.workspace.people.get(user_id)
    if person is None or person.is_bot:
        raise invalid_argument(f"invalid user_id: {user_id}")
    before = slack.screens.homes.get(user_id)
    if "hash" in call.args and before is not None and call.args.text("hash") != before.hash:
        raise SlackError("hash_conflict")
    screen = slack.screens.publish(user_id, view)
    published = slack.screens.view_object(screen)
    waiting = slack.screens.watching_home.pop(user_id, None)
    if waiting is not None:
        waiting.opened = published
        slack.transcript.view(person.name, "Home shows:", published)
    slack.changed.notify()
    return {"ok": True, "view": published}


METHODS = (
    Method(name="views.open", run=_open, tier=Tier.T4, json=True),
    Method(name="views.push", run=_push, tier=Tier.T4, json=True),
    Method(name="views.update", run=_update, tier=Tier.T4, json=True),
    Method(name="views.publish", run=_publish, tier=Tier.T4, json=True),
)
