"""The process: it composes everything else, and nobody imports it.

`settings` reads the environment, `logs` writes structured lines without tokens, `clock` is the only reader of the
time, `calendars` know the holidays. `app` composes store, bolt, listeners and the delivery worker into one `Tiller`;
`running` keeps it alive: Socket Mode or signed HTTP (`web`), the ticks of `scheduler` (the only module that knows
APScheduler), the delivery worker (`delivery`), the people's names and zones (`directory`), what Prometheus is told
(`metrics`). `cli` is `python -m bot …`; `checkup` says what stands in the way of a Tiller that is set up.

`emulator` is a local Slack on the wire and knows nothing of ours; only `simulate` (a quarter in minutes), `demo` (a
sample company), `cli` and tests know it. `pictures` photographs its page for both.

Example:
    >>> from bot.clock import SystemClock
    >>> SystemClock().now().tzinfo
    datetime.timezone.utc
"""
