"""Seeded projects of any size: a list, its cases, a library; the same seed gives the same bytes.

python benchmarks/generate.py FOLDER CASES ENTRIES [LIST_BYTES]
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

WORDS = [
    "parse",
    "render",
    "count",
    "merge",
    "route",
    "check",
    "index",
    "split",
    "write",
    "token",
    "cache",
    "queue",
    "batch",
    "graph",
    "model",
    "state",
]
MODULE = """\
def normalise(given):
    text = given.get("text", "")
    return " ".join(text.split()).lower()


def {name}(given):
    words = normalise(given).split()
    return {{"content": " ".join(words[:{number}]), "count": len(words)}}


def answer(given):
    return {name}(given)
"""


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def list_text(chance: random.Random, cases: list[str], tasks: int, size: int) -> str:
    """A list of some tasks that names all cases, padded with prose to about `size` bytes."""
    share = -(-len(cases) // tasks)
    padding = max(0, (size - sum(map(len, cases)) - 60 * tasks) // tasks)
    parts = ["# A list\n"]
    for number in range(tasks):
        named = "\n".join(f"- `{case}`" for case in cases[number * share : (number + 1) * share])
        prose = " ".join(sentence(chance, 8) for _ in range(max(1, padding // 50)))
        parts.append(f"## Task {number + 1}: {sentence(chance, 4)}\n\n{prose}\n\n{named}\n")
    return "\n".join(parts)


def library_text(chance: random.Random, entries: int, models: int) -> str:
    """Half snippets, half pitfalls; each snippet is for one model and has a file of its own."""
    lines = ["snippets:"]
    for number in range(models):
        code = MODULE.format(name=f"shorten_{number}", number=number % 7 + 1)
        lines += [f"  - id: snippet-{number}", f"    when: {{model: model-{number}}}", "    language: python"]
        lines += [f"    file: app/module_{number}.py", "    code: |"]
        lines += [f"      {line}" if line else "" for line in code.splitlines()]
    lines.append("pitfalls:")
    for number in range(entries - models):
        lines += [f"  - id: pitfall-{number}", f"    when: {{model: model-{number % models}}}"]
        lines += [f'    error: "KeyError: {number}"', f"    cause: {sentence(chance, 9)}"]
        lines += ["    wrong: |", "      return text", "    fix: |", '      return " ".join(text.split()).lower()']
    return "\n".join(lines) + "\n"


def project(folder: Path, *, cases: int, entries: int, list_bytes: int = 0, seed: int = 7) -> Path:
    """Write a project; returns its folder."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    models = max(1, entries // 2)
    ids = [f"case_{number:06d}_{chance.choice(WORDS)}" for number in range(cases)]
    rows = [
        {
            "id": name,
            "description": sentence(chance, 10),
            "input": {"model": f"model-{number % models}", "text": sentence(chance, 14)},
            "expected": {"content": "...", "count": 14},
            "checks": [{"type": "contains", "value": chance.choice(WORDS)}],
        }
        for number, name in enumerate(ids)
    ]
    (folder / "library").mkdir(parents=True)
    (folder / "test_prompts.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    tasks = list_text(chance, ids, max(1, cases // 10), list_bytes)
    (folder / "tasks.md").write_text(tasks, encoding="utf-8")
    (folder / "library" / "entries.yaml").write_text(library_text(chance, entries, models), encoding="utf-8")
    (folder / "taskgen.toml").write_text('target = "python:app.main:answer"\n', encoding="utf-8")
    return folder


def list_of_size(size: int, seed: int = 7) -> str:
    """A list as people write them, of about `size` bytes: headings, prose, boxes, code."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    parts, length, number = ["# A list\n"], 0, 0
    while length < size:
        number += 1
        steps = "\n".join(f"- [ ] {number}.{step} {sentence(chance, 7)}" for step in range(1, 5))
        prose = " ".join(sentence(chance, 9) for _ in range(4))
        code = f"```python\ndef {chance.choice(WORDS)}_{number}(text):\n    return text.split()\n```"
        parts.append(f"## Task {number}: {sentence(chance, 4)}\n\n{prose}\n\n{steps}\n\n{code}\n")
        length += len(parts[-1]) + 1
    return "\n".join(parts)


if __name__ == "__main__":
    project(Path(sys.argv[1]), **dict(zip(("cases", "entries", "list_bytes"), map(int, sys.argv[2:]), strict=False)))
