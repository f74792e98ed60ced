"""The entry point: the version at once, everything else through the commands, and one boundary round it all."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with the code that design's list gives."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from taskgen import __version__  # noqa: PLC0415 - the quickest answer imports nothing else

        sys.stdout.write(f"taskgen {__version__}\n")
        sys.exit(0)
    from taskgen.cli.boundary import guarded  # noqa: PLC0415 - as above

    sys.exit(guarded())


if __name__ == "__main__":
    main()
