"""Files are shared once, whichever of their three steps breaks (DESIGN D14)."""

from datetime import timedelta

import pytest

from domain.ledger.deliveries import DeliveryState, Method
from tests.bot.delivery.bench import CHANNEL, Bench
from tests.bot.delivery.scripted import Fault, refuses, slow_down


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
@pytest.mark.parametrize("taken", [True, False])
def test_a_file_is_shared_once_whatever_step_breaks(sqlite_bench: Bench, step: str, *, taken: bool) -> None:
    bench = sqlite_bench
    fault = Fault(stored=taken and step != "upload", status=500)
    bench.slack.breaks(step, fault)
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    assert bench.run() == 1
    assert [message["files"][0]["title"] for message in bench.slack.channels[CHANNEL]] == ["Scores"]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ({"name": "scores.csv", "title": "Scores"}, True),
        ({"name": "scores.csv", "title": "Scores", "alt_txt": "Scores (summary:1:csv)"}, True),
        ({"name": "scores.csv", "title": "Scores", "alt_txt": "Scores (summary:2:csv)"}, False),
        ({"name": "scores.csv", "title": "Budget"}, False),
    ],
)
def test_a_file_is_known_by_its_mark_or_else_by_its_name(
    sqlite_bench: Bench, file: dict[str, str], *, found: bool
) -> None:
    bench = sqlite_bench
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    key = bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    bench.leave_in_flight(key, sending=True)
    bench.slack.say(CHANNEL, "", files=[file])
    bench.run()
    assert (bench.slack.called("files.completeUploadExternal") == []) is found


def test_a_file_whose_bytes_do_not_arrive_is_sent_again(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("upload", Fault(drops=True))
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    assert bench.run() == 1
    assert len(bench.slack.called("files.completeUploadExternal")) == 1


def test_a_process_that_was_stopped_during_an_upload_does_not_share_the_file(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    key = bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    asleep = iter([True])

    def sleep(method: str) -> None:
        if method == "files.getUploadURLExternal" and next(asleep, False):
            bench.clock.advance(timedelta(minutes=1))

    bench.slack.on_call = sleep
    assert bench.worker.deliver_due() == 0
    assert bench.slack.called("files.completeUploadExternal") == []
    assert bench.run() == 1
    assert bench.row(key).state is DeliveryState.SENT


STEPS = ["files.getUploadURLExternal", "files.completeUploadExternal"]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_slack_slows_down_waits_as_long_as_it_asks(sqlite_bench: Bench, step: str) -> None:
    bench = sqlite_bench
    bench.slack.breaks(step, slow_down("7"))
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    key = bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    start = bench.clock.now()
    assert bench.worker.deliver_due() == 0
    assert (bench.row(key).attempts, bench.row(key).last_error) == (0, "ratelimited")
    assert timedelta(seconds=7) <= bench.row(key).run_at - start <= timedelta(seconds=8.1)
    assert bench.run() == 1
    (message,) = bench.slack.channels[CHANNEL]
    assert message["files"][0]["alt_txt"] == "Scores (summary:1:csv)"


@pytest.mark.parametrize(("step", "state"), [(STEPS[0], DeliveryState.PENDING), (STEPS[1], DeliveryState.SENDING)])
def test_only_the_last_step_of_a_file_can_leave_a_doubt(sqlite_bench: Bench, step: str, state: DeliveryState) -> None:
    bench = sqlite_bench
    bench.slack.breaks(step, refuses("internal_error"))
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    key = bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    assert bench.worker.deliver_due() == 0
    assert bench.row(key).state is state
