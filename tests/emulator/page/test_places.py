"""What a person sees where: channels, unread marks, threads, ephemeral messages, files, earlier messages."""

import urllib.error

import pytest
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.page.readers import Tag, ask, page, tags, text_of
from tests.emulator.workspaces import ADA, ELSEWHERE, GONE, GRACE, GROWTH

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def unread(html: str) -> dict[str, str]:
    """The names in the list on the left that have something new, with their marks."""
    lines = [tag for tag in tags(html) if tag.name == "a" and "unread" in tag.attributes.get("class", "")]
    return {tag.attributes["href"].rsplit("/", 1)[-1]: tag.text for tag in lines}


def rows(html: str) -> list[Tag]:
    return [tag for tag in tags(html) if tag.name == "li" and "data-ts" in tag.attributes]


def test_the_first_address_leads_to_somebodys_first_channel(slack: LocalSlack) -> None:
    status, _, headers = ask(slack, "GET", "/")
    assert (status, headers["location"]) == (302, f"/as/{ADA}/{ELSEWHERE}")


def test_switching_the_person_keeps_the_place_where_both_can_be(slack: LocalSlack) -> None:
    where = {
        place: ask(slack, "GET", f"/?as={GRACE}&place={place}")[2]["location"]
        for place in (GROWTH, ELSEWHERE, "home", slack.dm_of(ADA))
    }
    assert where == {
        GROWTH: f"/as/{GRACE}/{GROWTH}",
        ELSEWHERE: f"/as/{GRACE}/{GROWTH}",
        "home": f"/as/{GRACE}/home",
        slack.dm_of(ADA): f"/as/{GRACE}/{slack.dm_of(GRACE)}",
    }


@pytest.mark.parametrize(
    "path", [f"/as/{GONE}", "/as/U0NOBODY1", f"/as/{GRACE}/{ELSEWHERE}", f"/as/{ADA}/{GROWTH}/1.2"]
)
def test_places_that_are_not_ones_own_are_not_shown(slack: LocalSlack, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        page(slack, path)
    assert refused.value.code == 404
    refused.value.close()


def test_unread_messages_are_counted_until_the_place_is_opened(slack: LocalSlack, web: WebClient) -> None:
    for text in ("one", "two"):
        web.chat_postMessage(channel=GROWTH, text=text)
    slack.actor(ADA).say("three", GROWTH)
    assert unread(page(slack, f"/as/{ADA}"))[GROWTH] == "#growth2 unread"
    page(slack, f"/as/{ADA}/{GROWTH}")
    assert GROWTH not in unread(page(slack, f"/as/{ADA}"))
    assert unread(page(slack, f"/as/{GRACE}"))[GROWTH] == "#growth3 unread"


def test_an_ephemeral_message_is_there_for_its_person_only(slack: LocalSlack, web: WebClient) -> None:
    web.chat_postEphemeral(channel=GROWTH, user=ADA, text="psst")
    assert "psst" in text_of(page(slack, f"/as/{ADA}/{GROWTH}"))
    assert "Only visible to you" in text_of(page(slack, f"/as/{ADA}/{GROWTH}"))
    assert "psst" not in page(slack, f"/as/{GRACE}/{GROWTH}")


def test_looking_at_a_dm_that_is_not_open_yet_does_not_open_it(slack: LocalSlack) -> None:
    assert "Nothing has been said here yet." in text_of(page(slack, f"/as/{ADA}/{slack.dm_of(ADA)}"))
    assert slack.dm_of(ADA) not in slack.core.workspace.conversations


def test_a_thread_stands_beside_its_channel(slack: LocalSlack, web: WebClient) -> None:
    parent = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    web.chat_postMessage(channel=GROWTH, text="answer", thread_ts=parent)
    html = page(slack, f"/as/{ADA}/{GROWTH}")
    assert "answer" not in text_of(html)
    assert "1 reply" in text_of(html)
    thread = [row.attributes["id"][0] for row in rows(page(slack, f"/as/{ADA}/{GROWTH}/{parent}"))]
    assert thread == ["m", "t", "t"]


def test_edits_reactions_and_attachments_are_shown(slack: LocalSlack, web: WebClient) -> None:
    ts = web.chat_postMessage(channel=GROWTH, text="wrong", attachments=[{"text": "*more*"}])["ts"]
    web.chat_update(channel=GROWTH, ts=ts, text="right")
    web.reactions_add(channel=GROWTH, timestamp=ts, name="tada")
    text = text_of(page(slack, f"/as/{ADA}/{GROWTH}"))
    assert "wrong" not in text
    for words in ("right", "(edited)", "🎉 1", "more"):
        assert words in text


def shared(slack: LocalSlack, web: WebClient, name: str, content: bytes, channel: str) -> str:
    file = web.files_getUploadURLExternal(filename=name, length=len(content))
    slack.core.workspace.files[file["file_id"]].content = content
    web.files_completeUploadExternal(files=[{"id": file["file_id"]}], channel_id=channel)
    return str(file["file_id"])


def test_files_are_lent_for_download_and_only_pictures_are_shown(slack: LocalSlack, web: WebClient) -> None:
    picture = shared(slack, web, "x.svg", PNG, GROWTH)
    script = shared(slack, web, "evil\r\nname.png", b"<svg onload=alert(1)>", GROWTH)
    html = page(slack, f"/as/{ADA}/{GROWTH}")
    assert [tag.attributes["src"] for tag in tags(html) if tag.name == "img"] == [f"/page/as/{ADA}/files/{picture}"]
    kinds = {id_: ask(slack, "GET", f"/page/as/{ADA}/files/{id_}")[2] for id_ in (picture, script)}
    assert kinds[picture]["content-type"] == "image/png"
    assert kinds[script]["content-type"] == "application/octet-stream"
    assert kinds[script]["content-disposition"] == "attachment; filename*=UTF-8''evil%0D%0Aname.png"
    assert kinds[script]["x-content-type-options"] == "nosniff"


def test_a_file_of_somebody_elses_conversation_is_not_lent(slack: LocalSlack, web: WebClient) -> None:
    slack.add_channel(id="C0CLOSED1", name="closed", members=[ADA])
    id_ = shared(slack, web, "plan.txt", b"secret", "C0CLOSED1")
    assert ask(slack, "GET", f"/page/as/{ADA}/files/{id_}")[:2] == (200, "secret")
    assert ask(slack, "GET", f"/page/as/{GRACE}/files/{id_}")[0] == 404


def test_earlier_messages_come_in_pieces_without_a_gap(slack: LocalSlack, web: WebClient) -> None:
    sent = [str(web.chat_postMessage(channel=GROWTH, text=f"number {index}")["ts"]) for index in range(120)]
    html = page(slack, f"/as/{ADA}/{GROWTH}")
    viewer = next(tag.attributes["data-viewer"] for tag in tags(html) if tag.name == "body")
    found = [row.attributes["data-ts"] for row in rows(html)]
    assert len(found) == 50
    while "Earlier messages" in html:
        html = ask(slack, "GET", f"/page/as/{ADA}/older?viewer={viewer}&before={found[0]}")[1]
        found = [*(row.attributes["data-ts"] for row in rows(html)), *found]
    assert found == sent


def test_a_message_of_another_day_begins_with_its_date(still: LocalSlack) -> None:
    still.actor(ADA).say("today", GROWTH)
    still.clock.move_to(still.clock.now().replace(day=3))
    still.actor(ADA).say("tomorrow", GROWTH)
    days = [tag.text for tag in tags(page(still, f"/as/{ADA}/{GROWTH}")) if tag.attributes.get("class") == "day"]
    assert days == ["Monday, 2 March 2026", "Tuesday, 3 March 2026"]
