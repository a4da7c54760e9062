"""Named points at which a test kills this very process, to prove that nothing is lost and nothing is said twice.

Source: DESIGN D19.

Set `TILLER_CRASH_POINT` to a name, or to `name:3` for the third time that point is passed; the process then ends there
as by `kill -9`. Unset, as everywhere but in tests, a point does nothing.

    claimed             a delivery is ours, nothing was sent
    sending-committed   the intent is on disk, nothing was sent
    posted              Slack has answered, nothing is recorded
    recorded            the answer is on disk
    taken-over          a stuck delivery is ours, nothing was read
    read-back           its channel was read, nothing is recorded
"""

import os
import signal
from collections import Counter

VARIABLE = "TILLER_CRASH_POINT"
_passed: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """End this process without any farewell if the environment names this point."""
    wanted = os.environ.get(VARIABLE)
    if wanted is None:
        return
    point, _, times = wanted.partition(":")
    if point != name:
        return
    _passed[name] += 1
    if _passed[name] >= int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
