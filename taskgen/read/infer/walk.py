"""One hand-written task walked through, block by block, with what stands above each block."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, note
from taskgen.model import Fix, Paste
from taskgen.read.infer import labels
from taskgen.read.steps import sides
from taskgen.records import dataclass
from taskgen.text.markdown import read_info

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding
    from taskgen.text.markdown import Block


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
class Found:
    """What a task holds, in its order."""

    commands: list[Taken] = field(default_factory=list)
    expected: list[Taken] = field(default_factory=list)
    pastes: list[Paste] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, place: Location, message: str) -> None:
        """Say what was taken, or why not."""
        self.findings.append(note("inferred", place, message))


def walk(path: str, blocks: Sequence[Block]) -> Found:
    """Take what the labels name; blocks that nothing names are left."""
    walker = _Walker(path)
    for block in blocks:
        walker.see(block)
    return walker.found


class _Walker:
    """Remembers the heading, the step and the label that a block stands under."""

    def __init__(self, path: str) -> None:
        self.found = Found()
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
            if not self._trouble and labels.TROUBLE.search(block.text):
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
            if match := labels.RUN_LINE.match(line):
                self.found.commands.append(Taken(text=match["command"], label=self._step or line, place=place))
            elif match := labels.EXPECTED_LINE.match(line):
                self.found.expected.append(Taken(text=match["said"], label=line, place=place, inline=True))
            elif "step" in line.lower()[:20]:
                self._step = line
            self._files(line)
        self._label = lines[-1]

    def _files(self, line: str) -> None:
        if name := labels.created(line):
            self._creates.add(name)
        elif name := labels.changed(line):
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
        elif above := _first(labels.EXPECTED, self._above()):
            self.found.expected.append(Taken(text=block.text, label=above, place=place, language=info.language))
        elif info.language in labels.SHELL or not info.language:
            self._command(block, place)
        else:
            self._code(block, info.attributes.get("title", ""), place)

    def _command(self, block: Block, place: Location) -> None:
        above = _first(labels.COMMAND, self._above())
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
        part = next((name for name in map(labels.changed, told) if name), None)
        name = title or next((name for name in map(labels.created, told) if name), None) or labels.named(block.text)
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
            why = "no file is named for it" if _first(labels.CODE, self._above()) else "no label says what it is"
            self.found.note(place, f"not pasted: {why} (above it: {_quoted(' / '.join(self._above()))})")


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    return next((text for text in texts if pattern.search(text)), None)


def _quoted(text: str) -> str:
    return f'"{" ".join(text.split())[:80]}"'
