"""The guard: a rendered task is parsed again and must hold exactly the blocks and headings that were put in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from taskgen import markdown
from taskgen.diagnostics import Location, error
from taskgen.read.steps import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.compose.example import ExampleTask
    from taskgen.diagnostics import Finding


def wanted_blocks(task: ExampleTask) -> list[tuple[str, str]]:
    """Role (or title) and text of each block that the task must show."""
    wanted = [("input", task.input), ("run", task.command)]
    if task.code:
        wanted.append((f"title={task.code.path}", task.code.text))
    if task.before.text:
        wanted.append(("before", task.before.text))
    if task.expected:
        wanted.append(("expected", task.expected.text))
        if task.expected.asserts:
            wanted.append(("asserts", "\n".join(task.expected.asserts)))
    wanted += [("fix", trap.diff) for trap in task.traps if trap.diff]
    return [(role, text if text.endswith("\n") or not text else text + "\n") for role, text in wanted]


def _found_blocks(fences: Sequence[markdown.Fence]) -> list[tuple[str, str]]:
    found = []
    for fence in fences:
        roles = [role for role in fence.roles if role in ROLES]
        if roles or "title" in fence.attributes:
            found.append((roles[0] if roles else f"title={fence.attributes['title']}", fence.content))
    return found


def check_blocks(path: str, text: str, task: ExampleTask) -> list[Finding]:
    """Every block with a role is there, once, byte for byte; none was added."""
    wanted, found = Counter(wanted_blocks(task)), Counter(_found_blocks(markdown.fences(text)))
    findings = []
    found_roles = {role for role, _text in found}
    for role, _text in wanted - found:
        missing = role not in found_roles
        rule, what = ("role-left-out", "leaves out") if missing else ("block-changed", "changes")
        message = f"the template {what} the `{role}` block of case {task.case!r}"
        findings.append(
            error(rule, Location(path), message, "show it with the filter `fenced`, as the built-in template does")
        )
    for role, _text in found - wanted:
        if role not in {kind for kind, _ in wanted}:
            message = f"the rendered task of case {task.case!r} has a `{role}` block that it should not have"
            findings.append(
                error("block-added", Location(path), message, "take the role away from the template's block")
            )
    return findings


def heading_levels(text: str) -> tuple[int, ...]:
    """The levels of all headings, in order."""
    return tuple(heading.level for heading in markdown.headings(text))
