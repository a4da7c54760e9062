"""Delivery: sends what the outbox holds, once, whatever dies in between (`DESIGN.md` says why).

What lives here: the one worker that talks to Slack for everything that Tiller says by itself. It may import storage,
domain and the Slack client; nothing imports it but the process (`bot/app.py`).

    worker      Deliverer: claims, sends, records; one thread
    policy      how long each wait is, and back-off
    calls       one Web API call → an Answer, never an exception
    outcomes    an Answer → what it means for the delivery
    addresses   a delivery → its channel, its thread, the message that it changes
    requests    a delivery → the arguments of its call, and the marks by which it is known again
    posting     sends a post or an update; gives charts up where Slack does not know them
    uploads     sends a file in its three steps
    results     an Outcome → the row of the delivery, its address's gate, the workspace; one transaction each
    in_doubt    deliveries whose fate is not known, and from when on they may be judged
    channel_search reads a channel back: is this message there?
    reconciling judges stuck deliveries by what was read back
    circuit_breaker holds everything when all of Slack is failing or asks for less
    notices     what a coordinator is told about a delivery that is given up
    crash       named points at which tests kill the process

The life of a delivery:

    pending ──claim──▶ leased ──intent──▶ sending ──HTTP──▶ sent
       ▲                 │ stuck: was          │ answer unknown, or the process died
       │◀────────────────┘ never posted        ▼
       │◀────────── not there ────────── read the channel back ── there ──▶ sent
       │◀── certainly not sent, or asked to wait      given up ──▶ dead, and a coordinator is told

Three rules carry it. Before a message may leave, the intent to send it is on disk: a row that is not `sending` was
never posted. A row whose post has no clear answer is not sent again before its channel has been read back. And it is
read back only once a request can no longer be under way, counted on our own monotonic clock: however the time of day
jumps, nothing is judged too early.

Where Slack does not let the bot read a channel back, a message is sent again rather than lost, and says that it may
be a repeat. DMs are read back with `im:history`, channels with `channels:history` and `groups:history`.

Example:
    worker = Deliverer(store=store, client=client, clock=clock, owner="host:pid:life", instance_id=instance)
    worker.deliver_due()  # sends what can be sent now, and never waits
    worker.next_due()     # when to call it again
"""
