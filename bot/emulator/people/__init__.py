"""People who use the app: they type, click, fill in, submit, and see what comes of it.

`acting` is what they can do, as coroutines on the emulator's loop (the control API calls these); `actor` is the same
for a program in another thread. `payloads` builds what Slack would send, `typing` is what the client makes of typed
text, `finding` picks the button or input that is meant, `verdicts` reads what the bot answered, and `outcome` is what
came of it for the person. `places` are the conversations they are in and what they see there, `forms` how they fill in
a modal.

Example:
    `slack.actor("U0ADA0001").command("/okr", "help")` returns an `Interaction` with the reply that Ada reads.
"""
