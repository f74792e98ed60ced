"""Work side by side: results in order, and an end at once when its user is interrupted."""

import time

import pytest

from taskgen.doors import process
from taskgen.doors.workers import side_by_side


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_the_items(jobs):
    with side_by_side(jobs) as each:
        assert list(each(lambda seconds: time.sleep(seconds) or seconds, [0.03, 0.02, 0.01])) == [0.03, 0.02, 0.01]


def test_an_interrupted_user_waits_for_no_command_and_what_has_not_begun_never_does():
    began, ran = time.monotonic(), []

    def work(item):
        ran.append(item)
        return process.run(["sleep", "30"])

    def interrupted():
        with side_by_side(2) as each:
            each(work, range(10))
            time.sleep(0.3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - began < 5
    assert sorted(ran) == [0, 1]


def test_what_goes_wrong_in_a_worker_goes_wrong_for_its_user():
    with pytest.raises(ZeroDivisionError), side_by_side(2) as each:
        list(each(lambda item: 1 / item, [1, 0, 1]))
