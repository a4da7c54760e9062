"""A delivery worker in a process of its own, so that a test can kill it.

    python -m tests.bot.delivery.process DATABASE_URL API_URL

It delivers until it is killed, or until it has looked around fifty times and nothing was left to do.
"""

import sys
from datetime import timedelta

from slack_sdk import WebClient

from bot.clock import ShiftedClock
from bot.delivery.policy import DeliveryPolicy
from bot.delivery.worker import Deliverer
from storage.store import open_store
from tests.bot.delivery.bench import INSTANCE
from tests.people import NOW

IMPATIENT = DeliveryPolicy(
    http_timeout=timedelta(seconds=0.2),
    start_within=timedelta(seconds=0.1),
    settle=timedelta(seconds=0.01),
    spacing=timedelta(0),
)


def main(database_url: str, api_url: str) -> None:
    """Deliver until there is nothing left to do."""
    store = open_store(database_url)
    clock = ShiftedClock(NOW)
    # a request that a test holds up must not time out before the test has killed this process
    client = WebClient(token="xoxb-test", base_url=api_url)
    worker = Deliverer(
        store=store, client=client, clock=clock, owner="to be killed", instance_id=INSTANCE, policy=IMPATIENT
    )
    while worker.next_due() is not None:
        worker.deliver_due()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
