"""The day from which something counts, as people write it."""

from datetime import date

import pytest

from domain.calendar.effective_dates import StartNotReadError, split_start, starting_day

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-05", date(2027, 1, 5)),
        ("2027-02", date(2027, 2, 1)),
        ("Q1 2027", date(2027, 1, 1)),
        ("q2", date(2027, 4, 1)),
        ("Q1", date(2027, 1, 1)),
        ("2027-Q3", date(2027, 7, 1)),
        ("October", date(2026, 10, 1)),
        ("january", date(2027, 1, 1)),
        ("Feb 2028", date(2028, 2, 1)),
        ("1 Dec", date(2026, 12, 1)),
        ("the start of March", date(2027, 3, 1)),
        ("1st of March 2027", date(2027, 3, 1)),
        ("March 5, 2027", date(2027, 3, 5)),
        ("29 Feb 2028", date(2028, 2, 29)),
        ("2027", date(2027, 1, 1)),
        ("next week", date(2026, 11, 23)),
        ("next month", date(2026, 12, 1)),
        ("next quarter", date(2027, 1, 1)),
        ("next year", date(2027, 1, 1)),
        ("today", TODAY),
        ("Tomorrow.", date(2026, 11, 19)),
        ("baseline", None),
        ("5", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert starting_day(text, today=TODAY) == day


def test_a_leap_day_is_found_in_the_year_that_has_one() -> None:
    assert starting_day("29 Feb", today=date(2027, 11, 18)) == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["2027-13-01", "30 Feb", "29 Feb 2027"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(StartNotReadError, match=r"as the day from which it counts\. Try 2027-01-01"):
        starting_day(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("< 2% from Q1 2027", ("< 2%", date(2027, 1, 1))),
        ("< 2%, starting from 1 Jan 2027", ("< 2%", date(2027, 1, 1))),
        ("at or above 95% as of tomorrow", ("at or above 95%", date(2026, 11, 19))),
        ("from 5 to 10", ("from 5 to 10", None)),
        ("from 5 to 10 from October", ("from 5 to 10", date(2026, 10, 1))),
        ("TBD from next quarter", ("TBD", date(2027, 1, 1))),
        (" < 2% ", ("< 2%", None)),
        ("up 5% from baseline", ("up 5% from baseline", None)),
        (f"{'x' * 600} from 2027", (f"{'x' * 600} from 2027", None)),
    ],
)
def test_a_target_is_split_from_its_day(text: str, split: tuple[str, date | None]) -> None:
    assert split_start(text, today=TODAY) == split


@pytest.mark.parametrize("text", ["< 2% from 13/1/2027", "< 2% from Feb 30", "< 2% from next sprint", "5 from the 3rd"])
def test_what_was_meant_as_a_day_is_never_taken_for_a_target(text: str) -> None:
    with pytest.raises(StartNotReadError):
        split_start(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("December", date(2027, 1, 10), date(2026, 12, 1)),
        ("Q4", date(2027, 1, 10), date(2026, 10, 1)),
        ("Q1", date(2026, 12, 20), date(2027, 1, 1)),
        ("29 Feb", date(2028, 3, 1), date(2028, 2, 29)),
        ("29 Feb", date(2027, 12, 1), date(2028, 2, 29)),
        ("1 March", date(2027, 8, 30), date(2027, 3, 1)),
        ("1 March", date(2027, 8, 31), date(2028, 3, 1)),
    ],
)
def test_without_a_year_the_nearest_one_is_meant(text: str, today: date, day: date) -> None:
    assert starting_day(text, today=today) == day
