"""What the sandbox costs a step: a command inside it and the same command plainly, interleaved in one run.

python benchmarks/bench_sandbox.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.doors.sandbox import NoSandbox, open_sandbox

if TYPE_CHECKING:
    from taskgen.doors.sandbox.runner import Runner

MOST = 60.0  # milliseconds a step


def milliseconds(runner: Runner, folder: Path) -> float:
    began = time.perf_counter()
    outcome = runner.run("true", folder)
    took = 1000 * (time.perf_counter() - began)
    if outcome.exit_code != 0:
        sys.exit(f"the command did not run: {outcome}")
    return took


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as folder, open_sandbox() as sandbox:
        plain, inside = [], []
        for _ in range(rounds):
            plain.append(milliseconds(NoSandbox(), Path(folder)))
            inside.append(milliseconds(sandbox, Path(folder)))
    over = statistics.median(inside) - statistics.median(plain)
    print(f"a step plainly {statistics.median(plain):.1f} ms, in the sandbox {statistics.median(inside):.1f} ms")
    print(f"the sandbox costs a step {over:.1f} ms, of at most {MOST:g}")
    sys.exit(over > MOST)


if __name__ == "__main__":
    main()
