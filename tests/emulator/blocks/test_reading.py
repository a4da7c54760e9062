"""Messages and views as they are read; each expectation is what a person sees."""

from itertools import count
from textwrap import dedent
from typing import Any

from bot.emulator.blocks.normalize import normalized_blocks
from bot.emulator.blocks.reading import message_text, view_text
from bot.emulator.blocks.state import filled, initial_values
from tests.emulator.blocks.payloads import (
    Payload,
    actions,
    asks,
    button,
    chart,
    home,
    marked,
    modal,
    option,
    pie,
    plain,
    raw,
    refused,
    section,
    table,
    view_refused,
)

_NAMES = {"U0MIA0001": "Mia", "U0ADA0001": "Ada", "C0GROWTH1": "growth"}


def _read(*blocks: Payload) -> str:
    assert refused(*blocks) == []
    return message_text({"text": "fallback", "blocks": list(blocks)}, _NAMES)


def _seen(view: Payload, **answers: Any) -> str:
    """The view as read; answers by block_id."""
    assert view_refused(view) == []
    ids = count()
    kept = {**view, "blocks": normalized_blocks(view["blocks"], lambda: f"id{next(ids)}")}
    values = initial_values(kept["blocks"])
    for block in kept["blocks"]:
        if block["block_id"] in answers:
            element = block["element"]
            values[block["block_id"]][element["action_id"]] = filled(element, answers[block["block_id"]])
    return view_text(kept, values, _NAMES)


def _lines(text: str) -> str:
    return dedent(text).strip("\n")


def test_a_digest_reads_line_by_line_with_room_only_before_a_header() -> None:
    churn = chart({"Churn": [3.1, 3.0, 3.2, 3.4, 4.1, 4.8], "Limit": [4] * 6}, ["12 Oct", "b", "c", "d", "e", "16 Nov"])
    read = _read(
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
    assert read == _lines(
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
    assert _read(section("KR-12", accessory=button(text=plain("Check in")))) == "KR-12   [Check in]"
    assert _read(section("one\ntwo", accessory=menu)) == "one\ntwo\n[Snooze ▾]"
    assert _read(section("more", accessory=overflow)) == "more   [⋯]"
    assert _read(section("logo", accessory={"type": "image", "image_url": "https://x.y", "alt_text": "ours"})) == (
        "logo   [image: ours]"
    )


def test_elements_stand_side_by_side_and_lists_to_tick_take_lines() -> None:
    ticks = {"type": "checkboxes", "options": [option("one"), {**option("two"), "description": plain("the second")}]}
    dates = {"type": "datepicker"}
    assert _read(actions(button(), dates, ticks, button())) == _lines(
        """
        [ok] [Select a date ▾]
        [ ] one
        [ ] two (the second)
        [ok]
        """,
    )


def test_fields_stand_in_two_columns_where_they_fit() -> None:
    fields = [marked("*Target*\n45 %"), marked("*Due*\n31 Mar"), marked("*Owner*\n<@U0MIA0001>")]
    assert _read({"type": "section", "text": marked("KR-12"), "fields": fields}) == _lines(
        """
        KR-12
        Target   Due
        45 %     31 Mar
        Owner
        @Mia
        """,
    )
    long = [marked("x" * 40), marked("y" * 40)]
    assert _read({"type": "section", "fields": long}) == "x" * 40 + "\n" + "y" * 40


def test_a_table_is_aligned_as_its_settings_say_whatever_the_width_of_its_signs() -> None:
    rows = [[raw("KPI"), raw("Value")], [raw("🔴 Churn"), raw("4.8 %")], [raw("MRR"), raw("$1.21M")]]
    assert _read(table(*rows, column_settings=[None, {"align": "right"}])) == _lines(
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
    assert _read(block) == "Values\nKPI  Value\nK8       8\nK9       9\n(1 to 2 of 3)"
    assert _read({**block, "page_size": 3}).endswith("K10     10")


def test_charts_say_what_their_picture_shows() -> None:
    scores: dict[str, list[float]] = {"Q3": [4, 10], "Q4": [2, 1200.5]}
    assert _read(chart({"Q3": [4, 10]}, ["low", "high"], kind="bar")) == "[bar chart: Churn; low: 4, high: 10]"
    assert _read(chart(scores, ["low", "high"], kind="bar")) == (
        "[bar chart: Churn; Q3 (low: 4, high: 10); Q4 (low: 2, high: 1,200.5)]"
    )
    assert _read(chart({"a": [1, 3]}, ["Mon", "Tue"], kind="area")) == "[area chart: Churn; a ▁█ 1 → 3; Mon to Tue]"
    assert _read(pie(won=3, lost=1.5)) == "[pie chart: Shares; won: 3, lost: 1.5]"


def test_points_are_read_in_the_order_of_the_categories() -> None:
    block = chart({"a": [1, 2, 3]}, ["Mon", "Tue", "Wed"])
    block["chart"]["series"][0]["data"].reverse()
    assert _read(block) == "[line chart: Churn; a ▁▅█ 1 → 3; Mon to Wed]"


def test_rich_text_reads_as_paragraphs_lists_quotes_and_code() -> None:
    def part(kind: str, *elements: Payload, **fields: Any) -> Payload:
        return {"type": kind, "elements": list(elements), **fields}

    def words(text: str) -> Payload:
        return {"type": "text", "text": text}

    item = part("rich_text_section", words("point"))
    read = _read(
        part(
            "rich_text",
            part(
                "rich_text_section",
                words("Hi "),
                {"type": "user", "user_id": "U0MIA0001"},
                words(" in "),
                {"type": "channel", "channel_id": "C0GROWTH1"},
                {"type": "emoji", "name": "tada", "unicode": "1f389"},
                {"type": "emoji", "name": "ours"},
                {"type": "link", "url": "https://x.y", "text": " link "},
                {"type": "broadcast", "range": "here"},
                {"type": "date", "timestamp": 0, "format": " {date_num}"},
                {"type": "color", "value": "#fff"},
                {"type": "usergroup", "usergroup_id": "S1"},
            ),
            part("rich_text_list", item, part("rich_text_section", words("a\nb")), style="ordered", offset=1),
            part("rich_text_list", item, style="bullet", indent=1),
            part("rich_text_quote", words("said")),
            part("rich_text_preformatted", words("a = 1\nb = 2")),
        ),
    )
    assert read == _lines(
        """
        Hi @Mia in #growth🎉:ours: link @here 1970-01-01#fff@S1
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
    assert _read({"type": "markdown", "text": text}) == _lines(
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
    assert _read(image) == "Churn\n[image: a line that falls]"
    assert _read(card) == "[image: front]\nKR-12\n31 %\n[ok]"
    assert (
        _read({"type": "carousel", "elements": [{"type": "card", "title": plain("a")}] * 2}) == "a\n" + "─" * 24 + "\na"
    )
    assert _read(container) == "More\ntwo\n  a\n  b"
    assert _read({**container, "is_collapsible": True, "default_collapsed": True}) == "▸ More\ntwo"


def test_plans_and_feedback_read_as_what_they_say() -> None:
    tasks = [
        {"type": "task_card", "task_id": "1", "title": "import", "status": "complete"},
        {"type": "task_card", "task_id": "2", "title": "check", "status": "error"},
        {"type": "task_card", "task_id": "3", "title": "post", "status": "pending"},
    ]
    good = {"text": plain("Good"), "value": "g"}
    feedback = {"type": "feedback_buttons", "positive_button": good, "negative_button": {**good, "text": plain("Bad")}}
    trash = {"type": "icon_button", "icon": "trash", "text": plain("Delete")}
    assert _read({"type": "plan", "title": "Run", "tasks": tasks}) == "Run\n  ☑ import\n  ☒ check\n  ☐ post"
    assert _read({"type": "context_actions", "elements": [feedback, trash]}) == "[Good] [Bad] [Delete]"


def test_a_message_without_blocks_reads_as_its_text() -> None:
    assert message_text({"text": "*Hi* <@U0ADA0001> &amp; all", "blocks": []}, _NAMES) == "Hi @Ada & all"
    assert message_text({"text": "*Hi* &amp; all", "mrkdwn": False}, _NAMES) == "*Hi* & all"
    assert message_text({"text": ""}, _NAMES) == ""


def test_attachments_stand_behind_a_bar_and_files_are_named() -> None:
    message = {
        "text": "See",
        "attachments": [{"pretext": "p", "title": "t", "text": "*x*"}, {"blocks": [section("y")]}, {"fallback": "z"}],
        "files": [{"id": "F012345678", "name": "a.csv"}],
    }
    assert message_text(message, {}) == "See\n│ p\n│ t\n│ x\n│ y\n│ z\n[file: a.csv]"


def _checkin() -> Payload:
    confidence = {"type": "static_select", "options": [option("4"), option("5")]}
    return modal(
        {"type": "alert", "text": plain("1 is overdue"), "level": "warning"},
        section("*KR-12* Lift win rate, 28 → 45 %"),
        asks(
            {"type": "number_input", "is_decimal_allowed": True, "initial_value": "31"},
            label=plain("Win rate now"),
            block_id="value",
        ),
        asks(confidence, label=plain("Confidence"), hint=plain("was 6"), block_id="confidence"),
        asks(
            {"type": "plain_text_input", "multiline": True, "placeholder": plain("what moved?")},
            label=plain("One line"),
            block_id="note",
        ),
        asks({"type": "plain_text_input"}, label=plain("In the way?"), optional=True),
        asks({"type": "plain_text_input"}, label=plain("What would you do differently?"), block_id="long"),
        asks(
            {"type": "radio_buttons", "options": [option("yes"), option("no")]}, label=plain("Done?"), block_id="done"
        ),
        title=plain("Check in"),
        submit=plain("Save"),
        close=plain("Later"),
    )


def test_a_form_reads_as_labels_and_boxes() -> None:
    assert _seen(_checkin()) == _lines(
        """
        Check in

        [warning] 1 is overdue
        KR-12 Lift win rate, 28 → 45 %
        Win rate now            [ 31 ]
        Confidence              [ (Select an option) ▾ ]
          was 6
        One line                [ (what moved?) ]
        In the way? (optional)  [          ]
        What would you do differently?
          [          ]
        Done?
          ( ) yes
          ( ) no

        [Later] [Save]
        """,
    )


def test_a_filled_form_reads_with_its_answers() -> None:
    seen = _seen(_checkin(), value="33", confidence="5", note="two calls\nhelped", long="more", done="yes")
    assert (
        _lines(
            """
        Win rate now            [ 33 ]
        Confidence              [ 5 ▾ ]
          was 6
        One line                [ two calls
                                  helped ]
        In the way? (optional)  [          ]
        What would you do differently?
          [ more ]
        Done?
          (•) yes
          ( ) no
        """,
        )
        in seen
    )


def test_picks_of_people_places_and_moments_read_by_name() -> None:
    view = modal(
        asks({"type": "multi_users_select", "initial_users": ["U0MIA0001", "U0ADA0001"]}),
        asks({"type": "conversations_select", "initial_conversation": "C0GROWTH1"}),
        asks({"type": "conversations_select", "initial_conversation": "U0ADA0001"}),
        asks({"type": "datetimepicker", "initial_date_time": 1_767_225_600}),
        asks({"type": "checkboxes", "options": [option("a"), option("b")], "initial_options": [option("b")]}),
        asks({"type": "rich_text_input", "action_id": "r"}, block_id="rich"),
        asks({"type": "file_input"}, optional=True),
    )
    assert _seen(view, rich="typed") == _lines(
        """
        t

        l             [ @Mia, @Ada ▾ ]
        l             [ #growth ▾ ]
        l             [ @Ada ▾ ]
        l             [ 2026-01-01 00:00 ▾ ]
        l
          [ ] a
          [x] b
        l             [ typed ]
        l (optional)  [ (add files) ]

        [Cancel] [ok]
        """,
    )


def test_a_view_that_asks_nothing_is_only_closed() -> None:
    view = modal(section("Saved."), title=plain("Thanks"))
    del view["submit"]
    assert _seen(view) == "Thanks\n\nSaved.\n\n[Close]"


def test_a_home_tab_reads_as_its_blocks() -> None:
    assert _seen(home(section("*Today*"), actions(button()))) == "Today\n[ok]"
