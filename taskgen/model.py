"""The nouns of taskgen, in the order in which data flows: tasks, cases, library, links, example tasks, steps.

All values are frozen. What was read from a file keeps its place. Sketches and checks are kept here as plain data;
`taskgen.expect` gives them their meaning.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from taskgen.decode import MISSING, AnyJson, Block, Json, ListOf, MapOf, Missing, Number, RecordOf, Text, option
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.diagnostics import Location

A_DAY = 86_400  # seconds: the longest time that can be asked for
NOWHERE: Any = None  # stands for a place until the reader gives one

# --- The conceptual list ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SubStep:
    """A box or item beneath a task: it is part of the task, never a task of its own.

    Attributes:
        done: what its box says; None where it has none.
        optional: whether the box is marked so (`- [ ]*`).
        label: its own label ("1.1"), empty where it has none; it stays in `text`.
    """

    text: str
    done: bool | None
    place: Location
    optional: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An item of the conceptual list.

    Attributes:
        label: what people call it, without the word Task: "1", "4.2", "T001", "102a". An unlabelled item
            counts on, or has its place in the list; where another task has that label, a letter: "4a".
        title: one line, inline Markdown as written, without label and status mark.
        body: everything below the title that belongs to the task, verbatim.
        status: "open", "done", "in progress", "blocked", ...; None where the list says nothing.
        group: the heading that the task stands under, where that is not the task itself.
        metadata: `**Key**: value` lines, in order.
        depends: labels as written.
        pins: case ids from `<!-- taskgen: case=ID -->`, with their places.
        body_place: where `body` begins.
        title_place: where `title` begins, where that is not `place`.
        fences: offsets in `body` at which fenced blocks begin and end, in order.
        end_line: its last line, from 1; 0 where that is not known.
    """

    label: str
    title: str
    body: str
    place: Location
    body_place: Location
    status: str | None = None
    group: str | None = None
    optional: bool = False
    parallel: bool = False
    metadata: tuple[tuple[str, str], ...] = ()
    requirements: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    steps: tuple[SubStep, ...] = ()
    pins: tuple[tuple[str, Location], ...] = ()
    title_place: Location | None = None
    fences: tuple[tuple[int, int], ...] = ()
    end_line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One way of reading a list that was tried.

    Attributes:
        dialect: the way's name ("task-headings", "numbered-boxes", ...).
        found: how many tasks it finds.
        reason: why it was chosen or passed over, in one line.
    """

    dialect: str
    found: int
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """A conceptual list as read: `unit` says what was counted ("headings", "boxes", ...)."""

    path: str
    title: str | None
    tasks: tuple[Task, ...]
    dialect: str
    unit: str
    trials: tuple[Trial, ...]


# --- Cases -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One assertion on an answer, as written.

    Attributes:
        type: as the file spells it, with its `not-` and its alias; `taskgen.expect.checks` knows what it means.
        params: all other members of the check, `value` among them.
    """

    type: str
    params: dict[str, Json]
    place: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test case.

    Attributes:
        goal: prose that is shown and never matched.
        input: any JSON; what the target is called with.
        expected: a sketch in its JSON form, MISSING where the case has none.
        extra: members that taskgen gives no meaning, kept as they are.
        disabled: why the case is switched off (listed, never rendered); None for a live case.
    """

    id: str
    input: Json
    place: Location
    description: str | None = None
    goal: str | None = None
    expected: Json | Missing = MISSING
    checks: tuple[Check, ...] = ()
    tags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    timeout: float | None = None
    extra: dict[str, Json] = field(default_factory=dict)
    disabled: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The cases of one file; `total` counts all that stood there, also those that were refused; `text` is all of it."""

    path: str
    cases: tuple[Case, ...]
    total: int
    form: str
    text: str = field(default="", repr=False, compare=False)


# --- The library -----------------------------------------------------------------------------------------------------

LANGUAGES = (
    "python",
    "shell",
    "json",
    "yaml",
    "toml",
    "javascript",
    "typescript",
    "text",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a `when`: the key ("model", "input.lang", ...) and the values of which one must hold."""

    key: str
    wanted: tuple[Json, ...]
    place: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Working code for the cases that its `when` selects. `code` is set by the reader also for `code_from`."""

    id: str = option(Text(numbers=True, empty=False), "the entry's name, unique in the library", required=True)
    title: str = option(Text(), "one line that says what the code does", default="")
    when: dict[str, Json] = option(
        MapOf(AnyJson()), "the conditions that a case must meet; all must hold", required=True
    )
    language: str = option(Text(choices=LANGUAGES), "the language of the code", required=True)
    file: str = option(Text(empty=False), "the file that the code is the whole of, relative to the root", required=True)
    code: str | None = option(Block(), "the code, as a block scalar", default=None)
    code_from: str | None = option(Text(empty=False), "a file beside this one that holds the code", default=None)
    extends: str | None = option(Text(empty=False), "the snippet that this one is a superset of", default=None)
    needs: tuple[str, ...] = option(
        ListOf(Text(empty=False), lone=True), "URLs of services that the code uses", default=()
    )
    requires: tuple[str, ...] = option(
        ListOf(Text(empty=False), lone=True), "packages that the code imports", default=()
    )
    place: Location = NOWHERE
    code_place: Location = NOWHERE
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall:
    """A known failure with its fix."""

    id: str = option(Text(numbers=True, empty=False), "the entry's name, unique in the library", required=True)
    title: str = option(Text(), "one line that names the mistake", default="")
    when: dict[str, Json] = option(
        MapOf(AnyJson()), "the conditions that a case must meet; all must hold", required=True
    )
    error: str = option(Text(empty=False), "literal text that the failure shows", required=True)
    cause: str = option(Text(), "why it fails, in a sentence or two", default="")
    wrong: str | None = option(Block(), "the lines that fail", default=None)
    fix: str | None = option(Block(), "the lines of the snippet that mend it, verbatim", default=None)
    delay: float | None = option(Number(maximum=A_DAY), "seconds that the replay waits before it answers", default=None)
    wrong_from: str | None = option(Text(empty=False), "a file with a whole program that fails", default=None)
    fix_from: str | None = option(Text(empty=False), "a file with the whole program mended", default=None)
    unproven: str | None = option(Text(empty=False), "why this pitfall can't be shown to fail", default=None)
    wrong_program: str | None = None  # the text of `wrong_from`
    fix_program: str | None = None  # the text of `fix_from`
    wrong_place: Location = NOWHERE  # of the first line of `wrong` or `wrong_from`
    fix_place: Location = NOWHERE
    place: Location = NOWHERE
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the cases file leaves open, added to the cases that `when` selects; never replaces what a case says."""

    when: dict[str, Json] = option(
        MapOf(AnyJson()), "the conditions that a case must meet; all must hold", required=True
    )
    expected: Json | Missing = option(AnyJson(), "a sketch, in its JSON form")
    checks: tuple[Any, ...] = option(ListOf(AnyJson()), "checks, as in the cases file", default=())
    check_list: tuple[Check, ...] = ()  # `checks`, read
    place: Location = NOWHERE
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All entries of a library, in file order (files sorted by name)."""

    snippets: tuple[Snippet, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    expectations: tuple[Expectation, ...] = ()


# --- Config ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A server that `prove` starts inside the sandbox."""

    command: str = option(Text(empty=False), "the command that starts it, or `replay` for taskgen's own", required=True)
    url: str = option(Text(empty=False), "where it answers", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """How a model name reaches a server."""

    base_url: str | None = option(Text(empty=False), "the server's base URL", default=None)
    api_key_env: str | None = option(Text(empty=False), "the environment variable that holds the key", default=None)
    send_as: str | None = option(Text(empty=False), "the model name that is sent", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of rendered tasks and of what is run."""

    lines: int = option(Number(1, whole=True), "non-blank lines of a rendered task", default=100)
    tokens: int = option(Number(1, whole=True), "tokens of a rendered task, estimated as bytes / 4", default=1600)
    prose: int = option(Number(1, whole=True), "lines of prose in a rendered task", default=12)
    seconds: float = option(Number(maximum=A_DAY), "seconds that a case's command may take", default=60)
    memory: int = option(Number(64, whole=True), "MiB of memory that a command may use", default=2048)
    processes: int = option(Number(8, whole=True), "processes that a command may have at once", default=128)
    output: int = option(Number(1, whole=True), "KiB that a command may print", default=1024)
    file_size: int = option(Number(1, whole=True), "MiB that one written file may have", default=64)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One `[[list]]` of the config."""

    path: str = option(Text(empty=False), "the conceptual list", required=True)
    cases: str | None = option(Text(empty=False), "its cases file", default=None)
    out: str | None = option(Text(empty=False), "the folder that its tasks are written to", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a project. A path is relative to the root (the config's folder, else the list's)."""

    cases: str | None = option(Text(empty=False), "the cases file (default: test_prompts.json)", default=None)
    library: str | None = option(Text(empty=False), "the library folder (default: library/)", default=None)
    out: str | None = option(
        Text(empty=False), "the folder for rendered tasks (default: the list's stem)", default=None
    )
    templates: str | None = option(
        Text(empty=False), "a folder of templates that come before the built-in ones", default=None
    )
    target: str | None = option(
        Text(empty=False), "what cases run against: python:MODULE:CALLABLE, command:LINE or openai", default=None
    )
    command: str = option(Text(empty=False), "the test command of a task", default="taskgen run {{ case.id }}")
    python: str | None = option(Text(empty=False), "the Python that runs python: targets", default=None)
    needs: tuple[str, ...] = option(ListOf(Text(empty=False), lone=True), "services that all snippets use", default=())
    services: tuple[Service, ...] = option(
        ListOf(RecordOf(Service)), "servers that prove starts in the sandbox", default=()
    )
    recordings: str = option(Text(empty=False), "the folder of recorded answers", default="recordings/")
    models: dict[str, Model] = option(
        MapOf(RecordOf(Model)), "model name globs and where they are served", factory=dict
    )
    limits: Limits = option(RecordOf(Limits), "limits of tasks and runs", default=Limits())
    list_: tuple[ListEntry, ...] = option(ListOf(RecordOf(ListEntry)), "lists for render without arguments", default=())
    places: dict[str, Location] = field(default_factory=dict, compare=False)  # of the keys that a file gives


# --- Links -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place in a task that names a case.

    Attributes:
        rule: how the text was understood: "exact-id", "unique-prefix", "range", "wildcard", "pin".
        text: the text as it stands in the list.
    """

    case: str
    task: int
    rule: str
    text: str
    place: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionResult:
    """One condition tried on one case: what was wanted, what was found, whether it held."""

    key: str
    wanted: str
    found: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry tried on a case; `why` says in words why it was chosen or passed over."""

    entry: str
    kind: str
    conditions: tuple[ConditionResult, ...]
    matches: bool
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinks:
    """All that one case is linked to.

    Attributes:
        task: index of the task that the case belongs to; None where no task names it.
        reference: the evidence for `task`.
        others: references by further tasks, which only cross-refer.
        snippet, pitfalls, expectations: the chosen entries, most specific first (expectations: least specific first,
            in the order in which they are merged).
        candidates: every entry that was tried.
    """

    case: Case
    task: int | None
    reference: Reference | None
    others: tuple[Reference, ...]
    snippet: Snippet | None
    pitfalls: tuple[Pitfall, ...]
    expectations: tuple[Expectation, ...]
    candidates: tuple[Candidate, ...] = ()


# --- What is rendered and what is proven -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFile:
    """A file as it will be written: `path` relative to the root, with `/`."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """A block that the executor pastes: the whole of the file `path`."""

    path: str
    text: str
    place: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A `diff fix` block: the error text of its heading, and the lines before and after."""

    error: str
    wrong: str
    fixed: str
    delay: float | None
    place: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What an executor does with one task, as read from its Markdown; nothing else steers a proof.

    Attributes:
        case: the case's id, from the comment line; the file's stem where there is none.
        command: the text of the one `sh run` block.
        before: the last line that the command prints without the code, where the task shows one.
        expected: the text of the `expected` block; None for a task without one.
        asserts: the text of the `python asserts` block, may be empty.
        input: the text of the `json input` block, which is shown and steers nothing.
    """

    case: str
    title: str
    path: str
    command: str
    command_place: Location
    pastes: tuple[Paste, ...]
    before: str | None
    before_place: Location | None
    expected: str | None
    expected_language: str
    expected_place: Location | None
    asserts: str
    asserts_place: Location | None
    fixes: tuple[Fix, ...]
    input: str = ""


# --- What was run ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command that was run with limits ended.

    Attributes:
        exit_code: None where it was ended by a signal (ours, after a time-out or a flood, included).
        signal: the signal's number, else None.
        seconds: wall clock, from start to end.
        timed_out: it was killed because its time was over.
        truncated: it was killed because it printed more than it may.
        channel: what came on the private descriptor, where one was asked for.
        not_started: why it could not even be begun (no such program, a service that did not start), else empty.
    """

    exit_code: int | None
    signal: int | None = None
    stdout: bytes = b""
    stderr: bytes = b""
    seconds: float = 0.0
    timed_out: bool = False
    truncated: bool = False
    channel: bytes = b""
    not_started: str = ""

    @property
    def died_by(self) -> int | None:
        """The signal that ended it, also where a shell in between told it as 128 + signal."""
        if self.signal is None and self.exit_code is not None and 128 < self.exit_code < 160:  # noqa: PLR2004 - as sh does
            return self.exit_code - 128
        return self.signal

    @property
    def output(self) -> str:
        """Standard output as text; bytes that are no UTF-8 are shown as U+FFFD."""
        return self.stdout.decode("utf-8", "replace")

    @property
    def everything(self) -> str:
        """Both streams as text, standard error first."""
        return f"{self.stderr.decode('utf-8', 'replace')}\n{self.output}"

    @property
    def last_line(self) -> str:
        """The last line on standard error that is not blank, stripped; empty where there is none."""
        lines = self.stderr.decode("utf-8", "replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
