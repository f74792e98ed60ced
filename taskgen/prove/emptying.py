"""Functions emptied: a task whose command passes without what its code does proves nothing of the code."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from taskgen.prove import judge
from taskgen.prove.attempt import Attempt
from taskgen.prove.trial import pasted, room_with, shows, verdict
from taskgen.prove.verdicts import Failure, Mode, Status, Step
from taskgen.records import dataclass
from taskgen.text.languages import python
from taskgen.text.languages.python_code import emptied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from taskgen.diagnostics import Location
    from taskgen.model import Outcome, Paste
    from taskgen.prove.bench import Bench, Room
    from taskgen.prove.each import Each
    from taskgen.prove.verdicts import Verdict

TASKS: Final = 8
"""On how many tasks a function is tried that the first ones do not notice."""
PATIENCE: Final = 5.0  # seconds that code with an empty function gets beside ten times those of the whole code

Function = tuple[str, str, str]
"""What makes a function the same in several tasks: its file, its name, its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """A task's code with one function emptied."""

    function: Function
    name: str
    pastes: tuple[Paste, ...]
    place: Location


Pair = tuple[Attempt, Emptied]
Came = tuple[Attempt, Emptied, Failure | None]
"""A task, the function that was emptied, and what is told of it: None where the task turned red, as it must."""


def without_a_function(pastes: Sequence[Paste]) -> list[Emptied]:
    """The code once for each function that does something, the last first: it is likely the one that is called."""
    made = []
    for paste in pastes:
        if not paste.path.endswith(python.suffixes):
            continue
        for edited in emptied(paste.text):
            changed = tuple(replace(one, text=edited.code) if one is paste else one for one in pastes)
            place = replace(paste.place, line=paste.place.line + edited.line)
            function = (paste.path, edited.name, edited.source)
            made.append(Emptied(function=function, name=edited.name, pastes=changed, place=place))
    return made[::-1]


def prove_emptying(attempts: Sequence[Attempt], bench: Bench, *, whole: bool, each: Each = map) -> Iterator[Verdict]:
    """Empty the functions of tasks that pass, each in a copy of its own.

    Every task must turn red by one of its functions, every function must turn one of the tasks red that have it. The
    work grows with the number of tasks and of functions.

    Args:
        attempts: in the order of the list.
        bench: gives the copies.
        whole: they are all tasks of the list, so that a function that none of them notices is told.
        each: as `map`.
    """
    functions = {attempt.steps.case: without_a_function(attempt.steps.pastes) for attempt in attempts}
    pairs = [(attempt, one) for attempt in attempts for one in functions[attempt.steps.case]]
    having: dict[Function, list[Pair]] = {}
    for attempt, one in pairs:
        having.setdefault(one.function, []).append((attempt, one))
    tried = _Tried()
    entries = [(attempt, functions[attempt.steps.case][0]) for attempt in attempts if functions[attempt.steps.case]]
    tried.add(each(lambda pair: [_tried(pair[0], pair[1], bench)], entries))
    unnoticed = [sorted(having[one], key=_unnamed)[:TASKS] for one in having if not tried.noticed(one)]
    tried.add(each(lambda tries: _until_red(tries, tried, bench), unnoticed))
    rest = [[(attempt, one) for one in functions[attempt.steps.case]] for attempt in attempts if not tried.red(attempt)]
    tried.add(each(lambda tries: _until_red(tries, tried, bench), rest))
    for attempt in attempts:
        yield from _verdicts(attempt, functions[attempt.steps.case], tried, whole=whole)


@dataclass(slots=True)
class _Tried:
    """What came of all tries, by task and function."""

    came: dict[tuple[str, Function], Failure | None] = field(default_factory=dict)
    reds: set[str | Function] = field(default_factory=set)
    told: set[Function] = field(default_factory=set)

    def add(self, results: Iterable[Sequence[Came]]) -> None:
        for attempt, one, problem in (came for result in results for came in result):
            self.came[attempt.steps.case, one.function] = problem
            if problem is None:
                self.reds |= {attempt.steps.case, one.function}

    def has(self, pair: Pair) -> bool:
        return (pair[0].steps.case, pair[1].function) in self.came

    def red(self, attempt: Attempt) -> bool:
        """Whether one of the task's functions turned it red."""
        return attempt.steps.case in self.reds

    def noticed(self, function: Function) -> bool:
        """Whether the function turned any task red."""
        return function in self.reds

    def unnoticed_by(self, function: Function) -> int:
        """How many tasks stayed green without the function; 0 where one turned red."""
        return 0 if self.noticed(function) else sum(tried == function for _case, tried in self.came)

    def tell(self, function: Function) -> bool:
        """Whether it is told for the first time."""
        is_new = function not in self.told
        self.told.add(function)
        return is_new


def _unnamed(pair: Pair) -> bool:
    """Tasks that name a function come first: their code is likely to call it."""
    attempt, one = pair
    return one.name.rpartition(".")[2] not in f"{attempt.steps.input}{attempt.steps.command}"


def _until_red(pairs: Iterable[Pair], tried: _Tried, bench: Bench) -> list[Came]:
    """The tries up to the first that turned red; without those that were made before."""
    results = []
    for pair in pairs:
        if tried.has(pair):
            continue
        results.append(_tried(pair[0], pair[1], bench))
        if results[-1][2] is None:
            break
    return results


def _tried(attempt: Attempt, one: Emptied, bench: Bench) -> Came:
    steps, usual = attempt.steps, attempt.outcome.seconds if attempt.outcome else 0.0
    with room_with(bench, attempt.needed) as (room, refused):
        problem = refused or pasted(room, one.pastes)
        if problem is None:
            outcome = room.run(steps.command, seconds=PATIENCE + 10 * usual)
            problem = _still_green(attempt, one, room, outcome)
        return attempt, one, problem


def _still_green(attempt: Attempt, one: Emptied, room: Room, outcome: Outcome) -> Failure | None:
    seen = judge.green(attempt.steps, outcome) or shows(attempt.steps, room, outcome)
    if seen is not None:
        return seen if seen.status is Status.COULD_NOT_TRY else None
    return _failure(f"it passes without what `{one.name}` does", one.place, Status.NOT_PROVEN)


def _failure(message: str, place: Location | None, status: Status, rule: str = "") -> Failure:
    return Failure(step=Step.CONTROL, status=status, message=message, place=place, rule=rule)


def _verdicts(attempt: Attempt, functions: Sequence[Emptied], tried: _Tried, *, whole: bool) -> Iterator[Verdict]:
    """A task's verdicts: its own first, then on functions that nobody notices."""
    steps, names = attempt.steps, [one for one in functions if tried.has((attempt, one))]
    if not functions:
        message = "its code has no Python function to empty"
        yield verdict(steps, Mode.CONTROLS, _failure(message, None, Status.NOT_TRIED))
        return
    for one in names:
        problem = tried.came[steps.case, one.function]
        if problem is None:
            yield verdict(steps, Mode.CONTROLS, None, subject=f"{one.name} emptied")
        elif problem.status is Status.COULD_NOT_TRY:
            yield verdict(steps, Mode.CONTROLS, problem, subject=f"{one.name} emptied")
            return
    if not tried.red(attempt):
        message = "it passes whichever function of its code is emptied"
        yield verdict(steps, Mode.CONTROLS, _failure(message, steps.command_place, Status.NOT_PROVEN, "vacuous"))
        return
    for one in names if whole else ():
        count = tried.unnoticed_by(one.function)
        if count and tried.tell(one.function):
            message = f"none of {count} tasks tried" if count > 1 else "no task that has it"
            message += f" notices that `{one.name}` is emptied"
            yield verdict(steps, Mode.CONTROLS, _failure(message, one.place, Status.WEAK, "untested-function"))
