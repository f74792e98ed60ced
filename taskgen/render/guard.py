"""The guard: a rendered task is parsed again and must hold exactly the blocks and headings that were put in.

Where the text between the blocks can't change what a Markdown parser makes of them, the blocks as they were put in
stand for those that a parser would find: a tenth of the time.
"""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, error
from taskgen.read.steps import ROLES
from taskgen.text import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.compose.example import ExampleTask
    from taskgen.diagnostics import Finding
    from taskgen.render.blocks import Rendered


def wanted_blocks(task: ExampleTask) -> list[tuple[str, str]]:
    """Role (or title) and text of each block that the task must show, as the built-in template has them."""
    wanted = [(f"title={task.code.path}", task.code.text)] if task.code else []
    wanted += [("input", task.input), ("run", task.command)]
    if task.before.text:
        wanted.append(("before", task.before.text))
    if task.expected:
        wanted.append(("expected", task.expected.text))
        if task.expected.asserts:
            wanted.append(("asserts", "\n".join(task.expected.asserts)))
    wanted += [("fix", trap.diff) for trap in task.traps if trap.diff]
    return [(role, text if text.endswith("\n") or not text else text + "\n") for role, text in wanted]


@functools.lru_cache(maxsize=1024)
def _role_of(info: str) -> str:
    read = markdown.read_info(info)
    return _role(read.roles, read.attributes.get("title"))


def _role(roles: Iterable[str], title: str | None) -> str:
    known = next((role for role in roles if role in ROLES), "")
    return known or (f"title={title}" if title is not None else "")


def found_blocks(rendered: Rendered) -> list[tuple[str, str]]:
    """Role (or title) and text of each block with a role, as a parser finds them."""
    if rendered.is_tame:
        found = [(_role_of(info), content) for info, content in rendered.blocks]
    else:
        fences = markdown.fences(rendered.text)
        found = [(_role(fence.roles, fence.attributes.get("title")), fence.content) for fence in fences]
    return [(role, content) for role, content in found if role]


def check_blocks(path: str, rendered: Rendered, task: ExampleTask) -> list[Finding]:
    """Every block with a role is there, once, byte for byte; none was added."""
    in_order = wanted_blocks(task), found_blocks(rendered)
    if in_order[0] == in_order[1]:
        return []
    wanted, found = map(Counter, in_order)  # a template may show them in another order
    if wanted == found:
        return []
    findings = []
    found_roles = {role for role, _text in found}
    missing = {role for role, _text in wanted - found}
    for role in sorted(missing):
        rule, what = ("block-changed", "changes") if role in found_roles else ("role-left-out", "leaves out")
        message = f"the template {what} the `{role}` block of case {task.case!r}"
        next_step = "show it with the filter `fenced`, as the built-in template does"
        findings.append(error(rule, Location(path), message, next_step))
    for role in sorted({role for role, _text in found - wanted} - missing):
        message = f"the rendered task of case {task.case!r} has a `{role}` block too many"
        findings.append(error("block-added", Location(path), message, "take the role away from the template's block"))
    return findings


def heading_levels(text: str) -> tuple[int, ...]:
    """The levels of all headings, in order."""
    return tuple(heading.level for heading in markdown.headings(text))
