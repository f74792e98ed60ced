"""The trials: every operation with every error, kills at random moments, several runs at once."""

from __future__ import annotations

import collections
import errno
import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from faults.harness import ERRORS, HALF, KILL, OPERATIONS, Fault, room, run, start
from faults.jobs import JOBS, amiss, is_temporary, lay_out, mixed, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faults.harness import Ran
    from faults.jobs import Scene

# What a run with a fault may end with: 2 and 3 name what can't be read and written; 70 would be a bug, 1 a refusal of
# our own files.
FINE = {0, 2, 3}


@dataclass(slots=True, kw_only=True)
class Row:
    """One line of the table: trials of one kind, and everything that was not as promised."""

    operation: str
    fault: str
    trials: int = 0
    exits: collections.Counter[int] = field(default_factory=collections.Counter)
    old: int = 0
    new: int = 0
    between: int = 0
    wrong: list[str] = field(default_factory=list)

    def judge(self, scene: Scene, folder: Path, ran: Ran | None, *, killed: bool = False) -> None:
        """Look at what a run has left, let the next run come, and look again."""
        now = tree(folder)
        outputs = {name: data for name, data in now.items() if not is_temporary(name)}
        self.trials += 1
        self.old += outputs == scene.old
        self.new += outputs == scene.new
        self.between += outputs not in (scene.old, scene.new)
        where = f"{scene.job.name}, {self.operation} {self.fault}"
        self.wrong += [f"{where}: {name} is neither old nor new" for name in mixed(scene, now)]
        if ran:
            self._judge_run(where, ran, killed=killed)
        again = run(folder, *scene.job.words)
        if again.code and not (scene.job.name == "init" and outputs == scene.new):  # it refuses where all is there
            self.wrong.append(f"{where}: the next run ends with {again.code}: {again.said[:500]}")
        self.wrong += [f"{where}: {name} after the next run" for name in amiss(scene, tree(folder))]

    def _judge_run(self, where: str, ran: Ran, *, killed: bool) -> None:
        self.exits[ran.code] += 1
        allowed = FINE | ({-9} if killed else set())
        if ran.code not in allowed:
            self.wrong.append(f"{where}: exit {ran.code}: {ran.said[:800]}")
        if ran.code > 0 and (" error: " not in ran.said or "\n    " not in ran.said or ".taskgen-" in ran.said):
            self.wrong.append(f"{where}: not told with a place and what to do next: {ran.said[:500]}")


def scenes(where: Path) -> list[Scene]:
    """Every job laid out."""
    return [lay_out(job, where / str(number)) for number, job in enumerate(JOBS)]


def failing_calls(stage: list[Scene], *, every: bool) -> Iterator[Row]:
    """Every call of every operation fails once with every error; else the first, middle and last call of each job."""
    reached = {scene.job.name: collections.Counter(_in_a_copy(scene).operations) for scene in stage}
    for operation in OPERATIONS:
        for what in (*ERRORS, HALF) if operation == "write" else ERRORS:
            name = f"half, {errno.errorcode[errno.ENOSPC]}" if what == HALF else errno.errorcode[int(what)]
            row = Row(operation=operation, fault=name)
            for scene in stage:
                for at in _turns(reached[scene.job.name][operation], every=every):
                    _try(row, scene, Fault(operation=operation, at=at, what=what))
            if row.trials:
                yield row


def _turns(calls: int, *, every: bool) -> list[int]:
    return list(range(calls)) if every or not calls else sorted({0, calls // 2, calls - 1})


def _in_a_copy(scene: Scene) -> Ran:
    with room() as here:
        folder = Path(shutil.copytree(scene.folder, Path(here) / "work"))
        return run(folder, *scene.job.words)


def _try(row: Row, scene: Scene, fault: Fault | None = None, kill_after: float | None = None) -> None:
    with room() as here:
        folder = Path(shutil.copytree(scene.folder, Path(here) / "work"))
        ran = run(folder, *scene.job.words, fault=fault, kill_after=kill_after)
        row.judge(scene, folder, ran, killed=kill_after is not None or (fault is not None and fault.what == KILL))


def kills(stage: list[Scene], total: int, seed: int) -> Iterator[Row]:
    """`kill -9`, half of them before (of a write: in) a random call, half after a random time."""
    chance = random.Random(seed)  # noqa: S311 - the same moments every time
    whole = {scene.job.name: _in_a_copy(scene) for scene in stage}
    calls, times = Row(operation="any call", fault="kill -9"), Row(operation="any time", fault="kill -9")
    for number in range(total):
        scene = chance.choice(stage)
        measured = whole[scene.job.name]
        if number % 2:
            at = chance.randrange(len(measured.operations))
            _try(calls, scene, Fault(operation="any", at=at, what=KILL))
        else:
            _try(times, scene, kill_after=chance.uniform(0, measured.seconds * 1.1))
    yield calls
    yield times


def crowds(stage: list[Scene], rounds: int) -> Iterator[Row]:
    """Two and eight runs at once in one folder."""
    for many in (2, 8):
        row = Row(operation=f"{many} runs at once", fault="none")
        for scene in [scene for scene in stage if scene.job.words[0] == "render"] * rounds:
            with room() as here:
                folder = Path(shutil.copytree(scene.folder, Path(here) / "work"))
                started = [start(folder, *scene.job.words) for _ in range(many)]
                for child in started:
                    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                    row.exits[code] += 1
                    if code:
                        row.wrong.append(f"{scene.job.name}: one of {many} runs at once ends with {code}")
                row.judge(scene, folder, None)
        yield row
