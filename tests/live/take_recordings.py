"""`make recordings`: takes the recordings of the proxy samples anew, from the real model behind the tests' proxy.

Each case is recorded with the code that its own task shows. Run in taskgen's environment; `make test-live` has made the
model's, `make test-litellm` LiteLLM's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from starting import started  # noqa: E402 - its folder is on the path from here on

from taskgen.text import markdown  # noqa: E402 - as above

LIVE = ROOT / "build" / "live" / "bin" / "python"
# The samples with the environment that their code runs in.
SAMPLES = {"claude-proxy": ROOT / ".venv", "claude-proxy-litellm": ROOT / "build" / "litellm"}
MADE_BY = "SmolLM2-135M-Instruct (Q4_1) under llama.cpp, temperature 0, behind the proxy of taskgen's tests"
TASKGEN = [sys.executable, "-m", "taskgen"]


def paste(folder: Path, case: str) -> None:
    """Make the code of a case's task the whole of its file."""
    task = (folder / "tasks" / f"{case}.md").read_text(encoding="utf-8")
    fence = next(fence for fence in markdown.fences(task) if "title" in fence.attributes)
    path = folder / fence.attributes["title"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fence.content, encoding="utf-8")


def take(sample: Path, environment: Path, upstream: str, scratch: Path) -> None:
    """Record every case in a copy of a sample, then put the recordings where they belong."""
    folder = Path(shutil.copytree(sample, scratch / sample.name, ignore=shutil.ignore_patterns("recordings")))
    for case in json.loads((sample / "test_prompts.json").read_text(encoding="utf-8")):
        paste(folder, case["test_case_id"])
        command = [*TASKGEN, "record", case["test_case_id"], "--upstream", upstream, "--made-by", MADE_BY]
        subprocess.run(command, cwd=folder, env={**os.environ, "VIRTUAL_ENV": str(environment)}, check=True)
    shutil.rmtree(sample / "recordings", ignore_errors=True)
    shutil.copytree(folder / "recordings", sample / "recordings")


def main() -> None:
    """Record the samples, all through one proxy."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        started([str(LIVE), str(HERE / "model.py"), "600", "SmolLM2-135M-Instruct"]) as model,
        started([sys.executable, str(HERE / "proxy.py"), model, "600"]) as proxy,
    ):
        for name, environment in SAMPLES.items():
            take(ROOT / "samples" / name, environment, proxy, Path(scratch))


if __name__ == "__main__":
    main()
