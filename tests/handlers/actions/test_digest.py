"""The buttons of a digest."""

import pytest

from tests.handlers.actions.test_alerts import button
from tests.people import GROWTH
from tests.tiller import Running

CHANNEL = GROWTH.channel or ""


def posted(tiller: Running) -> dict[str, object]:
    with tiller.store.transaction() as tx:
        tx.subscriptions.add(team=GROWTH.key, to=CHANNEL, weekday=2, hour=9, timezone="Europe/Amsterdam")
    tiller.tiller.tick()
    tiller.deliver()
    return tiller.slack.messages(CHANNEL)[0]


@pytest.mark.parametrize("action_id", ["digest_show_all", "digest_why"])
def test_what_stands_behind_a_digest_stays_as_it_was(tiller: Running, action_id: str) -> None:
    digest = posted(tiller)
    before = tiller.read_view(tiller.owen.click(digest, action_id=action_id).opened)
    assert "Growth, 9–15 Nov, as of Wed 18 Nov 2026" in before
    tiller.mia.command("/kpi", "set churn 4.8%")
    assert tiller.read_view(tiller.sam.click(digest, action_id=action_id).opened) == before


@pytest.mark.parametrize("action_id", ["digest_show_all", "digest_why"])
def test_without_what_was_kept_it_is_as_things_stand_now(tiller: Running, action_id: str) -> None:
    message = tiller.post(CHANNEL, button(action_id, "growth:2026-W30"))
    assert "as of Wed 18 Nov 2026" in tiller.read_view(tiller.owen.click(message, action_id=action_id).opened)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "This button is from an older digest. /kpi digest shows the newest."),
        ("gone:2026-W46", "This team is not there any more, so there is nothing behind its digest."),
    ],
)
def test_a_button_that_leads_nowhere_says_so(tiller: Running, value: str, sentence: str) -> None:
    message = tiller.post(CHANNEL, button("digest_show_all", value))
    assert tiller.answer(tiller.owen.click(message, action_id="digest_show_all")) == sentence
