"""taskgen against its peers on the same work, interleaved in one run: a table and the raw numbers.

python benchmarks/bench.py PEERS [start] [render] [reading] [growth] [memory]

PEERS is the folder of the programs that taskgen is compared with. Without names all parts are measured, and
docs/benchmarks.md and benchmarks/results.json are written anew.
"""

from __future__ import annotations

import json
import math
import os
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import peers
from generate import list_of_size
from measure import Series, Table, interleaved, process

if TYPE_CHECKING:
    from measure import Took

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TASKGEN = str(BIN / "taskgen")
BARE = [sys.executable, "-c", "pass"]
IMPORTS = [sys.executable, "-c", "import typer, jinja2, yaml, markdown_it"]
SIZES = {10: 9, 100: 7, 500: 5, 1_000: 5}  # cases, and rounds that are measured
MANY = 10_000  # more than anybody has: what memory and growth come to
NOTHING = "taskgen check, 20 cases, nothing to do"
COLD, OURS, COG = "python -c 'import typer, jinja2, yaml, markdown_it'", "taskgen render", "cog -r, as many files"


def project(folder: Path, *, cases: int, entries: int, list_bytes: int = 0) -> Path:
    """A generated project, made by a process of its own: what runs later would count this one's memory as theirs."""
    words = [
        sys.executable,
        str(ROOT / "benchmarks" / "generate.py"),
        str(folder),
        *map(str, (cases, entries, list_bytes)),
    ]
    process(words, ROOT)
    return folder


class Bench:
    """The parts; each gives tables."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs

    def peer(self, name: str) -> str:
        return str(self.programs / name)

    def taskgen(self, made: Path, *words: str) -> Took:
        return process([TASKGEN, *words], made)

    def start(self) -> list[Table]:
        """Start-up, and a check that finds nothing to do."""
        small = project(self.folder / "small", cases=20, entries=30)
        large = project(self.folder / "large", cases=1_000, entries=100)
        hooks = peers.hook_repository(self.folder / "hooks")
        for made in (small, large):
            self.taskgen(made, "render", "tasks.md", "-q")
            shutil.copytree(made, self.folder / "aside", dirs_exist_ok=True)  # time passes: a fresh file is not trusted
            self.taskgen(made, "check")
        run = {
            "python -c pass": (BARE, small),
            "taskgen --version": ([TASKGEN, "--version"], small),
            "taskgen --help": ([TASKGEN, "--help"], small),
            NOTHING: ([TASKGEN, "check"], small),
            "taskgen check, 1,000 cases, nothing to do": ([TASKGEN, "check"], large),
            "cog -v": ([self.peer("cog"), "-v"], small),
            "mdformat --version": ([self.peer("mdformat"), "--version"], small),
            "copier --version": ([self.peer("copier"), "--version"], small),
            "ruff --version": ([self.peer("ruff"), "--version"], small),
            "pre-commit run, an empty hook": ([self.peer("pre-commit"), "run"], hooks),
        }
        jobs = {name: (lambda command=command, cwd=cwd: process(command, cwd)) for name, (command, cwd) in run.items()}
        return [interleaved("start-up", jobs, 11)]

    def render(self) -> list[Table]:
        """All tasks, none, and one of them, against peers that make as many files of the same bytes."""
        return [self._rendered(cases, rounds) for cases, rounds in SIZES.items()]

    def _rendered(self, cases: int, rounds: int) -> Table:
        here = self.folder / f"render-{cases}"
        made = project(here / "project", cases=cases, entries=max(10, cases // 10))
        tasks = made / "tasks"

        def full() -> Took:
            peers.put_aside(tasks)
            return self.taskgen(made, "render", "tasks.md", "-q")

        turn = iter(range(1_000_000))

        def one_changed() -> Took:
            file = made / "test_prompts.json"
            rows = json.loads(file.read_text(encoding="utf-8"))
            rows[cases // 2]["description"] = f"Changed for the {next(turn)}th time."
            file.write_text(json.dumps(rows, indent=1), encoding="utf-8")
            return self.taskgen(made, "render", "tasks.md", "-q")

        def none_changed() -> Took:
            self.taskgen(made, "render", "tasks.md", "-q")  # what was written just now is read once more
            return self.taskgen(made, "render", "tasks.md", "-q")

        full()
        peers.copier_template(tasks, here / "template")
        cog, copier = self.peer("cog"), self.peer("copier")
        jobs = {
            "a bare loop that writes the same bytes": lambda: peers.bare_loop(tasks, here / "bare"),
            OURS: full,
            "taskgen render, nothing changed": none_changed,
            "taskgen render, one case changed": one_changed,
            COG: lambda: peers.cog_run(cog, tasks, here / "cog"),
            "copier copy, as many files": lambda: peers.copier_copy(copier, here / "template", here / "to"),
        }
        jobs |= {COLD: lambda: process(IMPORTS, made)} if cases == min(SIZES) else {}
        return interleaved(f"rendering {cases:,} cases", jobs, rounds)

    def reading(self) -> list[Table]:
        """One large list, read and linted, against a formatter of Markdown."""
        made = self.folder / "list"
        made.mkdir()
        (made / "tasks.md").write_text(list_of_size(1_000_000), encoding="utf-8")
        check = [self.peer("mdformat"), "--check", "tasks.md"]
        jobs = {
            "mdformat --check": lambda: process(check, made, also=(1,)),
            "taskgen list": lambda: self.taskgen(made, "list", "tasks.md", "-q"),
            "taskgen lint": lambda: process([TASKGEN, "lint", "tasks.md"], made, also=(1,)),
        }
        return [interleaved("reading a list of 1 MB", jobs, 5)]

    def growth(self) -> list[Table]:
        """A render as cases, library and list grow."""
        grown = {
            "cases": [(cases, 100, 0) for cases in (100, 300, 1_000)],
            "entries": [(1_000, entries, 0) for entries in (100, 300, 1_000)],
            "bytes of the list": [(300, 100, size) for size in (100_000, 300_000, 1_000_000)],
        }
        return [self._growth(what, sizes) for what, sizes in grown.items()]

    def _growth(self, what: str, sizes: list[tuple[int, int, int]]) -> Table:
        def job(size: tuple[int, int, int]) -> Took:
            cases, entries, length = size
            made = self.folder / f"growth-{cases}-{entries}-{length}"
            if not made.exists():
                project(made, cases=cases, entries=entries, list_bytes=length)
            peers.put_aside(made / "tasks")
            return self.taskgen(made, "render", "tasks.md", "-q")

        at = {"cases": 0, "entries": 1}.get(what, 2)
        jobs = {f"{size[at]:,} {what}": (lambda size=size: job(size)) for size in sizes}
        table = interleaved(f"growth with {what}", jobs, 3)
        table.title += f": {tenfold([size[at] for size in sizes], table.series):.1f}x for ten times as many"
        return table

    def memory(self) -> list[Table]:
        """Many cases at once."""
        made = project(self.folder / "memory", cases=MANY, entries=100)
        return [
            interleaved("memory", {f"taskgen render, {MANY:,} cases": lambda: self.taskgen(made, "render", "-q")}, 1)
        ]


def tenfold(sizes: list[int], series: list[Series]) -> float:
    """What ten times the size costs: from a power fitted to all sizes by least squares."""
    slope, _intercept = statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(min(one.seconds)) for one in series]
    )
    return 10**slope


def figures(tables: list[Table]) -> list[str]:
    """What a start costs beside its imports, and a task more beside a file more of cog's; only what was measured."""
    took = {(table.title, one.name): min(one.seconds) for table in tables for one in table.series}
    told = []
    if ("start-up", NOTHING) in took:
        bare, check = took["start-up", "python -c pass"], took["start-up", NOTHING]
        told.append(f"- a check with nothing to do: {check / bare:.1f}x `python -c pass`")
    title = "rendering {:,} cases"
    if (title.format(10), OURS) in took:
        cold = took[title.format(10), OURS] / took[title.format(10), COLD]
        ours, cogs = ((took[title.format(1_000), name] - took[title.format(100), name]) / 900 for name in (OURS, COG))
        told.append(f"- a render of 10 cases: {cold:.2f}x `import typer, jinja2, yaml, markdown_it`")
        told.append(
            f"- a task more, between 100 and 1,000 cases: {1000 * ours:.2f} ms, {ours / cogs:.2f}x a file of cog's"
        )
    return told


def page(tables: list[Table]) -> str:
    """docs/benchmarks.md."""
    machine = f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors"
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "`make bench` measures this: whole processes, interleaved, medians; a ratio is to the table's first line,",
            "the spread from the fastest round to the slowest. Inputs come from `benchmarks/generate.py`, which makes",
            "the same bytes for the same seed; the raw numbers are in `benchmarks/results.json`.",
            f"Measured with {machine}.",
            "",
            "![taskgen and its peers](benchmarks.svg)",
            "",
            *figures(tables),
            "",
            *(table.markdown() for table in tables),
        ]
    )


def main() -> None:
    programs, *chosen = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="taskgen-bench-") as folder:
        bench = Bench(Path(folder), Path(programs).absolute())
        parts = {"start": bench.start, "render": bench.render, "reading": bench.reading}
        parts |= {"growth": bench.growth, "memory": bench.memory}
        tables = [table for name in chosen or parts for table in parts[name]()]
    print("\n".join([*(table.markdown() for table in tables), *figures(tables)]))
    if chosen:
        return
    raw = {table.title: {one.name: [one.seconds, one.mebibytes] for one in table.series} for table in tables}
    (ROOT / "benchmarks" / "results.json").write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    (ROOT / "docs" / "benchmarks.md").write_text(page(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
