"""Findings of lint drawn at random, with a seed, from any lists: for people who judge whether each is right.

python benchmarks/lint_sample.py SEED NUMBER FILE...
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

AROUND = 2  # lines shown before and after


def findings(path: Path) -> list[dict]:
    command = [str(Path(sys.executable).parent / "taskgen"), "lint", "--format", "json", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(ran.stdout)["findings"] if ran.stdout else []
    return [one for one in found if one["severity"] != "error"]  # what can't be read is no finding of a rule


def shown(number: int, finding: dict) -> str:
    lines = Path(finding["path"]).read_text(encoding="utf-8", errors="replace").splitlines()
    first = max(0, finding["line"] - 1 - AROUND)
    context = [
        f"{'>' if at + 1 == finding['line'] else ' '} {at + 1}: {text[:200]}"
        for at, text in enumerate(lines[first : finding["line"] + AROUND], start=first)
    ]
    head = f"{number}. {finding['rule']}: {finding['message']}\n   {finding['path']}:{finding['line']}"
    return "\n".join([head, *context, ""])


def main() -> None:
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    every = [finding for path in sorted(sys.argv[3:]) for finding in findings(Path(path))]
    drawn = random.Random(seed).sample(every, min(count, len(every)))  # noqa: S311 - reproducible, not secret
    print(f"{len(drawn)} of {len(every)} findings\n")
    for number, finding in enumerate(drawn, start=1):
        print(shown(number, finding))


if __name__ == "__main__":
    main()
