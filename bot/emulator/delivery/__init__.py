"""How payloads reach the bot and how it acknowledges them.

`attempts` says what one attempt is; `sockets` is Socket Mode (tickets, hello, one connection for each envelope,
disconnects); `signed_http` is the other way in; `dispatcher` chooses between them, keeps three seconds and
sends events again (SLACK_RULES 3.6 and 3.7). Commands, clicks and forms are never sent twice: the person sees trouble.

Example:
    Ada types `/okr`: `dispatcher` takes one `Attempt` to one of the open sockets; after three seconds without an
    acknowledgement Ada reads that the app did not respond.
"""
