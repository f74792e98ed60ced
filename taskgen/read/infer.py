"""Reads hand-written tasks: the roles that their blocks do not name, from headings and labels."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, note
from taskgen.model import Fix, Paste, Steps
from taskgen.read import steps as reader
from taskgen.read.lists import tasklist
from taskgen.read.steps import sides
from taskgen.records import dataclass
from taskgen.text import markdown
from taskgen.text.markdown import read_info

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.text.markdown import Block

_FLAGS: Final = re.IGNORECASE

_EXPECTED: Final = re.compile(r"\bexpected\b.{0,30}\b(?:output|result|response|structure)\b|^\W*expected\W*$", _FLAGS)
_COMMAND: Final = re.compile(
    r"\b(?:run|test|verification)\W+commands?\b|^\W*(?:\[.\]\W*)?(?:step \d+\W+)?(?:run|execute|verify)\b|\brun it\b",
    _FLAGS,
)
_CODE: Final = re.compile(
    r"\b(?:working|complete|full|sample)\b.{0,20}\b(?:code|example|implementation)\b|\bcopy this\b"
    r"|\b(?:write|create|add|implement(?:ation)?)\b",
    _FLAGS,
)
_TROUBLE: Final = re.compile(
    r"\bif it fails\b|\b(?:quick |common )?(?:fixes|issues|pitfalls|errors)\b|\bissue \d|troubleshoot", _FLAGS
)
_PASSES: Final = re.compile(r"\bpass(?:es|ed)?\b|\bsucceeds?\b|\bgreen\b|通过", _FLAGS)
_FAILS: Final = re.compile(r"\bfail(?:s|ed|ing|ure)?\b|\bred\b|\berrors?\b|失败", _FLAGS)

_RUN_LINE: Final = re.compile(
    r"^\W*(?:run|run command|test command|command|verify)\W*?:\W*`(?P<command>[^`]+)`", _FLAGS
)
_EXPECTED_LINE: Final = re.compile(r"^\W*expected\b[\w ]*\W*?:\W*(?P<said>\S.*)$", _FLAGS)

_PATH: Final = r"(?P<path>/?[\w.@-]+(?:/[\w.@-]+)*\.\w{1,8})"
_CREATED: Final = re.compile(
    rf"\bcreate(?: new)?(?: file)?\W+`?{_PATH}`?|\bsave (?:it |this )?as\W+`?{_PATH.replace('path', 'saved')}`?", _FLAGS
)
_CHANGED: Final = re.compile(rf"\b(?:modify|update|add to|into|in|to|edit|extend)\b\W+`?{_PATH}`?", _FLAGS)

_NAMED: Final = re.compile(rf"^(?:#|//|--|;|/\*|<!--)\s*`?{_PATH}`?\s*(?:\*/|-->)?$", re.MULTILINE)

_SHELL: Final = frozenset({"sh", "bash", "shell", "zsh", "console", "shell-session"})


def _named_in(code: str) -> str | None:
    """The file that a comment at the top of code is all about."""
    match = _NAMED.search("\n".join(code.split("\n")[:3]))
    return match["path"].lstrip("/") if match else None


def _created_in(text: str) -> str | None:
    """The file that a text says to make, relative to the root; None where it names none."""
    match = _CREATED.search(text)
    return (match["path"] or match["saved"]).lstrip("/") if match else None


def _changed_in(text: str) -> str | None:
    """The file of which a text says that it shows a part."""
    match = _CHANGED.search(text)
    return match["path"].lstrip("/") if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """One hand-written task.

    Attributes:
        steps: what an executor does with it; None where there is nothing to run.
        missing: why there are no steps, in one line.
        findings: what was taken from where, and what was not.
    """

    name: str
    title: str
    place: Location
    steps: Steps | None
    missing: str
    findings: tuple[Finding, ...]


def infer(path: str, text: str) -> list[Inferred]:
    """The tasks of a hand-written file, each with the steps that its headings and labels tell.

    A file whose blocks name their roles is read by these.
    """
    steps, findings = reader.read(path, text)
    if steps is not None:
        place = Location(path)
        return [
            Inferred(name=steps.case, title=steps.title, place=place, steps=steps, missing="", findings=tuple(findings))
        ]
    blocks = markdown.parse(text)
    return [_inferred(path, blocks, *section) for section in _sections(path, text, len(blocks.lines))]


def _sections(path: str, text: str, count: int) -> Iterator[tuple[str, str, int, int]]:
    """Name, title, first line and the line behind the last of each task; the whole file where it lists none."""
    task_list, _findings = tasklist.read(path, text)
    tasks = task_list.tasks if task_list is not None and task_list.unit == "headings" else ()
    if not tasks:
        yield path.rsplit("/", 1)[-1].removesuffix(".md"), path, 1, count + 1
        return
    ends = [*(task.place.line for task in tasks[1:]), count + 1]
    labels = [task.label for task in tasks]
    for task, end in zip(tasks, ends, strict=True):
        line = task.place.line
        yield f"Task {task.label}" + (f" in line {line}" if labels.count(task.label) > 1 else ""), task.title, line, end


def _inferred(path: str, blocks: markdown.Blocks, name: str, title: str, start: int, end: int) -> Inferred:
    inside = [block for block in blocks if start <= block.start + 1 < end]
    found = walk(path, inside)
    steps, missing, findings = chosen(path, name, title, found)
    return Inferred(
        name=name, title=title, place=Location(path, start), steps=steps, missing=missing, findings=tuple(findings)
    )


# --- What a task holds ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A text that was taken, and the label that it was taken for.

    Attributes:
        inline: it stands in a line of prose (`Expected: PASS`), in no block.
    """

    text: str
    label: str
    place: Location
    language: str = ""
    inline: bool = False


@dataclass(slots=True)
class _Contents:
    """What a task holds, in its order."""

    commands: list[Taken] = field(default_factory=list)
    expected: list[Taken] = field(default_factory=list)
    pastes: list[Paste] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, place: Location, message: str) -> None:
        """Say what was taken, or why not."""
        self.findings.append(note("inferred", place, message))


def walk(path: str, blocks: Sequence[Block]) -> _Contents:
    """Take what the labels name; blocks that nothing names are left."""
    walker = _Walker(path)
    for block in blocks:
        walker.see(block)
    return walker.found


class _Walker:
    """Remembers the heading, the step and the label that a block stands under."""

    def __init__(self, path: str) -> None:
        self.found = _Contents()
        self._path = path
        self._heading = self._step = self._label = ""
        self._trouble = 0  # the level of the heading below which failures are told
        self._changes: set[str] = set()
        self._creates: set[str] = set()

    def see(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading, self._step, self._label = block.text, "", ""
            if block.level <= self._trouble:
                self._trouble = 0
            if not self._trouble and _TROUBLE.search(block.text):
                self._trouble = block.level
        elif block.kind == "paragraph":
            self._read(block)
        elif block.kind == "fence":
            self._take(block)
            self._label = ""

    def _read(self, block: Block) -> None:
        lines = block.text.split("\n")
        for number, line in enumerate(lines):
            place = Location(self._path, block.start + number + 1)
            if match := _RUN_LINE.match(line):
                self.found.commands.append(Taken(text=match["command"], label=self._step or line, place=place))
            elif match := _EXPECTED_LINE.match(line):
                self.found.expected.append(Taken(text=match["said"], label=line, place=place, inline=True))
            elif "step" in line.lower()[:20]:
                self._step = line
            self._files(line)
        self._label = lines[-1]

    def _files(self, line: str) -> None:
        if name := _created_in(line):
            self._creates.add(name)
        elif name := _changed_in(line):
            self._changes.add(name)

    def _above(self) -> list[str]:
        return list(dict.fromkeys(text for text in (self._label, self._step, self._heading) if text))

    def _take(self, block: Block) -> None:
        info = read_info(block.info)
        place = Location(self._path, block.start + 1)
        if self._trouble and info.language == "diff":
            wrong, fixed = sides(block.text)
            self.found.fixes.append(Fix(error=self._heading, wrong=wrong, fixed=fixed, delay=None, place=place))
            self.found.note(place, f"fix taken from {_quoted(self._heading)}")
        elif self._trouble:
            self.found.note(place, f"not taken, it stands under {_quoted(self._heading)}")
        elif above := _first(_EXPECTED, self._above()):
            self.found.expected.append(Taken(text=block.text, label=above, place=place, language=info.language))
        elif info.language in _SHELL or not info.language:
            self._command(block, place)
        else:
            self._code(block, info.attributes.get("title", ""), place)

    def _command(self, block: Block, place: Location) -> None:
        above = _first(_COMMAND, self._above())
        if above is None:
            self.found.note(
                place, f"not taken, no label says what it is (above it: {_quoted(' / '.join(self._above()))})"
            )
            return
        text = "\n".join(line.removeprefix("$ ") for line in block.text.rstrip("\n").split("\n"))
        if text.strip():
            self.found.commands.append(Taken(text=text, label=self._step or above, place=place))
        else:
            self.found.note(place, "not taken, it is empty")

    def _code(self, block: Block, title: str, place: Location) -> None:
        told = ["\n".join(block.text.split("\n")[:4]), *self._above()]
        part = next((name for name in map(_changed_in, told) if name), None)
        name = title or next((name for name in map(_created_in, told) if name), None) or _named_in(block.text)
        if name is None and part in self._creates:
            name = part
        if name is not None and (name not in self._changes or name in self._creates or title):
            self.found.pastes.append(Paste(path=name, text=block.text, place=place))
            self.found.note(
                place, f"working code of {name}, from {_quoted(self._label or self._step or self._heading)}"
            )
        elif part or name:
            self.found.note(place, f"not pasted: it is a part of {part or name}")
        else:
            why = "no file is named for it" if _first(_CODE, self._above()) else "no label says what it is"
            self.found.note(place, f"not pasted: {why} (above it: {_quoted(' / '.join(self._above()))})")


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    return next((text for text in texts if pattern.search(text)), None)


def _quoted(text: str) -> str:
    return f'"{" ".join(text.split())[:80]}"'


# --- The one command and the one expectation -------------------------------------------------------------------------


ANY_OUTPUT = "...\n"


def chosen(path: str, name: str, title: str, found: _Contents) -> tuple[Steps | None, str, list[Finding]]:
    """The steps, why there are none, and what was taken from where."""
    command = _command(found)
    if command is None:
        return None, "nothing says which command to run", found.findings
    found.note(command.place, f'command `{command.text.splitlines()[-1][:80]}` taken for "{command.label[:60]}"')
    for other in found.commands:
        if other is not command:
            found.note(other.place, f"not taken, the command of another step: `{other.text.splitlines()[-1][:80]}`")
    expected = _expected(found, command)
    text, language = _sketch(found, expected)
    steps = Steps(
        case=name,
        title=title,
        path=path,
        command=command.text,
        command_place=command.place,
        pastes=tuple(found.pastes),
        before=None,
        before_place=None,
        expected=text,
        expected_language=language,
        expected_place=expected.place if expected else None,
        asserts="",
        asserts_place=None,
        fixes=tuple(found.fixes),
    )
    return steps, "", found.findings


def _command(found: _Contents) -> Taken | None:
    """The last command that is to pass; where no label says so, the first that is not to fail, else the first."""
    if not found.commands:
        return None
    said = {id(command): _said_of(found, command) for command in found.commands}
    passing = [one for one in found.commands if _PASSES.search(said[id(one)]) and not _FAILS.search(one.label)]
    if passing:
        return passing[-1]
    return next((one for one in found.commands if not _FAILS.search(said[id(one)])), found.commands[0])


def _said_of(found: _Contents, command: Taken) -> str:
    """A command's label, and the words that stand for its output."""
    expected = _expected(found, command)
    return f"{command.label} {expected.text if expected and expected.inline else ''}"


def _expected(found: _Contents, command: Taken) -> Taken | None:
    """What is expected of a command: the first that is said between it and the next one; else of the only command."""
    later = [other.place for other in found.commands if other.place > command.place]
    end = min(later, default=None)
    after = [one for one in found.expected if one.place > command.place and (end is None or one.place < end)]
    if after:
        return next((one for one in after if not one.inline), after[0])
    return found.expected[0] if found.expected and not found.commands[1:] else None


def _sketch(found: _Contents, expected: Taken | None) -> tuple[str | None, str]:
    """The expected output as a sketch; None where only words stand for it."""
    if expected is None:
        return None, ""
    if not expected.inline:
        found.note(expected.place, f'expected output taken for "{expected.label[:60]}"')
        return expected.text, "json" if expected.language == "json" else "text"
    if _PASSES.search(expected.text) and not _FAILS.search(expected.text):
        found.note(expected.place, f"expected: exit code 0, whatever it prints ({expected.text[:60]!r})")
        return ANY_OUTPUT, "text"
    found.note(expected.place, f"not taken, words and no output: {expected.text[:60]!r}")
    return None, ""
