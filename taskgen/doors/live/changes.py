"""Files that change, as the system tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.diagnostics import MachineError, error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

QUIET = 200  # milliseconds that pass after a change before it is told, so that several at once are one
LOOK = 200  # milliseconds between two looks whether Ctrl-C was pressed


def require() -> None:
    """See to it that files can be watched.

    Raises:
        MachineError: the extra `watch` is not installed.
    """
    try:
        import watchfiles  # noqa: F401, PLC0415 - an extra
    except ImportError:
        next_step = "pip install 'taskgen-cli[watch]'"
        raise MachineError(error("no-watchfiles", None, "watching needs the package watchfiles", next_step)) from None


def changes(folders: Sequence[Path], is_wanted: Callable[[str], bool]) -> Iterator[list[str]]:
    """The paths that changed, several at once where they come together; goes on until Ctrl-C.

    The first list, which may be empty, says that watching has begun: no later change is missed. Others are not empty.

    Args:
        folders: watched with all that is below them.
        is_wanted: whether a change of this path counts.

    Raises:
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    from watchfiles import watch  # noqa: PLC0415 - an extra

    def wanted(_change: object, path: str) -> bool:
        return is_wanted(path)

    begun = False
    for found in watch(
        *folders,
        watch_filter=wanted,
        debounce=QUIET,
        step=50,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if found or not begun:
            begun = True
            yield sorted({path for _change, path in found})
