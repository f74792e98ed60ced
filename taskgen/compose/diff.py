"""A pitfall's fix found in the code, and the diff that shows it."""

from __future__ import annotations

import difflib

from taskgen.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a run of lines stands in the code: the places (from 0), and the first one's indentation."""

    lines: tuple[int, ...]
    indent: str


def _dedented(text: str) -> list[str]:
    lines = text.rstrip("\n").split("\n")
    margins = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    margin = min(margins, default=0)
    return [line[margin:] if line.strip() else "" for line in lines]


def _indented(lines: list[str], indent: str) -> list[str]:
    return [indent + line if line else "" for line in lines]


def find_run(code: str, run: str) -> Found:
    """All places where `run` stands in `code` as one run of lines, verbatim but for a common indentation."""
    wanted = _dedented(run)
    lines = code.split("\n")
    places: list[int] = []
    indent = ""
    for number, line in enumerate(lines):
        if not line.strip() or not line.endswith(wanted[0]):
            continue
        margin = line[: len(line) - len(wanted[0])]
        if margin.strip():
            continue
        window = [text if text.strip() else "" for text in lines[number : number + len(wanted)]]
        if window == _indented(wanted, margin):
            indent = indent if places else margin
            places.append(number)
    return Found(lines=tuple(places), indent=indent)


def diff_lines(wrong: str, fix: str, indent: str) -> str:
    """The lines of a diff from `wrong` to `fix`, both moved to `indent`; no header, a newline after each line."""
    old = _indented(_dedented(wrong), indent)
    new = _indented(_dedented(fix), indent)
    shown: list[str] = []
    for tag, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            shown += [f" {line}" for line in old[old_from:old_to]]
            continue
        shown += [f"-{line}" for line in old[old_from:old_to]]
        shown += [f"+{line}" for line in new[new_from:new_to]]
    return "".join(f"{line}\n" for line in shown)
