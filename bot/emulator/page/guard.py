"""Who may talk to the local Slack from a browser: its own page, and nobody else's.

It listens on loopback only. That alone does not keep out a website which the same browser shows: such a page can send
requests to loopback (a foreign `Origin`), or have its own name point there (a foreign `Host`).
"""

import re

from bot.emulator.wire import Scope, header

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)


def refusal(scope: Scope) -> str | None:
    """Why a request is refused, as a sentence; None when it is not.

    A request without an `Origin` comes from a program, from a link, or from the page itself asking for something.
    """
    host = header(scope, "host")
    if not _LOOPBACK.fullmatch(host):
        return "This server answers to 127.0.0.1 and localhost only."
    origin = header(scope, "origin")
    if origin and origin.casefold() != f"http://{host}".casefold():
        return "This server takes no requests from other pages."
    if header(scope, "sec-fetch-site") == "cross-site" and header(scope, "sec-fetch-mode") != "navigate":
        return "This server lends nothing to other pages."
    return None
