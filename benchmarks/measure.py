"""Jobs measured side by side: wall time and peak memory of whole processes, interleaved, as ratios with spread."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Took = tuple[float, float]
"""Seconds, and MiB at the peak (0 where that can't be told)."""


@dataclass(slots=True)
class Series:
    """What one job took, round by round."""

    name: str
    seconds: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """From the fastest round to the slowest, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / self.median


@dataclass(slots=True)
class Table:
    """Series that were measured together; ratios are to the first."""

    title: str
    series: list[Series]

    def ratio(self, one: Series) -> float:
        return one.median / self.series[0].median

    def markdown(self) -> str:
        rows = [f"### {self.title}", "", "| | seconds | ratio | spread | peak |", "| --- | ---: | ---: | ---: | ---: |"]
        for one in self.series:
            peak = f"{max(one.mebibytes):.0f} MiB" if max(one.mebibytes) else ""
            rows.append(f"| {one.name} | {one.median:.3f} | {self.ratio(one):.2f} | {one.spread:.0%} | {peak} |")
        return "\n".join([*rows, ""])


def process(command: Sequence[str], cwd: Path, *, also: tuple[int, ...] = ()) -> Took:
    """Run a command to its end.

    Args:
        command: its words.
        cwd: where.
        also: exit codes that are no failure besides 0.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = child.stderr.read() if child.stderr else b""
    _pid, status, used = os.wait4(child.pid, 0)
    took = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, *also}:
        sys.exit(f"{' '.join(command)}: exit {child.returncode}\n{said.decode(errors='replace')[-2000:]}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = used.ru_maxrss if used.ru_maxrss > own else 0  # a child's peak begins with its parent's
    return took, peak / 1024


def interleaved(title: str, jobs: dict[str, Callable[[], Took]], rounds: int) -> Table:
    """Every job once a round, so that what else the machine does touches all of them alike."""
    series = {name: Series(name) for name in jobs}
    for number in range(rounds):
        for name, job in jobs.items():
            if sys.stderr.isatty():
                print(f"\r{title}: round {number + 1} of {rounds}, {name[:50]:50}", end="", file=sys.stderr, flush=True)
            seconds, mebibytes = job()
            series[name].seconds.append(seconds)
            series[name].mebibytes.append(mebibytes)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return Table(title, list(series.values()))
