"""The Web API: `POST /api/{method}`.

`front` reads a request and answers it (token, scope, rate limit, faults, journal); `arguments` reads JSON and form
bodies as the SDK sends them; `registry` is what a method declares of itself; `methods` lists them all. The other
modules hold one family of methods each: a method is a function from a `Call` to the body of a good answer, and it
refuses by raising `SlackError` with Slack's code (SLACK_RULES 2.2).

Example:
    A post to a channel without the bot: `front` finds `chat.postMessage` and its scope, `chat` raises
    `SlackError("not_in_channel")`, and the caller reads `{"ok": false, "error": "not_in_channel"}`.
"""
