"""`taskgen run --target openai` against a server on loopback that takes half a second: seconds, and peak memory.

python benchmarks/bench_requests.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from servers import serving


def asked(folder: Path, cases: int, jobs: int, behaviour: str) -> tuple[float, float]:
    """Seconds, and the process's peak memory in MiB."""
    rows = [
        {"id": f"ask_{n:05}", "input": {"question": f"Which {n}?", "model": "m"}, "checks": [{"type": "not-empty"}]}
        for n in range(cases)
    ]
    (folder / "test_prompts.json").write_text(json.dumps(rows))
    with serving(behaviour) as server:
        (folder / "taskgen.toml").write_text(f'target = "openai"\n[models."*"]\nbase_url = "{server.url}/v1"\n')
        words = [sys.executable, "-m", "taskgen", "run", "--all", "--jobs", str(jobs)]
        began = time.perf_counter()
        with (folder / "out").open("wb") as out:
            child = subprocess.Popen(words, cwd=folder, stdout=out, stderr=subprocess.PIPE)
            _pid, status, used = os.wait4(child.pid, 0)
        took = time.perf_counter() - began
    if status:
        sys.exit(f"{cases} cases: exit {os.waitstatus_to_exitcode(status)}, {child.stderr.read().decode()}")
    return took, used.ru_maxrss / 1024


with tempfile.TemporaryDirectory() as name:
    took, _memory = asked(Path(name), 200, 50, "slow=0.5")
    print(f"200 cases, 0.5 s each, --jobs 50:  {took:.1f} s")
    few, many = (asked(Path(name), cases, 50, "good")[1] for cases in (1_000, 10_000))
    print(f"peak memory: {few:.0f} MiB at 1,000 cases, {many:.0f} MiB at 10,000: {many / few:.2f}x")
