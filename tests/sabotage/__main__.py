"""Copies the tree, switches one guard off, runs the tests that hold it, and wants them red; two guards at a time."""

from __future__ import annotations

import concurrent.futures
import os
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "build" / "sabotage"
PARTS = ("taskgen", "templates", "samples", "tests", "docs", "pyproject.toml", "README.md")
# pytest's exit codes: only failed tests are red; no tests, an error of usage or a crash of pytest itself prove nothing.
RED, NOTHING_RAN = 1, 5
LONGEST = 240  # seconds for one guard's tests


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A guard, the change that switches it off, and the tests (as pytest's arguments) that must fail then."""

    name: str
    module: str
    old: str
    new: str
    tests: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one guard's sabotage: red is as it must be."""

    guard: Guard
    red: bool
    told: str
    seconds: float


def guards() -> list[Guard]:
    """The rows of the table beside this file."""
    table = tomllib.loads(Path(__file__).with_name("guards.toml").read_text(encoding="utf-8"))
    return [Guard(**row) for row in table["guard"]]


def times(guard: Guard) -> int:
    """How often the text to change stands in its module; anything but once is a row out of date."""
    return (ROOT / guard.module).read_text(encoding="utf-8").count(guard.old)


def tried(guard: Guard) -> Result:
    """Switch a guard off in a copy of the tree and run its tests there."""
    began = time.monotonic()
    if times(guard) != 1:
        told = f"out of date: its text stands {times(guard)} times in {guard.module}"
        return Result(guard=guard, red=False, told=told, seconds=0)
    copy = _copy(guard)
    try:
        code, said = _pytest(copy, guard)
    finally:
        shutil.rmtree(copy)
    told = said if code in {RED, NOTHING_RAN} else f"pytest ended with {code}: {said}"
    return Result(guard=guard, red=code == RED, told=told, seconds=time.monotonic() - began)


def _copy(guard: Guard) -> Path:
    copy = ROOM / "".join(sign if sign.isalnum() else "-" for sign in guard.name)
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, copy / part)
    module = copy / guard.module
    module.write_text(module.read_text(encoding="utf-8").replace(guard.old, guard.new), encoding="utf-8")
    return copy


def _pytest(copy: Path, guard: Guard) -> tuple[int, str]:
    tests = [word for word in guard.tests if not word.startswith("tests/") or (copy / word).exists()]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    # The copy comes before the installed checkout.
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return RED, f"still running after {LONGEST} s"
    lines = [
        line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))
    ] or ran.stdout.splitlines()
    return ran.returncode, (lines or ran.stderr.splitlines() or [""])[-1][:110]


def main() -> int:
    """Try all guards, or those whose names hold a word of the command line."""
    wanted = [guard for guard in guards() if not sys.argv[1:] or any(word in guard.name for word in sys.argv[1:])]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = []
        for result in pool.map(tried, wanted):
            results.append(result)
            print(f"{'red' if result.red else 'GREEN':5}  {result.seconds:5.1f} s  {result.guard.name}: {result.told}")
    green = [result.guard.name for result in results if not result.red]
    print(f"{len(results) - len(green)} of {len(results)} guards switched off turn their tests red")
    return 1 if green or not results else 0


if __name__ == "__main__":
    sys.exit(main())
