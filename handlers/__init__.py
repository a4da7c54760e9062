"""Everything that answers: to a person, or to the calendar.

`commands`, `modals`, `actions` and `events` hold one module per thing that Slack sends; `rituals` one per thing that
the calendar makes due. None of them knows another. A listener is four lines: parse, use case, render, reply.

`answers` turn questions in words into messages; commands, mentions and the buttons below answers share them.
`outgoing` is what is said on our own account, by listeners and rituals alike: a view and its place in the outbox.
`usecases` are the verbs: they load, ask the domain, save, and know no Slack. `views` are pure: domain values in,
a `Message` or a view out.

What every listener stands on: `register` puts them all on bolt's app, `listeners` has their four shapes (each answers
in time, whatever goes wrong), `payloads` reads what Slack sends, `once` makes the same click twice one click, `errors`
tells a failure as a sentence, `publishing` sets the Home tab. `deps` is all that is given to them. `ids` names every
command, action, modal and block, so that what is rendered and what is listened to cannot drift apart.

May import storage and domain; never `bot`. No SQL here, and no sending: that is the outbox and `bot/delivery`.

Example:
    A click on *Acknowledge* arrives in `actions`, which calls the use case that remembers it, renders the alert with
    `views.alert.message`, and adds the edit to the outbox.
"""
