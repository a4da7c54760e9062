"""Modals and Home as they are read; each expectation is what a person sees."""

from tests.emulator.blocks.pages import lines, seen
from tests.emulator.blocks.payloads import Payload, actions, asks, button, home, modal, option, plain, section


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
    assert seen(_checkin()) == lines(
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
    shown = seen(_checkin(), value="33", confidence="5", note="two calls\nhelped", long="more", done="yes")
    assert (
        lines(
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
        in shown
    )


def test_picks_of_people_places_and_moments_read_by_name() -> None:
    view = modal(
        asks({"type": "multi_users_select", "initial_users": ["U0MIA0001", "U0ADA0001"]}),
        asks({"type": "conversations_select", "initial_conversation": "C0GROWTH1"}),
        asks({"type": "conversations_select", "initial_conversation": "U0ADA0001"}),
        asks({"type": "timepicker", "initial_time": "09:30"}),
        asks({"type": "datetimepicker", "initial_date_time": 1_767_225_600}),
        asks({"type": "checkboxes", "options": [option("a"), option("b")], "initial_options": [option("b")]}),
        asks({"type": "rich_text_input", "action_id": "r"}, block_id="rich"),
        asks({"type": "file_input"}, optional=True),
    )
    assert seen(view, rich="typed") == lines(
        """
        t

        l             [ @Mia, @Ada ▾ ]
        l             [ #growth ▾ ]
        l             [ @Ada ▾ ]
        l             [ 09:30 ▾ ]
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
    assert seen(view) == "Thanks\n\nSaved.\n\n[Close]"


def test_a_home_tab_reads_as_its_blocks() -> None:
    assert seen(home(section("*Today*"), actions(button()))) == "Today\n[ok]"


def test_a_label_of_up_to_24_columns_stands_beside_its_box() -> None:
    def form(label: str) -> Payload:
        return modal(asks({"type": "plain_text_input", "initial_value": "a"}, label=plain(label)))

    assert seen(form("x" * 24)) == f"t\n\n{'x' * 24}  [ a ]\n\n[Cancel] [ok]"
    assert seen(form("x" * 25)) == f"t\n\n{'x' * 25}\n  [ a ]\n\n[Cancel] [ok]"
