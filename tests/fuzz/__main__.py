"""Run taskgen on mangled projects; exit 1 if one of them gets a traceback, no error, or takes too much."""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import random
import shutil
import sys
from pathlib import Path

from faults.harness import Ran, room, run, warm_up

from fuzz.mangle import mangled

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
LARGEST = 200_000  # bytes of a list or cases file of the corpus that is tried
SECONDS, MEMORY = 2.0, 300.0  # of the processor; MiB
COMMANDS = (
    ("render", "tasks.md"),
    ("render", "tasks.md", "--force", "--prune"),
    ("check", "tasks.md"),
    ("list", "tasks.md"),
    ("explain", "1"),
    ("library", "check"),
)


def _bases() -> list[dict[str, bytes]]:
    """Projects by their files: the samples, and each list of the corpus with one of its cases files."""
    found = [_files(folder) for folder in sorted((ROOT / "samples").iterdir()) if (folder / "tasks.md").exists()]
    lists, cases = (_small(CORPUS / kind) for kind in ("tasks", "cases"))
    if not (lists and cases):
        sys.stderr.write("there is no corpus of real inputs: only the samples are mangled\n")
        return found
    library = {name: data for name, data in found[0].items() if name.startswith("library/")}
    for number, path in enumerate(lists):
        given = cases[number % len(cases)].read_bytes()
        found.append({"tasks.md": path.read_bytes(), "test_prompts.json": given, **library})
    return found


def _files(folder: Path) -> dict[str, bytes]:
    kept = (path for path in sorted(folder.rglob("*")) if path.is_file() and "recordings" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


def _small(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size <= LARGEST]


def _one(seed: int, bases: list[dict[str, bytes]], here: Path) -> tuple[Ran, str]:
    """One mangled project, run: how it ended, and what to say where that is not as it must be."""
    chance = random.Random(seed)
    files = dict(chance.choice(bases))
    names = chance.sample(sorted(files), chance.choice((1, 1, 1, 2)))
    files |= {name: mangled(chance, files[name]) for name in names}
    folder = here / "project"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    words = chance.choice(COMMANDS)
    ran = run(folder, *words)
    shutil.rmtree(folder)
    wrong = _wrong(ran)
    return ran, f"seed {seed}: taskgen {' '.join(words)} with {' and '.join(names)} mangled: {wrong}" if wrong else ""


def _wrong(ran: Ran) -> str:
    if ran.code not in {0, 1, 2} or "Traceback" in ran.said:
        return f"exit {ran.code}: {ran.said[-600:]}"
    if ran.code and " error: " not in ran.said:
        return f"exit {ran.code} without an error: {ran.said[-300:]}"
    if ran.cpu > SECONDS:
        return f"it took {ran.cpu:.1f} s"
    return f"it held {ran.memory:.0f} MiB" if ran.memory > MEMORY else ""


def main() -> int:
    """Run them all, and tell."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="for programs")
    given = parser.parse_args()
    exits: collections.Counter[int] = collections.Counter()
    wrong, slowest, largest = [], 0.0, 0.0
    with room() as here:
        os.environ["XDG_CACHE_HOME"] = str(Path(here) / "cache")
        (Path(here) / "warm").mkdir()
        with contextlib.redirect_stdout(sys.stderr):
            warm_up(Path(here) / "warm", *COMMANDS)
        bases = _bases()
        for seed in range(given.seed, given.seed + given.runs):
            ran, told = _one(seed, bases, Path(here))
            exits[ran.code] += 1
            slowest, largest = max(slowest, ran.cpu), max(largest, ran.memory)
            wrong += [told] if told else []
    if given.json:
        print(json.dumps({"runs": given.runs, "wrong": wrong}))
        return 1 if wrong else 0
    print(*wrong, sep="\n")
    ends = ", ".join(f"{count} with {code}" for code, count in sorted(exits.items()))
    most = f"at most {slowest:.2f} s and {largest:.0f} MiB"
    print(f"{given.runs} mangled projects: {ends}; {most}; {len(wrong)} not as they must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
