"""`/okr export`: a file in the asker's direct messages, for those who may see it."""

from dataclasses import replace

import pytest

from domain.company.access import AccessError
from domain.company.teams import Role
from domain.values.errors import TillerError
from domain.values.ids import PersonId
from handlers import ids, organization
from handlers.queries import exports
from handlers.queries.query import Query
from handlers.views.blocks.block_kit import Message
from tests.people import MEMBER, OWNER
from tests.tiller import NEWCOMER, Running


def asking(tiller: Running, cycle: str = "", *, person: PersonId = OWNER.id) -> Message:
    """Ask, as the command would."""
    with tiller.store.transaction() as tx:
        org = organization.load(tx, calendars=tiller.tiller.deps.calendars)
        text = f"export {cycle}".strip()
        now = tiller.clock.now()
        asked = Query(tx=tx, command=ids.OKR, text=text, actor=person, now=now, org=org, key="command:1")
        return exports.answer(asked)


def test_the_file_comes_to_the_askers_direct_messages_once(tiller: Running) -> None:
    said = asking(tiller).text
    assert said == "2026-Q4 comes to you as a CSV file in our direct messages: 3 objectives and 5 key results."
    asking(tiller)
    tiller.deliver()
    (message,) = [entry for entry in tiller.dms(OWNER.id) if entry.get("files")]
    (file,) = message["files"]
    assert (file["name"], file["title"]) == ("okrs-2026-Q4.csv", "OKRs of 2026-Q4")
    with tiller.store.reading() as tx:
        (laid,) = tx.outbox.by_kind("export")
    assert laid.payload["content"].startswith("kind,id,parent,team,owner,title,")
    assert "key_result,KR-12,O-3,growth,U0OWEN002,Lift win rate,,increase,28,45,percent" in laid.payload["content"]


def test_a_cycle_is_named_and_one_without_objectives_gives_no_file(tiller: Running) -> None:
    assert asking(tiller, "2026-q4").text.startswith("2026-Q4 comes to you")
    with pytest.raises(TillerError, match=r"There is no cycle ‘2027-Q4’\. Did you mean 2026-Q4\?"):
        asking(tiller, "2027-Q4")
    with pytest.raises(TillerError, match=r"There are no objectives in 2026-Q3\."):
        asking(tiller, "2026-Q3")


def test_guests_and_strangers_get_no_file(tiller: Running) -> None:
    with pytest.raises(AccessError, match="I don't know you yet"):
        asking(tiller, person=PersonId(NEWCOMER))
    for change in ({"role": Role.VIEWER}, {"active": False, "role": Role.MEMBER}):
        with tiller.store.transaction() as tx:
            tx.people.save(replace(MEMBER, **change))
        with pytest.raises(AccessError, match="Guests get no export"):
            asking(tiller, person=MEMBER.id)
    with tiller.store.reading() as tx:
        assert not tx.outbox.by_kind("export")
