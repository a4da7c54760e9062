"""Messages as they are read; each expectation is what a person sees."""

from typing import Any

from bot.emulator.blocks.reading import message_text
from tests.emulator.blocks.pages import NAMES, lines, read
from tests.emulator.blocks.payloads import (
    Payload,
    actions,
    button,
    chart,
    marked,
    option,
    pie,
    plain,
    raw,
    section,
    table,
)


def test_a_digest_reads_line_by_line_with_room_only_before_a_header() -> None:
    churn = chart({"Churn": [3.1, 3.0, 3.2, 3.4, 4.1, 4.8], "Limit": [4] * 6}, ["12 Oct", "b", "c", "d", "e", "16 Nov"])
    shown = read(
        {"type": "header", "text": plain("Growth · week 47 (16–22 Nov)")},
        section("*2 KPIs turned red*, 1 recovered. 3 check-ins are overdue."),
        section(
            "🔴 critical   *Churn*  4.8 %   ▲ 0.9 pt · limit &lt; 4 % · <@U0MIA0001> is on it (<https://x.y|KR-31>)"
        ),
        churn,
        {"type": "divider"},
        {"type": "header", "text": plain("Objectives & key results")},
        section("O-3 Become the obvious choice   41 %\n    KR-12 win rate: says on track"),
        actions(button(text=plain("Show all")), button(text=plain("Why these numbers?"))),
        {"type": "context", "elements": [marked("in <#C0GROWTH1> "), plain("week 47")]},
    )
    assert shown == lines(
        """
        Growth · week 47 (16–22 Nov)
        2 KPIs turned red, 1 recovered. 3 check-ins are overdue.
        🔴 critical   Churn  4.8 %   ▲ 0.9 pt · limit < 4 % · @Mia is on it (KR-31)
        [line chart: Churn; Churn ▁▁▂▃▅█ 3.1 → 4.8; Limit 4; 12 Oct to 16 Nov]
        ────────────────────────

        Objectives & key results
        O-3 Become the obvious choice   41 %
            KR-12 win rate: says on track
        [Show all] [Why these numbers?]
        in #growth  week 47
        """,
    )


def test_what_stands_beside_a_text_follows_it_or_goes_below() -> None:
    menu = {"type": "static_select", "placeholder": plain("Snooze"), "options": [option("a day")]}
    overflow = {"type": "overflow", "options": [option()]}
    assert read(section("KR-12", accessory=button(text=plain("Check in")))) == "KR-12   [Check in]"
    assert read(section("one\ntwo", accessory=menu)) == "one\ntwo\n[Snooze ▾]"
    assert read(section("more", accessory=overflow)) == "more   [⋯]"
    assert read(section("logo", accessory={"type": "image", "image_url": "https://x.y", "alt_text": "ours"})) == (
        "logo   [image: ours]"
    )


def test_elements_stand_side_by_side_and_lists_to_tick_takelines() -> None:
    ticks = {"type": "checkboxes", "options": [option("one"), {**option("two"), "description": plain("the second")}]}
    dates = {"type": "datepicker"}
    assert read(actions(button(), dates, ticks, button())) == lines(
        """
        [ok] [Select a date ▾]
        [ ] one
        [ ] two (the second)
        [ok]
        """,
    )


def test_fields_stand_in_two_columns_where_they_fit() -> None:
    fields = [marked("*Target*\n45 %"), marked("*Due*\n31 Mar"), marked("*Owner*\n<@U0MIA0001>")]
    assert read({"type": "section", "text": marked("KR-12"), "fields": fields}) == lines(
        """
        KR-12
        Target   Due
        45 %     31 Mar
        Owner
        @Mia
        """,
    )
    assert (
        read({"type": "section", "fields": [marked("e\u0301 ⚠\ufe0f"), marked("r"), marked("abc")]})
        == "e\u0301 ⚠\ufe0f   r\nabc"
    )
    assert read({"type": "section", "fields": [marked("x" * 30), marked("y" * 27)]}) == "x" * 30 + "   " + "y" * 27
    assert read({"type": "section", "fields": [marked("x" * 30), marked("y" * 28)]}) == "x" * 30 + "\n" + "y" * 28
    long = [marked("x" * 40), marked("y" * 40)]
    assert read({"type": "section", "fields": long}) == "x" * 40 + "\n" + "y" * 40


def test_a_table_is_aligned_as_its_settings_say_whatever_the_width_of_its_signs() -> None:
    rows = [[raw("KPI"), raw("Value")], [raw("🔴 Churn"), raw("4.8 %")], [raw("MRR"), raw("$1.21M")]]
    assert read(table(*rows, column_settings=[None, {"align": "right"}])) == lines(
        """
        KPI        Value
        🔴 Churn   4.8 %
        MRR       $1.21M
        """,
    )


def test_a_data_table_shows_its_first_page_and_says_how_much_there_is() -> None:
    rows = [[raw("KPI"), raw("Value")]]
    rows += [[raw(f"K{index}"), {"type": "raw_number", "value": index, "text": str(index)}] for index in (8, 9, 10)]
    block = {"type": "data_table", "caption": "Values", "rows": rows, "page_size": 2}
    assert read(block) == "Values\nKPI  Value\nK8       8\nK9       9\n(1 to 2 of 3)"
    assert read({**block, "page_size": 3}).endswith("K10     10")


def test_charts_say_what_their_picture_shows() -> None:
    scores: dict[str, list[float]] = {"Q3": [4, 10], "Q4": [2, 1200.5]}
    assert read(chart({"Q3": [4, 10]}, ["low", "high"], kind="bar")) == "[bar chart: Churn; low: 4, high: 10]"
    assert read(chart(scores, ["low", "high"], kind="bar")) == (
        "[bar chart: Churn; Q3 (low: 4, high: 10); Q4 (low: 2, high: 1,200.5)]"
    )
    assert read(chart({"a": [1, 3]}, ["Mon", "Tue"], kind="area")) == "[area chart: Churn; a ▁█ 1 → 3; Mon to Tue]"
    assert read(pie(won=3, lost=1.5)) == "[pie chart: Shares; won: 3, lost: 1.5]"


def test_points_are_read_in_the_order_of_the_categories() -> None:
    block = chart({"a": [1, 2, 3]}, ["Mon", "Tue", "Wed"])
    block["chart"]["series"][0]["data"].reverse()
    assert read(block) == "[line chart: Churn; a ▁▅█ 1 → 3; Mon to Wed]"


def _rich(kind: str, *elements: Payload, **fields: Any) -> Payload:
    return {"type": kind, "elements": list(elements), **fields}


def _words(text: str) -> Payload:
    return {"type": "text", "text": text}


def test_the_words_of_rich_text_read_in_one_line() -> None:
    line = _rich(
        "rich_text_section",
        _words("Hi "),
        {"type": "user", "user_id": "U0MIA0001"},
        _words(" in "),
        {"type": "channel", "channel_id": "C0GROWTH1"},
        {"type": "emoji", "name": "tada", "unicode": "1f389"},
        {"type": "emoji", "name": "ours"},
        {"type": "link", "url": "https://x.y", "text": " link "},
        {"type": "link", "url": "https://x.y"},
        {"type": "broadcast", "range": "here"},
        {"type": "date", "timestamp": 0, "format": " {date_num}"},
        {"type": "color", "value": "#fff"},
        {"type": "usergroup", "usergroup_id": "S1"},
    )
    assert read(_rich("rich_text", line)) == "Hi @Mia in #growth🎉:ours: link https://x.y@here 1970-01-01#fff@S1"


def test_rich_text_reads_as_paragraphs_lists_quotes_and_code() -> None:
    item = _rich("rich_text_section", _words("point"))
    shown = read(
        _rich(
            "rich_text",
            item,
            _rich("rich_text_list", item, _rich("rich_text_section", _words("a\nb")), style="ordered", offset=1),
            _rich("rich_text_list", item, style="bullet", indent=1),
            _rich("rich_text_quote", _words("said")),
            _rich("rich_text_preformatted", _words("a = 1\nb = 2")),
        ),
    )
    assert shown == lines(
        """
        point
        2. point
        3. a
           b
          • point
        │ said
            a = 1
            b = 2
        """,
    )


def test_markdown_reads_without_its_marks() -> None:
    text = """\
# Notes
**bold** and *both* with `code` and [a link](https://x.y)
- one
- [x] done
> said
---
| KPI | Value |
|:----|------:|
| **MRR** | 5 |
```
**raw**
```"""
    assert read({"type": "markdown", "text": text}) == lines(
        """
        Notes
        bold and both with code and a link
        • one
        ☑ done
        │ said
        ────────────────────────
        KPI  Value
        MRR  5
            **raw**
        """,
    )


def test_pictures_cards_and_containers_read_as_what_they_say() -> None:
    image = {"type": "image", "image_url": "https://x.y", "alt_text": "a line that falls", "title": plain("Churn")}
    hero = {"type": "image", "image_url": "https://x.y", "alt_text": "front"}
    card = {
        "type": "card",
        "hero_image": hero,
        "title": plain("KR-12"),
        "body": marked("*31 %*"),
        "actions": [button()],
    }
    container = {
        "type": "container",
        "title": plain("More"),
        "subtitle": plain("two"),
        "child_blocks": [section("a\nb")],
    }
    assert read(image) == "Churn\n[image: a line that falls]"
    assert read(card) == "[image: front]\nKR-12\n31 %\n[ok]"
    assert (
        read({"type": "carousel", "elements": [{"type": "card", "title": plain("a")}] * 2}) == "a\n" + "─" * 24 + "\na"
    )
    assert read(container) == "More\ntwo\n  a\n  b"
    assert read({**container, "is_collapsible": True}) == "More\ntwo\n  a\n  b"
    assert read({**container, "is_collapsible": True, "default_collapsed": True}) == "▸ More\ntwo"


def test_plans_and_feedback_read_as_what_they_say() -> None:
    tasks = [
        {"type": "task_card", "task_id": "1", "title": "import", "status": "complete"},
        {"type": "task_card", "task_id": "2", "title": "check", "status": "error"},
        {"type": "task_card", "task_id": "3", "title": "post", "status": "pending"},
    ]
    good = {"text": plain("Good"), "value": "g"}
    feedback = {"type": "feedback_buttons", "positive_button": good, "negative_button": {**good, "text": plain("Bad")}}
    trash = {"type": "icon_button", "icon": "trash", "text": plain("Delete")}
    assert read({"type": "plan", "title": "Run", "tasks": tasks}) == "Run\n  ☑ import\n  ☒ check\n  ☐ post"
    assert read({"type": "context_actions", "elements": [feedback, trash]}) == "[Good] [Bad] [Delete]"


def test_a_message_without_blocks_reads_as_its_text() -> None:
    assert message_text({"text": "*Hi* <@U0ADA0001> &amp; all", "blocks": []}, NAMES) == "Hi @Ada & all"
    assert message_text({"text": "*Hi* &amp; all", "mrkdwn": False}, NAMES) == "*Hi* & all"
    assert message_text({"text": ""}, NAMES) == ""


def test_attachments_stand_behind_a_bar_and_files_are_named() -> None:
    message = {
        "text": "See",
        "attachments": [{"pretext": "p", "title": "t", "text": "*x*"}, {"blocks": [section("y")]}, {"fallback": "z"}],
        "files": [{"id": "F012345678", "name": "a.csv"}],
    }
    assert message_text(message, {}) == "See\n│ p\n│ t\n│ x\n│ y\n│ z\n[file: a.csv]"
