"""The example task: every field that a template may show, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The working code of a task.

    Attributes:
        path: the file that it is the whole of, relative to the root.
        fence: the word that opens its fence.
        replaces: the task whose code of the same file it takes the place of, as shown ("Task 1"); empty for none.
        same_as: the task that already has this very code; empty for none.
        new: what a higher rung adds: top-level imports and names.
    """

    entry: str
    path: str
    fence: str
    text: str
    replaces: str = ""
    same_as: str = ""
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the command says without the code.

    Attributes:
        text: its last line; empty where nobody has captured it.
        after: the earlier task that the capture takes for done; empty where none matters.
        covered_by: the earlier task after which the command passes already; empty where none does.
        exit_status: the exit status where it is known (1 for `taskgen run`), else None.
    """

    text: str = ""
    after: str = ""
    covered_by: str = ""
    exit_status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the command prints with the code.

    Attributes:
        text: the sketch in its bare form.
        asserts: assert lines over `response`.
        words: checks that have no one-line assert, in words.
        derived: whether nobody wrote the sketch and it was made from the checks.
        elided: whether `...` stands in it.
        parsed: whether it speaks of `json`, the parsed `content`.
    """

    text: str
    asserts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    derived: bool = False
    elided: bool = False
    parsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A pitfall as a task shows it; `diff` is empty for one that is a whole program of its own."""

    entry: str
    error: str
    cause: str
    diff: str
    delay: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleTask:
    """One test case as a task.

    Attributes:
        label: the source task's label with `.k` where it has several cases; empty for a case that no task names.
        source: the list's name and the task, or "none".
        file: the task's file name inside `out`.
        made_from: each item that the task was made from, with its digest.
        given: how the input reaches the code, as shown before the input ("complete(given)"); empty if unknown.
        nearest: for a case without a snippet, the nearest entry's id; empty for none.
        done: the command that records the task as done.
        next_file: the next task's file name; empty for the last one.
        single: whether all tasks stand in one file, where the next one is simply below.
    """

    case: str
    label: str
    source: str
    file: str
    place: Location
    made_from: tuple[tuple[str, str], ...]
    description: str
    goal: str
    servers: tuple[str, ...]
    replayed: bool
    packages: tuple[str, ...]
    after_cases: tuple[str, ...]
    code: Code | None
    nearest: str
    given: str
    stdin: bool
    input: str
    command: str
    before: Before
    expected: Expected | None
    traps: tuple[Trap, ...]
    done: str
    next_file: str
    single: bool = False

    @property
    def title(self) -> str:
        """The heading without its mark."""
        named = f"Task {self.label}: " if self.label else ""
        return f"{named}Make test {self.case} pass"
