"""Everything that answers: to a person, or to the calendar.

`commands`, `modals`, `actions` and `events` hold one module per thing that Slack sends; `jobs` one per thing that the
calendar makes due. None of them knows another. A listener is four lines: open a context, ask a use case, render, reply.

`queries` turn questions in words into messages; commands, mentions and the buttons below answers share them.
`notices` are what is said on our own account, by listeners and jobs alike: a view and its place in the outbox.
`usecases` are the verbs, by subject: they load, ask the domain, save, and know no Slack. `views` are pure, by the same
subjects: domain values in, a `Message` or a view out.

What all stand on: `context` is what a use case is given (transaction, moment, company, who acts), `organization` the
company as it is known at one moment. `slack` opens contexts and says failures as sentences, `register` puts all
listeners on bolt's app, `deps` is all that comes from outside. `ids` names every command, action, modal and block, so
that what is rendered and what is listened to cannot drift apart.

May import storage and domain; never `bot`. No SQL here, and no sending: that is the outbox and `bot/delivery`.

Example:
    A click on *Acknowledge* arrives in `actions.alerts`, which calls `usecases.kpis.alert_actions`, renders the alert
    with `views.kpis.alert`, and adds the edit to the outbox.
"""
