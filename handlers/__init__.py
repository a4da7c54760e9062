"""Everything that answers: to a person, or to the calendar.

`commands`, `modals`, `actions` and `events` hold one module per thing that Slack sends; `rituals` one per thing that
the calendar makes due. None of them knows another. A listener is four lines: parse, use case, render, reply.

`answers` turn questions in words into messages; commands, mentions and the buttons below answers share them.
`usecases` are the verbs: they load, ask the domain, save, and know no Slack. `views` are pure: domain values in,
a `Message` or a view out. `ids` names every command, action, modal and block, so that what is rendered and what is
listened to cannot drift apart.

Example:
    A click on *Acknowledge* arrives in `actions`, which calls the use case that remembers it, renders the alert with
    `views.alert.message`, and adds the edit to the outbox.
"""
