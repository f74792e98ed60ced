"""Example tasks through their template: plain values in, sealed and guarded text out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from taskgen import markers
from taskgen.diagnostics import Location, error
from taskgen.model import RenderedFile
from taskgen.render import guard
from taskgen.render.environment import render

if TYPE_CHECKING:
    import jinja2

    from taskgen.compose.example import ExampleTask, Expected
    from taskgen.diagnostics import Finding

TEMPLATE = "task.md.j2"
_TAME_START = frozenset("'\"`(/")


def _notes(expected: Expected) -> list[str]:
    notes = ["made from the checks"] if expected.derived else []
    notes += ["`...` is anything"] if expected.elided else []
    return notes + (["`json` is `content` parsed"] if expected.parsed else [])


def context(task: ExampleTask) -> dict[str, Any]:
    """The fields of a task as a template gets them: str, int, bool, None, lists and dicts of them under `task`."""
    fields = dataclasses.asdict(task)
    del fields["place"]
    fields["title"] = task.title
    fields["comment"] = markers.comment_line(task.case, task.source, task.made_from)
    fields["goal_lines"] = [
        *([task.description] if task.description else []),
        *([f"Expected: {task.goal}"] if task.goal else []),
    ]
    if task.expected:
        fields["expected"]["notes"] = _notes(task.expected)
    return {"task": fields}


def render_task(environment: jinja2.Environment, task: ExampleTask, path: str) -> tuple[RenderedFile, list[Finding]]:
    """One task as a file; the findings are the guard's.

    Raises:
        TaskgenError: the template is missing, can't be parsed, or fails.
    """
    fields = context(task)
    text = render(environment, TEMPLATE, fields)
    findings = guard.check_blocks(path, text, task)
    if not markers.has_comment(text):
        message = f"the template leaves out the comment line of case {task.case!r}"
        findings.append(error("role-left-out", Location(path), message, "show `task['comment']` on a line of its own"))
    if markers.has_end(text):
        message = f"a value of case {task.case!r} holds taskgen's end marker on a line of its own"
        findings.append(error("end-marker-inside", task.place, message, "write it otherwise there"))
    if not _tame(fields["task"]):
        skeleton = render(
            environment, TEMPLATE, {"task": {**_tamed(fields["task"]), "comment": fields["task"]["comment"]}}
        )
        if guard.heading_levels(text) != guard.heading_levels(skeleton):
            message = f"a value of case {task.case!r} makes a heading that the template did not make"
            findings.append(
                error(
                    "stray-heading",
                    Location(path),
                    message,
                    "show values through the filters `prose`, `code`, `fenced`",
                )
            )
    return RenderedFile(path=path, text=markers.sealed(text)), findings


def _is_tame(text: str) -> bool:
    """Whether a text can make no heading wherever a template puts it."""
    return not text or (text.isprintable() and (text[0].isalnum() or text[0] in _TAME_START))


def _tame(value: object, name: str = "") -> bool:
    if isinstance(value, str):
        return name in {"text", "input", "diff", "comment"} or _is_tame(value)
    if isinstance(value, dict):
        return all(_tame(member, key) for key, member in value.items())
    return all(_tame(item, name) for item in value) if isinstance(value, list | tuple) else True


def _tamed(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    if isinstance(value, str):
        return value if _is_tame(value) else "x"
    if isinstance(value, dict):
        return {key: _tamed(member) for key, member in value.items()}
    return [_tamed(item) for item in value] if isinstance(value, list | tuple) else value
