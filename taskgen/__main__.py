"""The entry point: the version at once, everything else through the commands, and one boundary round it all."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit with the code that design's list gives."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from taskgen import __version__  # noqa: PLC0415 - the quickest answer imports nothing else

        sys.stdout.write(f"taskgen {__version__}\n")
        sys.exit(0)
    _stand_in_for_closed()
    from taskgen.cli.boundary import guarded  # noqa: PLC0415 - as above

    _leave(guarded())


def _stand_in_for_closed() -> None:
    """Streams that the caller has closed take what is written and lose it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end


def _leave(code: int) -> None:
    """Leave at once: taking all values apart one by one takes a tenth of a short run, and nothing waits for it."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python says what is wrong with them
    os._exit(code)


if __name__ == "__main__":
    main()
