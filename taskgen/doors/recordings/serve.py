"""The replay as a service of a sandbox, alone: `serve.py FOLDER URL`, with TASKGEN_DELAY seconds before each answer.

Started as a script by taskgen's own Python with nothing of the workspace on its path; it ends when it is killed.
"""

from __future__ import annotations

import os
import sys

sys.path.insert(0, os.path.abspath(__file__).rsplit(os.sep, 4)[0])  # noqa: PTH100 - pathlib costs milliseconds

from pathlib import Path
from urllib.parse import urlsplit

from taskgen.doors.recordings import folder
from taskgen.doors.recordings.replay import ReplayServer
from taskgen.exchanges.tape import Tape


def main() -> int:
    """Serve until the end."""
    kept = folder.read(Path(sys.argv[1]))
    bad = next((one for one in kept if one.recording is None), None)
    if bad is not None or not kept:
        said = f"{bad.name}: {bad.problem}" if bad else f"there are no recordings in {sys.argv[1]}"
        sys.stderr.write(f"{said}\n")
        return 2
    parts = urlsplit(sys.argv[2])
    delay = float(os.environ.get("TASKGEN_DELAY") or 0)  # the sandbox's own, a number always
    tape = Tape(one.recording for one in kept if one.recording is not None)
    with ReplayServer((parts.hostname or "localhost", parts.port or 80), tape, delay, lambda _line: None) as server:
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
