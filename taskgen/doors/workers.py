"""The door to work done side by side: threads, each of which waits for commands or for servers."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, Final, Self

from taskgen.doors import process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

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
        # A future that was cancelled before its turn is done, but never among those that `wait` calls so.
        while running := [future for future in futures if not future.done()]:
            process.kill_running()
            wait(running, timeout=_PAUSE)
        raise
    finally:
        pool.shutdown()


_Work = tuple["Future[Any]", "Callable[..., Any]", tuple[Any, ...], dict[str, Any]]


class Workers(Executor):
    """At most `most` threads, started as needed; unlike those of a thread pool they never keep Python alive."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._work: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = threading.Semaphore(0)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as its base
        """As `Executor.submit`."""
        future: Future[Any] = Future()
        self._work.put((future, fn, args, kwargs))
        if not self._idle.acquire(blocking=False) and len(self._threads) < self._most:
            thread = threading.Thread(target=self._serve, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def _serve(self) -> None:
        while (item := self._work.get()) is not None:
            future, fn, args, kwargs = item
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(fn(*args, **kwargs))
                except BaseException as problem:  # noqa: BLE001 - it is raised where the result is asked for
                    future.set_exception(problem)
            self._idle.release()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - as its base
        """Let the threads end after their work; `wait` for that."""
        for _thread in self._threads:
            self._work.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for what still runs; where the run was broken off, end its children instead."""
        if kind is not None:
            process.kill_running()
        self.shutdown(wait=kind is None)


def processors() -> int:
    """How many of the machine's processors are ours."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
