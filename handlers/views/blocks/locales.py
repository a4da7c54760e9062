"""What a person's locale says: how numbers and dates are shown, and how the person types numbers."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from domain.company.teams import DEFAULT_LOCALE
from domain.values.numbers import ENGLISH, NumberStyle


@lru_cache(maxsize=256)
def find_locale(name: str) -> Locale:
    """Return the locale of a name such as `de-DE`, or English where the name is not known."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT_LOCALE)


def style_of(locale: str) -> NumberStyle:
    """Return how people of a locale write numbers: `1.234,5` in German, `1 234,5` in French."""
    symbols = find_locale(locale).number_symbols["latn"]
    decimal, group = str(symbols.get("decimal", ".")), str(symbols.get("group", ","))
    group = " " if group.isspace() or group in "\u00a0\u202f" else group.replace("’", "'")
    return NumberStyle(decimal=decimal, group=group) if decimal in (".", ",") else ENGLISH
