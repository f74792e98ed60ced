"""taskgen against its peers on the same work, interleaved in one run, as ratios.

python benchmarks/bench.py [start] [small] [bulk] [growth] [memory]
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from generate import project

if TYPE_CHECKING:
    from collections.abc import Callable

BIN = Path(sys.executable).parent
TASKGEN = str(BIN / "taskgen")
BARE = [sys.executable, "-c", "pass"]


def seconds(command: list[str], cwd: Path, prepare: Callable[[], object] = lambda: None) -> float:
    prepare()
    began = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - began


def interleaved(jobs: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            times[name].append(job())
    return times


def table(title: str, times: dict[str, list[float]], base: str) -> None:
    """Each job's median as a ratio to the base's, with the quartiles of its own spread."""
    print(f"\n{title} (base: {base}, {1000 * statistics.median(times[base]):.1f} ms)")
    for name, taken in times.items():
        ratio = statistics.median(taken) / statistics.median(times[base])
        spread = (max(taken) - min(taken)) / statistics.median(taken)
        print(f"  {name:34} {ratio:8.2f}x   {1000 * statistics.median(taken):9.1f} ms   spread {spread:.0%}")


def start(folder: Path) -> None:
    made = project(folder / "start", cases=20, entries=30)
    seconds([TASKGEN, "render", "tasks.md"], made)
    jobs = {
        "python -c pass": lambda: seconds(BARE, made),
        "taskgen --version": lambda: seconds([TASKGEN, "--version"], made),
        "taskgen --help": lambda: seconds([TASKGEN, "--help"], made),
        "taskgen check, nothing changed": lambda: seconds([TASKGEN, "check"], made),
        "taskgen render --check": lambda: seconds([TASKGEN, "render", "--check"], made),
    }
    table("start-up", interleaved(jobs, 15), "python -c pass")


def small(folder: Path) -> None:
    made = project(folder / "small", cases=20, entries=30)

    def clean() -> None:
        shutil.rmtree(made / "tasks", ignore_errors=True)

    jobs = {
        "python -c pass": lambda: seconds(BARE, made),
        "cold render, 20 cases, 30 entries": lambda: seconds([TASKGEN, "render", "tasks.md"], made, clean),
    }
    table("small project", interleaved(jobs, 11), "python -c pass")


def bare_write(source: Path, target: Path) -> float:
    """A bare loop that writes the bytes that taskgen wrote."""
    contents = [(path.name, path.read_bytes()) for path in source.iterdir()]
    shutil.rmtree(target, ignore_errors=True)
    began = time.perf_counter()
    target.mkdir()
    for name, content in contents:
        with (target / name).open("wb") as file:
            file.write(content)
    return time.perf_counter() - began


def cog_files(source: Path, target: Path) -> float:
    """Cog over as many files, each with one generator that gives the same text."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in source.iterdir():
        text = path.read_text(encoding="utf-8")
        code = f"[[[cog\nimport cog\ncog.out({text!r})\n]]]\n[[[end]]]\n"
        (target / path.name).write_text(code, encoding="utf-8")
    names = "\n".join(path.name for path in target.iterdir())
    (target / "files.txt").write_text(names, encoding="utf-8")
    return seconds([sys.executable, "-m", "cogapp", "-r", "@files.txt"], target)


def bulk(folder: Path, cases: int = 10_000) -> None:
    made = project(folder / "bulk", cases=cases, entries=1_000, list_bytes=1_000_000)

    def clean() -> None:
        shutil.rmtree(made / "tasks", ignore_errors=True)

    render = [TASKGEN, "render", "tasks.md", "-q"]
    seconds(render, made, clean)
    sample = folder / "sample"
    shutil.rmtree(sample, ignore_errors=True)
    sample.mkdir()
    for path in sorted((made / "tasks").iterdir())[:500]:
        shutil.copy(path, sample)
    jobs = {
        "bare loop": lambda: bare_write(made / "tasks", folder / "bare"),
        "render": lambda: seconds(render, made, clean),
        "render, nothing changed": lambda: seconds(render, made),
        "cog, 500 files, scaled": lambda: cog_files(sample, folder / "cog") * cases / 500,
    }
    table(f"bulk: {cases} cases, 1000 entries, 1 MB list", interleaved(jobs, 3), "bare loop")


def growth(folder: Path) -> None:
    def cost(cases: int, entries: int) -> float:
        made = folder / f"growth-{cases}-{entries}"
        if not made.exists():
            project(made, cases=cases, entries=entries)
        shutil.rmtree(made / "tasks", ignore_errors=True)
        return seconds([TASKGEN, "render", "tasks.md", "-q"], made)

    jobs = {
        "300 cases, 100 entries": lambda: cost(300, 100),
        "3,000 cases, 100 entries": lambda: cost(3_000, 100),
        "3,000 cases, 1,000 entries": lambda: cost(3_000, 1_000),
    }
    table("growth", interleaved(jobs, 3), "300 cases, 100 entries")


def memory(folder: Path) -> None:
    made = project(folder / "memory", cases=100_000, entries=100)
    child = os.fork()
    if child == 0:
        began = time.perf_counter()
        subprocess.run([TASKGEN, "render", "tasks.md", "-q"], cwd=made, check=True)
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"render, 100,000 cases: {took:.1f} s, peak {peak:.0f} MB", flush=True)
        os._exit(0)
    os.waitpid(child, 0)


PARTS = {"start": start, "small": small, "bulk": bulk, "growth": growth, "memory": memory}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="taskgen-bench-") as folder:
        for name in chosen:
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main()
