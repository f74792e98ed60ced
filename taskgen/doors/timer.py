"""The door to the alarm clock: work of our own that may not end, such as a user's pattern on an answer, is cut off."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class TimeIsUp(BaseException):
    """The work took too long."""


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise TimeIsUp


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Cut off what takes longer, also a pattern that backtracks for ever; only in the main thread can that be done.

    Raises:
        TimeIsUp: it did.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    began = time.monotonic()
    others, _interval = signal.setitimer(signal.ITIMER_REAL, seconds)  # a test runner's alarm, say
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if others:
            signal.setitimer(signal.ITIMER_REAL, max(others - (time.monotonic() - began), 0.001))
