"""Text that people write becomes text on the page, whatever it is."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.blocks.mrkdwn import Reader
from bot.emulator.page.emoji import with_emoji
from bot.emulator.page.markdown import markdown
from bot.emulator.page.mrkdwn_html import Pen
from tests.emulator.page.gallery import MARKDOWN
from tests.emulator.page.readers import dangers, tags, text_of

NAMES = {
    "U0ADA0001": "Ada",
    "U0EVIL001": "<img src=x onerror=alert(1)>",
    "C0GROWTH1": "growth",
    "C0EVIL001": '"><script>',
}
PEN = Pen(reader=Reader(names=NAMES, zone=ZoneInfo("Europe/Amsterdam")), me="U0ADA0001", places={"C0GROWTH1"})
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<javascript:alert(1)|click>",
    "<JaVaScRiPt:alert(1)>",
    "<data:text/html,<b>|x>",
    '<https://x.example/" onmouseover="alert(1)|x>',
    '<https://x.example/`" onmouseover="`|x>',
    "<https://a.example/|<b>bold</b>>",
    "<!date^1772442000^{date}^javascript:alert(1)|x>",
    '<!date^1^"><script>|<script>>',
    "<@U0EVIL001> <#C0EVIL001> <!subteam^S1|<b>> <!<b>>",
    "```<script>alert(1)</script>``` `<img onerror=1>`",
    "\ue0000\ue001 \ue0005\ue001",
    "*<b onclick=x>* _\"onx='1'_ ~&lt;i&gt;~",
    '&lt;script&gt;alert("1")&lt;/script&gt;',
    "https://x.example/<script>alert(1)</script>",
    '![x](javascript:alert(1)) [y](javascript:alert(1)) [z](data:text/html,x) [w](https://x"onclick="1)',
]
ALLOWED = {"strong", "em", "del", "code", "pre", "br", "blockquote", "a", "span", "time"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_markup_or_script(attack: str) -> None:
    for shown in (PEN.mrkdwn(attack), PEN.plain(attack), markdown(attack, PEN)):
        assert dangers(shown) == []
        assert {tag.name for tag in tags(shown)} <= ALLOWED | {"p", "hr"}


@given(st.text(alphabet=st.sampled_from("<>|&;\"'`*_~!@#^:/\n \ue000\ue001abhjst0189()[]-javascript{}="), max_size=80))
def test_no_random_text_becomes_markup_either(text: str) -> None:
    for shown in (PEN.mrkdwn(text), markdown(text, PEN)):
        assert dangers(shown) == []


@given(st.text(max_size=60))
def test_plain_text_is_shown_letter_by_letter(text: str) -> None:
    shown = PEN.plain(text)
    assert "<" not in shown
    assert shown.unescape() == with_emoji(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ ~no~", "<strong>bold</strong> <em>it</em> <del>no</del>"),
        ("a*b*c 2*3*4 snake_case_name", "a*b*c 2*3*4 snake_case_name"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("one\ntwo", "one<br>two"),
        ("&gt; quoted\nnot", "<blockquote>quoted</blockquote>not"),
        (":tada: :nothing_known: 10:30:00", "🎉 :nothing_known: 10:30:00"),
        (
            "<mailto:a@b.example|write>",
            '<a href="mailto:a@b.example" target="_blank" rel="noopener noreferrer">write</a>',
        ),
        ("x ```\na\nb\n``` y", "x <pre>a\nb</pre> y"),
        ("> q\n```\na\n```\nz", "<blockquote>q</blockquote><pre>a</pre>z"),
    ],
)
def test_slack_markup_is_shown_as_slack_does(text: str, shown: str) -> None:
    assert PEN.mrkdwn(text) == shown


def test_a_bare_address_becomes_a_link_without_its_full_stop() -> None:
    link = next(tag for tag in tags(PEN.mrkdwn("See https://example.com/a?b=1&amp;c=2.")) if tag.name == "a")
    assert link.attributes["href"] == "https://example.com/a?b=1&c=2"
    assert link.text == "https://example.com/a?b=1&c=2"


def test_a_mention_shows_the_name_and_stands_out_for_oneself() -> None:
    me, channel = tags(PEN.mrkdwn("<@U0ADA0001> in <#C0GROWTH1>"))
    assert (me.text, me.attributes["class"]) == ("@Ada", "mention me")
    assert (channel.text, channel.attributes["href"]) == ("#growth", "/as/U0ADA0001/C0GROWTH1")


def test_a_date_is_told_in_the_readers_zone() -> None:
    shown = PEN.mrkdwn("<!date^1772442000^{date_short} {time}|then>")
    assert text_of(shown) == "Mar 2, 2026 10:00 AM"


def test_markdown_is_shown_with_its_structure() -> None:
    shown = tags(markdown(MARKDOWN, PEN))
    assert [tag.name for tag in shown if tag.name in {"ul", "table", "pre", "hr", "blockquote"}] == [
        "ul",
        "blockquote",
        "table",
        "hr",
        "pre",
    ]
    assert [tag.text for tag in shown if tag.name == "li"] == ["•first", "•inner", "1.one", "☑done"]
