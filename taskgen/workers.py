"""The door to work done side by side: threads, each of which waits for commands."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, Final

from taskgen import process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST: Final = 64
_PAUSE: Final = 0.05  # seconds between killing what runs and looking whether more was begun


@contextlib.contextmanager
def side_by_side(jobs: int) -> Iterator[Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]]:
    """Gives a function like `map` that does up to `jobs` items at once; the results come in the items' order.

    When its user is interrupted, what has not begun never does, and the commands that run are killed.
    """
    if jobs <= 1:
        yield map
        return
    futures: list[Future[Any]] = []
    pool = ThreadPoolExecutor(min(jobs, MOST))

    def each(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        begun = [pool.submit(function, item) for item in items]
        futures.extend(begun)
        return (future.result() for future in begun)

    try:
        yield each
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        while wait(futures, timeout=_PAUSE).not_done:
            process.kill_running()
        raise
    finally:
        pool.shutdown()
