"""`make recordings`: takes the recordings of samples/claude-proxy anew, from the real model behind the tests' proxy.

Each case is recorded with the code that its own task shows. Run in taskgen's environment; `make test-live` has made the
model's.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from starting import started  # noqa: E402 - its folder is on the path from here on

from taskgen import markdown  # noqa: E402 - as above

SAMPLE = ROOT / "samples" / "claude-proxy"
LIVE = ROOT / "build" / "live" / "bin" / "python"
MADE_BY = "SmolLM2-135M-Instruct (Q4_1) under llama.cpp, temperature 0, behind the proxy of taskgen's tests"
TASKGEN = [sys.executable, "-m", "taskgen"]


def paste(folder: Path, case: str) -> None:
    """Make the code of a case's task the whole of its file."""
    task = (folder / "tasks" / f"{case}.md").read_text(encoding="utf-8")
    fence = next(fence for fence in markdown.fences(task) if "title" in fence.attributes)
    path = folder / fence.attributes["title"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fence.content, encoding="utf-8")


def take(folder: Path, case: str, upstream: str) -> None:
    """Record one case."""
    paste(folder, case)
    command = [*TASKGEN, "record", case, "--upstream", upstream, "--made-by", MADE_BY]
    subprocess.run(command, cwd=folder, check=True)


def main() -> None:
    """Record every case in a copy of the sample, then put the recordings where they belong."""
    cases = [case["test_case_id"] for case in json.loads((SAMPLE / "test_prompts.json").read_text(encoding="utf-8"))]
    with (
        tempfile.TemporaryDirectory() as scratch,
        started([str(LIVE), str(HERE / "model.py"), "600", "SmolLM2-135M-Instruct"]) as model,
        started([sys.executable, str(HERE / "proxy.py"), model, "600"]) as proxy,
    ):
        folder = Path(shutil.copytree(SAMPLE, Path(scratch) / "claude-proxy"))
        shutil.rmtree(folder / "recordings", ignore_errors=True)
        for case in cases:
            take(folder, case, proxy)
        shutil.rmtree(SAMPLE / "recordings", ignore_errors=True)
        shutil.copytree(folder / "recordings", SAMPLE / "recordings")


if __name__ == "__main__":
    main()
