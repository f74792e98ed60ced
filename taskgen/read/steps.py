"""What an executor does with a task, read from its Markdown by the roles of its blocks, never by headings."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import field
from typing import TYPE_CHECKING, Any

from taskgen import markers
from taskgen.diagnostics import Location, error
from taskgen.model import Fix, Paste, Steps
from taskgen.records import dataclass
from taskgen.text import markdown
from taskgen.text.markdown.prose import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding

ROLES = ("run", "input", "before", "expected", "asserts", "fix")


def sides(diff: str) -> tuple[str, str]:
    """The lines before and after, as a diff block states them."""
    old, new = [], []
    for line in diff.removesuffix("\n").split("\n"):
        mark, rest = line[:1], line[1:]
        if mark != "+":
            old.append(rest)
        if mark != "-":
            new.append(rest)
    return "\n".join(old) + "\n", "\n".join(new) + "\n"


@dataclass(slots=True)
class _Blocks:
    """The blocks of one task by role, with the findings made on the way."""

    path: str
    found: dict[str, list[markdown.Fence]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def place(self, fence: markdown.Fence | None) -> Location | None:
        return Location(self.path, fence.start) if fence else None

    def only(self, role: str) -> markdown.Fence | None:
        """The one block of a role; a second one is an error."""
        fences = self.found.get(role, [])
        for extra in fences[1:]:
            message = f"a second `{role}` block; the first stands in line {fences[0].start}"
            self.findings.append(
                error("second-block", self.place(extra), message, "a task has one: take the other's role away")
            )
        return fences[0] if fences else None

    def content(self, role: str) -> str:
        fence = self.only(role)
        return fence.content if fence else ""


def _sorted_out(path: str, fences: Sequence[markdown.Fence]) -> _Blocks:
    blocks = _Blocks(path)
    for fence in fences:
        roles = [role for role in fence.roles if role in ROLES]
        if not fence.top_level or not (roles or "title" in fence.attributes):
            continue
        if not fence.closed:
            next_step = f"close it with a line of {'`' * 3}"
            blocks.findings.append(error("open-fence", blocks.place(fence), "this block is never closed", next_step))
        blocks.found.setdefault(roles[0] if roles else "paste", []).append(fence)
    return blocks


def read(path: str, text: str) -> tuple[Steps | None, list[Finding]]:
    """Read a task's steps.

    Returns:
        the steps, and what is wrong with them; None where there is no single command to run.
    """
    own, _tail = markers.split_tail(text)
    blocks = _sorted_out(path, markdown.fences(own))
    headings = markdown.headings(own)
    command = blocks.only("run")
    if command is None:
        blocks.findings.append(
            error(
                "no-run-block",
                Location(path),
                "the task has no `sh run` block",
                "mark the test command's block ```sh run",
            )
        )
        return None, blocks.findings
    steps = _steps(path, own, blocks, headings)
    return steps, blocks.findings


def _steps(path: str, text: str, blocks: _Blocks, headings: Sequence[markdown.Heading]) -> Steps:
    run, before, expected = blocks.only("run"), blocks.only("before"), blocks.only("expected")
    parts: dict[str, Any] = {
        "case": markers.case_of(text) or path.rsplit("/", 1)[-1].removesuffix(".md"),
        "title": headings[0].text if headings else path,
        "path": path,
        "command": blocks.content("run").strip(),
        "command_place": blocks.place(run),
        "pastes": tuple(_paste(blocks, fence) for fence in blocks.found.get("paste", [])),
        "before": before.content.rstrip("\n") if before else None,
        "before_place": blocks.place(before),
        "expected": expected.content if expected else None,
        "expected_language": expected.language if expected else "",
        "expected_place": blocks.place(expected),
        "asserts": blocks.content("asserts"),
        "asserts_place": blocks.place(blocks.only("asserts")),
        "input": "".join(fence.content for fence in blocks.found.get("input", [])),
        "fixes": tuple(_fix(blocks, fence, headings) for fence in blocks.found.get("fix", [])),
    }
    return Steps(**parts)


def _paste(blocks: _Blocks, fence: markdown.Fence) -> Paste:
    path = fence.attributes["title"]
    if path.startswith(("/", "~")) or ".." in path.split("/") or "\\" in path or not path:
        message = f"the block would be pasted to {path[:80]!r}, outside the workspace"
        blocks.findings.append(
            error("paste-outside", blocks.place(fence), message, "give a path below the root, with `/`")
        )
    return Paste(path=path, text=fence.content, place=Location(blocks.path, fence.start))


def _fix(blocks: _Blocks, fence: markdown.Fence, headings: Sequence[markdown.Heading]) -> Fix:
    above = bisect_left(headings, fence.start, key=lambda heading: heading.line)
    wrong, fixed = sides(fence.content)
    return Fix(
        error=plain(headings[above - 1].text) if above else "",
        wrong=wrong,
        fixed=fixed,
        delay=_seconds(fence.attributes.get("delay", "")),
        place=Location(blocks.path, fence.start),
    )


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
