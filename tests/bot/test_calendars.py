"""Working days by country."""

from datetime import date

from bot.calendars import working_days


def test_a_public_holiday_is_no_working_day_where_it_is_one() -> None:
    unity_day, friday = date(2025, 10, 3), date(2025, 10, 10)
    assert not working_days("DE")(unity_day)
    assert working_days("DE")(friday)
    assert working_days(None)(unity_day)
    assert working_days("US-CA")(unity_day)
    assert not working_days("DE")(date(2025, 10, 4))


def test_a_part_of_a_country_has_days_of_its_own() -> None:
    epiphany = date(2026, 1, 6)
    assert not working_days("DE-BY")(epiphany)
    assert working_days("DE-BE")(epiphany)


def test_an_unknown_calendar_is_monday_to_friday() -> None:
    assert working_days("NARNIA")(date(2025, 12, 25))
    assert not working_days("NARNIA")(date(2025, 12, 27))
