"""A check-in of more than five key results: page by page, each saved, also without a prompt and when editing."""

from datetime import timedelta
from decimal import Decimal

from domain.okrs.model import Metric
from domain.values.ids import KeyResultId
from domain.values.units import NUMBER
from tests.people import OWNER
from tests.tiller import CHOICE, LOGOS, WIN_RATE, Running, ask, known

MORE = tuple(KeyResultId(number) for number in range(50, 55))


def six_more(tiller: Running) -> tuple[KeyResultId, ...]:
    with tiller.store.transaction() as tx:
        for number in MORE:
            tx.okrs.add_key_result(
                objective=CHOICE, owner=OWNER.id, title=f"Goal {number}", metric=Metric.INCREASE, unit=NUMBER,
                baseline=Decimal(0), target=Decimal(10), weight=Decimal(1), milestones=(), wanted_id=number,
            )  # fmt: skip
    return (WIN_RATE, LOGOS, *MORE)


def fill(tiller: Running, numbers: tuple[KeyResultId, ...], value: str) -> None:
    for number in numbers:
        tiller.owen.fill(f"value:{number}", value)


def values(tiller: Running) -> dict[int, Decimal]:
    with tiller.store.reading() as tx:
        found = tx.checkins.of([WIN_RATE, LOGOS, *MORE])
    return {number: said[-1].value for number, said in found.items() if said}


def test_a_prompt_of_seven_takes_two_pages(tiller: Running) -> None:
    numbers = six_more(tiller)
    ask(tiller, *numbers)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_open")
    fill(tiller, numbers[:5], "3")
    second = tiller.owen.submit()
    assert second.errors == {}
    assert tiller.read_view(second.opened).splitlines()[0] == "Check-in 2 of 2"
    assert values(tiller)[50] == 3
    fill(tiller, numbers[5:], "4")
    assert "Saved, thanks Owen." in tiller.read_view(tiller.owen.submit().opened)
    assert values(tiller) == {12: 3, 15: 3, 50: 3, 51: 3, 52: 3, 53: 4, 54: 4}


def test_a_check_in_of_ones_own_accord_takes_two_pages_too(tiller: Running) -> None:
    numbers = six_more(tiller)
    assert tiller.owen.command("/okr", "checkin").opened is not None
    fill(tiller, numbers[:5], "5")
    assert tiller.owen.submit().errors == {}
    fill(tiller, numbers[5:], "6")
    assert tiller.owen.submit().errors == {}
    assert values(tiller)[54] == 6


def test_an_edit_goes_through_all_pages_again(tiller: Running) -> None:
    numbers = six_more(tiller)
    ask(tiller, *numbers)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_open")
    for part in (numbers[:5], numbers[5:]):
        fill(tiller, part, "3")
        tiller.owen.submit()
    tiller.owen.close()
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_edit")
    for part in (numbers[:5], numbers[5:]):
        fill(tiller, part, "8")
        assert tiller.owen.submit().errors == {}
    assert set(values(tiller).values()) == {Decimal(8)}


def test_a_key_result_that_is_gone_meanwhile_counts_as_skipped(tiller: Running) -> None:
    ask(tiller, WIN_RATE, LOGOS)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_open")
    fill(tiller, (WIN_RATE, LOGOS), "9")
    view = known(tiller.owen.modal)
    metadata = view["private_metadata"].replace("15", "999")
    answered = tiller.dispatch(tiller.submission(OWNER.id, {**view, "private_metadata": metadata}))
    assert answered["response_action"] == "update"
    assert values(tiller)[15] == 6
