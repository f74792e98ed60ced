"""What libyaml says of text that is no YAML, in plain words, with a next step and the place that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from taskgen.diagnostics import error
from taskgen.read.yaml_compose import DEPTH

if TYPE_CHECKING:
    import yaml

    from taskgen.diagnostics import Finding
    from taskgen.read.yaml_nodes import Text


class _Problem(NamedTuple):
    """A problem by a part of its text; with `at_begin`, the place of what was begun helps, not that of the end."""

    part: str
    message: str
    next_step: str
    at_begin: bool = False
    rule: str = "bad-yaml"


_PROBLEMS: Final = (
    _Problem("tab character", "a tab stands where only spaces may indent", "indent with spaces"),
    _Problem("cannot start any token", "a value can't begin with this character", "put the value in quotes"),
    _Problem("alphabetic or numeric", "`*` or `&` begins a value", 'put it in quotes: "*"', at_begin=True),
    _Problem("mapping values are not allowed", "a second `: ` stands in one line", "put the value in quotes"),
    _Problem(
        "could not find expected ':'",
        "this line is no `key: value`",
        "add the `:`, or indent the line under its key",
        at_begin=True,
    ),
    _Problem("did not find expected key", "no key stands where one should", "check the indentation of this line"),
    _Problem("did not find expected '-'", "no `- ` stands where the list goes on", "check this line's indentation"),
    _Problem("end of stream", "a quotation is not closed", "add the closing quote", at_begin=True),
    _Problem("document indicator", "a quotation is not closed", "add the closing quote", at_begin=True),
    _Problem("unknown escape", "this `\\` escape is unknown in double quotes", "write `\\\\`, or use single quotes"),
    _Problem("escape code", "this `\\u` escape is no character", "write the character itself"),
    _Problem("',' or", "a bracket or brace is not closed", "close it, or put `,` between the values", at_begin=True),
    _Problem("expected node content", "a value is missing, or a bracket is not closed", "add what is missing"),
    # From 0.2.6 on libyaml counts by itself, and looks so far ahead that it counts before we do.
    _Problem("nesting depth", f"nested deeper than {DEPTH} levels", "flatten the data", rule="too-deep"),
    _Problem("incompatible YAML", "this version of YAML is unknown", "take the line away"),
    _Problem("tag", "tags (`!name`) are not read", "take the tag away"),
)
_OTHER: Final = "mend this line, or put the value in quotes"


def syntax_finding(source: Text, problem: yaml.MarkedYAMLError) -> Finding:
    """The finding for a parser's error."""
    end, begin = problem.problem_mark or problem.context_mark, problem.context_mark or problem.problem_mark
    offset = end.index if end is not None else 0
    said = str(problem.problem or problem.context)
    if source.text[offset : offset + 1] == "\t":
        said = "tab character"
    known = next((known for known in _PROBLEMS if known.part in said), None)
    if known is None:
        return error("bad-yaml", source.place(offset), f"no YAML: {said[:120]}", _OTHER)
    if known.at_begin and begin is not None:
        offset = begin.index
    return error(known.rule, source.place(offset), known.message, known.next_step)
