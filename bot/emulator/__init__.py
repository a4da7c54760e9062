"""A local Slack on the wire: an HTTP and websocket server on loopback that one app can be run against.

It knows nothing of the app but its `manifest.yml`, and imports nothing of the project. The app talks to it with the
ordinary Slack libraries; it answers as strictly as Slack does, with Slack's codes (`SLACK_RULES.md` has them).

- `server.LocalSlack` is the way in for tests, simulations and demos: it runs everything in a background thread and has
  a synchronous face. `people.actor.Actor` is a person to act as. `standalone` is the same as a program of its own.
- `core.Emulator` holds the parts. They are plain objects on one event loop and need no lock; whatever comes from
  another thread is handed to that loop by `thread.ServerThread`.
- `asgi` sends each request to its part: `webapi/` (methods), `delivery/sockets` (Socket Mode), `response_urls`,
  uploads, `control/` (the control API for other programs). `wire` is the little of ASGI that it takes.
- What there is: `workspace` (people, conversations), `messages`, `screens` (modals, Home), `triggers`, `records`;
  `shapes` says them in Slack's JSON, `ids` names them, always alike for the same order of calls.
- What goes to the bot: `delivery/`, with acknowledgements, deadlines and retries. `people/` makes the payloads.
- What goes wrong: `limits` (rate tiers), `faults` (on demand), `errors` (refusals).
- What was said: `journal` (calls and deliveries, JSON lines), `transcript` (what people read).
- `signals` wake whoever waits for something to come true.
- `page/` shows all of it in a browser, to a person who may be anybody; its guard lets in nothing but that browser.
- `blocks/` judges and draws Block Kit. `clock` is the only time there is, save the three real seconds of an
  acknowledgement.

Example:
    >>> with LocalSlack(manifest=Path("manifest.yml")) as slack:          # doctest: +SKIP
    ...     ada = slack.add_person(id="U0ADA0001", name="Ada")
    ...     app = App(client=WebClient(slack.bot_token, base_url=slack.api_url))
    ...     SocketModeHandler(app, slack.app_token).connect()
    ...     slack.wait_for_bot()
    ...     print(ada.command("/okr", "help").reply["text"])
"""
