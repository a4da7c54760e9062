"""Slack's markup as it is read."""

from zoneinfo import ZoneInfo

import pytest

from bot.emulator.blocks.mrkdwn import Reader, read_mrkdwn
from bot.emulator.blocks.reading import message_text

_NAMES = {"U0ADA0001": "Ada", "C0GROWTH1": "growth", "S0SALES01": "sales"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*Churn* is _critical_, ~fine~", "Churn is critical, fine"),
        ("*_both_* and _*both*_", "both and both"),
        ("*bold <https://x.y|link>*", "bold link"),
        ("3 * 4 * 5 and snake_case_name and 2*3*4", "3 * 4 * 5 and snake_case_name and 2*3*4"),
        ("(*in brackets*), *first*/*second*", "(in brackets), first/second"),
        ("not *over\ntwo* lines", "not *over\ntwo* lines"),
        ("`/okr KR-12` and `*as it is*`", "/okr KR-12 and *as it is*"),
        ("```\nselect *\nfrom kpis\n```", "select *\nfrom kpis"),
        ("<@U0ADA0001> in <#C0GROWTH1>", "@Ada in #growth"),
        ("<@U0BEN0001|ben> in <#C0UNKNOWN|sales>", "@ben in #sales"),
        ("<@U0BEN0001>", "@U0BEN0001"),
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S0SALES01> <!subteam^S0OTHER01|@other>", "@sales @other"),
        ("<https://x.y/a?b=1|KR-31> <https://x.y> <mailto:a@b.c>", "KR-31 https://x.y a@b.c"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt; stays written", "&lt; stays written"),
        ("&lt;@U0ADA0001&gt; is no mention", "<@U0ADA0001> is no mention"),
        ("> quoted *word*\n&gt; again\nnot", "│ quoted word\n│ again\nnot"),
        (":tada: 🔴", ":tada: 🔴"),
        ("a < b", "a < b"),
        ("\ue0000\ue001", "0"),
    ],
)
def test_markup_is_read_without_its_markers(written: str, read: str) -> None:
    assert read_mrkdwn(written, Reader(names=_NAMES)) == read


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("{date_num}", "2026-03-01"),
        ("{date_slash}", "03/01/2026"),
        ("{date}", "March 1st, 2026"),
        ("{date_long}", "Sunday, March 1st, 2026"),
        ("{date_short_pretty} at {time}", "Mar 1, 2026 at 12:05 AM"),
        ("{day_divider_pretty}", "Sunday, March 1st"),
        ("{time_secs}", "12:05:09 AM"),
        ("{fortnight}", "the fallback"),
    ],
)
def test_a_date_is_read_in_the_zone_of_the_reader(form: str, read: str) -> None:
    # 2026-02-28 23:05:09 UTC, an hour later in Paris.
    text = f"<!date^1772319909^{form}|the fallback>"
    assert message_text({"text": text}, {}, zone=ZoneInfo("Europe/Paris")) == read


@pytest.mark.parametrize(
    ("day", "read"),
    [(2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"), (22, "22nd")],
)
def test_days_of_a_month_have_their_english_endings(day: int, read: str) -> None:
    noon_of_the_first = 1_772_366_400
    text = f"<!date^{noon_of_the_first + (day - 1) * 86_400}^{{date}}|x>"
    assert message_text({"text": text}, {}) == f"March {read}, 2026"


def test_a_date_that_is_none_reads_as_its_fallback() -> None:
    assert message_text({"text": "<!date^soon^{date}|soon> <!date^99999999999999999^{date}|later>"}, {}) == "soon later"
