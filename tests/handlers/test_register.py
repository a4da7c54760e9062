"""Whatever comes is answered: unknown buttons, forms, shortcuts and commands; and ids that cannot drift apart."""

import ast
import re
from pathlib import Path
from typing import Any

import yaml
from slack_bolt import App

from handlers import ids
from handlers.deps import Deps
from handlers.register import register
from storage.store import Store
from tests.handlers.actions.test_alerts import button
from tests.people import GROWTH, NOW, OWNER
from tests.tiller import MANIFEST, Running, known

ROOT = Path(__file__).resolve().parents[2]
OLD = "This button is from an older message. /okr and /kpi show how things stand now."
OTHERS = {"READ_ONLY"}
"""A form without a button to send it."""


def test_an_old_button_is_answered_with_a_sentence(tiller: Running) -> None:
    for place in (GROWTH.channel or "", OWNER.id):
        message = tiller.post(place, button("promote_alert", "1"))
        assert tiller.answer(tiller.owen.click(message, action_id="promote_alert")) == OLD


def test_an_old_button_on_home_is_answered_with_a_form(tiller: Running) -> None:
    view = {"type": "home", "blocks": button("gone", "1")["blocks"]}
    tiller.tiller.client.views_publish(user_id=OWNER.id, view=view)
    opened = tiller.owen.click(tiller.owen.home, action_id="gone").opened
    assert OLD in tiller.read_view(opened)


def test_a_form_that_nobody_knows_is_answered_with_a_sentence(tiller: Running) -> None:
    view = {"id": "V1", "callback_id": "gone", "type": "modal", "blocks": [], "state": {"values": {}}}
    answered = tiller.dispatch(tiller.submission(OWNER.id, view))
    assert answered["response_action"] == "update"
    assert "nothing was saved. Open it again." in str(answered["view"])


def test_a_form_that_is_closed_is_acknowledged(tiller: Running) -> None:
    body = tiller.submission(OWNER.id, {"id": "V1", "callback_id": "any", "type": "modal", "blocks": []})
    assert tiller.dispatch({**body, "type": "view_closed"}) == {}


def test_a_shortcut_that_nobody_knows_is_answered(tiller: Running) -> None:
    answered = tiller.dispatch(
        {
            "type": "shortcut",
            "callback_id": "gone",
            "user": {"id": OWNER.id},
            "team": {"id": tiller.slack.team_id},
            "trigger_id": "1.1.1",
        }
    )
    assert answered == {}
    assert tiller.texts(tiller.owen.dm)[-1] == OLD
    assert tiller.forgive()


def test_a_command_that_nobody_knows_is_answered(tiller: Running) -> None:
    body = {"command": "/goals", "text": "", "user_id": OWNER.id, "team_id": tiller.slack.team_id, "trigger_id": "1"}
    assert tiller.dispatch(body)["text"] == "I don’t know /goals. I answer /okr help and /kpi help."


def test_a_busy_database_is_told_and_nothing_typed_is_lost(tiller: Running) -> None:
    assert tiller.mia.shortcut("log_kpi_reading").opened is not None
    tiller.mia.fill("kpi", "churn")
    tiller.mia.fill("value", "3")
    busy = known(tiller.mia.modal)
    with tiller.store.transaction():
        answered = tiller.dispatch_elsewhere(tiller.submission(tiller.mia.id, busy))
    assert answered == {
        "response_action": "errors",
        "errors": {"kpi": "Not saved: the database is busy. Your text is still here, press Submit again."},
    }
    assert tiller.mia.submit().errors == {}


def test_a_defect_is_told_in_a_sentence_and_logged(tiller: Running) -> None:
    body = {"command": "/okr", "text": 7, "user_id": None, "team_id": tiller.slack.team_id, "trigger_id": None}
    assert tiller.dispatch(body)["text"].startswith("I don’t know ‘7’")
    tiller.store.close()
    text = tiller.dispatch({**body, "text": "growth"})["text"]
    assert text.startswith(("Something went wrong on my side", "Nothing was done", "Growth on"))


def literals() -> dict[str, str]:
    return {name: value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}


def listened(store: Store) -> dict[str, set[str]]:
    """The ids that are listened to by name: actions, forms, shortcuts and commands."""
    heard: dict[str, set[str]] = {"action": set(), "view": set(), "shortcut": set(), "command": set()}

    class Ear(App):
        def action(self, constraints: Any, *_: Any, **__: Any) -> Any:
            return self._hear("action", constraints)

        def view(self, constraints: Any, *_: Any, **__: Any) -> Any:
            return self._hear("view", constraints)

        def shortcut(self, constraints: Any, *_: Any, **__: Any) -> Any:
            return self._hear("shortcut", constraints)

        def command(self, command: Any, *_: Any, **__: Any) -> Any:
            return self._hear("command", command)

        def _hear(self, kind: str, constraints: Any) -> Any:
            if not isinstance(constraints, re.Pattern):
                heard[kind].add(constraints)
            return lambda listener: listener

    ear = Ear(token="xoxb-1", signing_secret="s", token_verification_enabled=False)
    register(ear, Deps(store=store, now=lambda: NOW))
    return heard


def rendered(kind: str) -> set[str]:
    """The ids that views render: of buttons and menus outside forms, or of forms."""
    found = set()
    for path in (ROOT / "handlers" / "views").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        names = re.findall(r"callback_id=ids\.([A-Z_]+)", text) if kind == "view" else _buttons(text)
        found |= {str(getattr(ids, name)) for name in names if name not in OTHERS}
    return found


def _buttons(text: str) -> list[str]:
    """The second argument of each `m.button`, and of the one menu outside a form."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [
        call.args[1].attr
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and (call.func.attr == "button" or (call.func.attr == "menu" and "Snooze" in ast.dump(call.args[0])))
        and isinstance(call.args[1], ast.Attribute)
    ]


def test_each_button_and_form_that_is_rendered_has_a_listener_and_each_listener_is_rendered(
    sqlite_store: Store,
) -> None:
    heard = listened(sqlite_store)
    told_at_once = {ids.VALUE, ids.LIMIT, ids.LIMITS_SEASON, ids.KPI_TARGET, ids.KPI_UNIT, ids.KPI_DIRECTION}
    told_at_once |= {ids.KR_METRIC, ids.KR_TITLE, ids.KR_TARGET, ids.KR_KPI, ids.O_TITLE}
    assert heard["action"] == rendered("action") | told_at_once
    assert heard["view"] == rendered("view")


def test_commands_and_shortcuts_are_those_of_the_manifest(sqlite_store: Store) -> None:
    heard = listened(sqlite_store)
    features = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["features"]
    assert heard["command"] == {feature["command"] for feature in features["slash_commands"]}
    assert heard["shortcut"] == {feature["callback_id"] for feature in features["shortcuts"]}


def test_no_id_is_left_over() -> None:
    own = (ROOT / "handlers" / "ids.py").read_text(encoding="utf-8")
    others = [path for path in (ROOT / "handlers").rglob("*.py") if path.name != "ids.py"]
    named = set(re.findall(r"\bids\.([A-Z_]+)", "".join(path.read_text(encoding="utf-8") for path in others)))
    within = {name for name in literals() if len(re.findall(rf"\b{name}\b", own)) > 1}
    assert sorted(set(literals()) - named - within) == []
