"""The golden tables of delivery's and the emulator's documents, computed through their code.

Each function takes a row, by column, and returns the cells that it can compute.
"""

from datetime import timedelta
from decimal import Decimal

from bot.delivery.calls import Answer, Transport
from bot.delivery.outcomes import classify, read_wait
from bot.delivery.policy import DeliveryPolicy
from bot.emulator import response_urls, triggers
from bot.emulator.delivery import dispatcher
from bot.emulator.limits import Tier
from tests.golden_cells import NONE, Row, whole

_POLICY = DeliveryPolicy()
_NO_ANSWER = {"refused connection": Transport.NEVER_LEFT, "no answer in time": Transport.UNKNOWN}
_KEYS = [f"key {number}" for number in range(2000)]


def _seconds(wait: timedelta) -> str:
    return f"{wait.total_seconds():g}"


def outcome(row: Row) -> Row:
    """Say what an answer means."""
    transport = _NO_ANSWER.get(row["status"])
    if transport is not None:
        answer = Answer(transport=transport, trouble=row["status"])
    else:
        said = {"ok": True, "ts": "1.000001", "channel": "C1"} if row["error"] == NONE else {"error": row["error"]}
        answer = Answer(transport=Transport.ANSWERED, status=int(row["status"]), body=said)
    return {"outcome": classify(answer, _POLICY).kind.replace("_", " ")}


def waits(row: Row) -> Row:
    """Return one wait of the policy for a real workspace."""
    return {"seconds": _seconds(getattr(_POLICY, row["wait"].replace(" ", "_")))}


def back_off(row: Row) -> Row:
    """Return the longest wait after so many failures; the jitter takes up to a half of it."""
    found = [_POLICY.backoff(key, int(row["failures"])) for key in _KEYS]
    longest = float(Decimal(row["longest wait, seconds"]))
    assert all(longest / 2 <= wait.total_seconds() <= longest for wait in found)
    return {"longest wait, seconds": f"{round(max(found).total_seconds(), 0 if longest > 100 else 1):g}"}


def retry_after(row: Row) -> Row:
    """Return the wait that a header asks for."""
    header = None if row["header"] == NONE else whole(row["header"])
    return {"wait, seconds": _seconds(read_wait(header, _POLICY))}


def tier(row: Row) -> Row:
    """Return how often a method may be called."""
    named = {
        **{str(number): Tier[f"T{number}"] for number in range(1, 5)},
        "special": Tier.SPECIAL,
        "posts in a channel": Tier.POSTS_PER_CHANNEL,
        "posts in a workspace": Tier.POSTS_PER_WORKSPACE,
    }[row["tier"]]
    return {"calls a minute": f"{named.per_second * 60:g}", "at once": str(named.burst)}


def timing(row: Row) -> Row:
    """Return one of the emulator's times."""
    again = dict(zip(("first", "second", "third"), dispatcher.RETRIES, strict=True))
    known = {
        "acknowledgement": dispatcher.DEADLINE,
        "trigger id": triggers.LIFETIME,
        "response address": response_urls.LIFETIME,
        **{f"events again, {name}": wait for name, wait in again.items()},
    }
    return {"seconds": _seconds(known[row["what"]])}


GOLDEN = {
    "outcome": outcome,
    "delivery-waits": waits,
    "back-off": back_off,
    "retry-after": retry_after,
    "tier": tier,
    "timing": timing,
}
