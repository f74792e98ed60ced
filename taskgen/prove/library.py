"""What a proof of tasks says of the library's entries; pitfalls that are whole programs are run as such."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from taskgen.prove import judge
from taskgen.prove.verdicts import Mode, Status
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.diagnostics import Location
    from taskgen.model import Outcome, Pitfall
    from taskgen.prove.bench import Bench
    from taskgen.prove.verdicts import Verdict

_RUNS: Final = {".py": "python", ".sh": "sh", ".js": "node", ".mjs": "node"}
"""What runs a whole program, by its file's ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry, and the cases whose tasks can prove it; `why` says what it means that there is none."""

    kind: str
    id: str
    place: Location
    cases: tuple[str, ...] = ()
    why: str = "no case gets it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of an entry.

    Attributes:
        status: `PROVEN`; `NOT_PROVEN` where it is refuted; `COULD_NOT_TRY`; `NOT_TRIED` where nothing could prove it.
        message: by what, or why not.
    """

    entry: Entry
    status: Status
    message: str


def by_tasks(entry: Entry, verdicts: Mapping[str, Sequence[Verdict]]) -> Said:
    """An entry by the tasks that hold it: proven where nothing speaks against one of them.

    Args:
        entry: a snippet or an expectation.
        verdicts: of all tasks, by case.
    """
    told = [one for case in entry.cases for one in verdicts.get(case, ()) if one.mode is not Mode.FIXES]
    return _said(entry, told, counted_cases([case for case in entry.cases if case in verdicts]))


def by_fix(entry: Entry, error: str, verdicts: Mapping[str, Sequence[Verdict]]) -> Said:
    """A pitfall by its fix, taken back in the task of its case."""
    of_task = [one for case in entry.cases for one in verdicts.get(case, ())]
    told = [one for one in of_task if one.mode is Mode.FIXES and one.subject == error]
    not_tried = [one for one in of_task if one.status is Status.COULD_NOT_TRY]
    return _said(entry, told or not_tried, f"by {', '.join(entry.cases)}: {error}")


def _said(entry: Entry, told: Sequence[Verdict], by: str) -> Said:
    if not told:
        why = f"the task of {entry.cases[0]} is not proven" if entry.cases else entry.why
        return Said(entry=entry, status=Status.NOT_TRIED, message=why)
    for status in (Status.NOT_PROVEN, Status.COULD_NOT_TRY):
        bad = next((one for one in told if one.status is status), None)
        if bad is not None:
            return Said(entry=entry, status=status, message=f"{bad.task} {bad.mode}: {bad.line}")
    return Said(entry=entry, status=Status.PROVEN, message=by)


def counted_cases(cases: Sequence[str]) -> str:
    """`by CASE`, or by how many."""
    return f"by {cases[0]}" if len(cases) == 1 else f"by {len(cases)} cases"


def by_programs(entry: Entry, pitfall: Pitfall, bench: Bench) -> Said:
    """A pitfall by its two programs: the wrong one must fail with its error, the mended one must end with exit code 0.

    Each is run in a copy of the workspace, as a file at its top; being whole, they need no services.
    """
    wrong, wrong_command = _ran(pitfall.wrong_from or "", pitfall.wrong_program or "", bench)
    fixed, fixed_command = _ran(pitfall.fix_from or "", pitfall.fix_program or "", bench)
    for outcome, command in ((wrong, wrong_command), (fixed, fixed_command)):
        if outcome is None or outcome.not_started:
            reason = outcome.not_started if outcome else "nothing runs such a file"
            return Said(entry=entry, status=Status.COULD_NOT_TRY, message=f"{command}: {judge.shown(reason)}")
    return _of_programs(entry, pitfall.error, (wrong_command, wrong), (fixed_command, fixed))


def _of_programs(
    entry: Entry, error: str, wrong: tuple[str, Outcome | None], fixed: tuple[str, Outcome | None]
) -> Said:
    problem = ""
    if wrong[1] is not None and wrong[1].exit_code == 0:
        problem = f"{wrong[0]} passes; {error!r} is expected"
    elif wrong[1] is not None and not judge.has(wrong[1], error):
        problem = f"{wrong[0]} fails otherwise: {judge.shown(wrong[1].last_line)}; {error!r} is expected"
    elif fixed[1] is not None and fixed[1].exit_code != 0:
        problem = f"{fixed[0]} fails: {judge.shown(fixed[1].last_line)}"
    status = Status.NOT_PROVEN if problem else Status.PROVEN
    return Said(entry=entry, status=status, message=problem or f"by its two programs: {error}")


def _ran(name: str, text: str, bench: Bench) -> tuple[Outcome | None, str]:
    path = PurePosixPath(name)
    program = _RUNS.get(path.suffix)
    command = f"{program or '?'} {shlex.quote(path.name)}"
    if program is None:
        return None, command
    with contextlib.closing(bench.fresh()) as room:
        room.paste(path.name, text)
        return room.run(command, served=False), command


def without_proof(entry: Entry, why: str) -> Said:
    """An entry of which its author says why nothing can show it."""
    return Said(entry=entry, status=Status.NOT_TRIED, message=why)


def best(lists: Sequence[Sequence[Said]]) -> list[Said]:
    """What several lists say of one library's entries: a refusal counts before a proof, a proof before no word."""
    by_entry: dict[tuple[str, str], Said] = {}
    for said in (said for one in lists for said in one):
        key = (said.entry.kind, said.entry.id)
        if key not in by_entry or _WEIGHT.index(said.status) < _WEIGHT.index(by_entry[key].status):
            by_entry[key] = said
    return list(by_entry.values())


_WEIGHT: Final = (Status.NOT_PROVEN, Status.COULD_NOT_TRY, Status.PROVEN, Status.NOT_TRIED)
