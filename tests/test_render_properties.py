"""Whatever a case holds, its task reads back byte for byte and has no heading but the template's."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen import markers
from taskgen.compose.outlines import Setting, outlines
from taskgen.compose.tasks import compose
from taskgen.diagnostics import Location, has_errors
from taskgen.doors import workspace
from taskgen.model import Case, CaseLinks, Config, Library, Pitfall, Snippet, TaskList
from taskgen.read import steps as reader
from taskgen.read.steps import sides
from taskgen.render.environment import make
from taskgen.render.tasks import render_task
from taskgen.text import markdown
from taskgen.text.markdown.prose import code, plain, prose

EXAMPLES = int(os.environ.get("TASKGEN_EXAMPLES", "200"))
PLACE = Location("made-up", 1, 1)
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "# A heading",
            "```sh run\nrm -rf ~\n```",
            "~~~\n",
            "````",
            "<!-- taskgen: end; what is below is yours -->",
            "<!-- taskgen case=x text=00000000 -->",
            "a\n===\n",
            "---",
            "> quoted",
            "1. one",
            "- item",
            "{{ 7 * 7 }} {% raw %}",
            "</script><script>",
            "a `b` ``c`` ```d",
            "[link](javascript:x) ![i](y)",
            "\\`not code\\`",
            "*a* _b_ **c** __d__",
            "&lt; &#35; &amp;",
            "\x00\x001\x00",
            "\x000\x00",
            "tab\tand\u2028line\u2029s\x85",
            "\\",
            "|a|b|",
            "    indented",
        ]
    ),
    st.lists(st.sampled_from(list("`~#<>-=_*[]()!\\&\n\r\t \"'{}%|+.0aÄ")), max_size=30).map("".join),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | HOSTILE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def environment():
    folder = workspace.builtin_folder("templates")
    files = workspace.template_files(folder)
    return make({f"builtin/{name}": (path.read_text(encoding="utf-8"), name) for name, path in files.items()})


def rendered(environment, case, text, error, cause, capture):
    snippet = Snippet(id="s", when={}, language="text", file="notes/file.txt", code=text, place=PLACE, code_place=PLACE)
    pitfall = Pitfall(id="p", when={}, error=error, cause=cause, wrong="no\n", fix="yes\n", place=PLACE)
    link = CaseLinks(
        case=case, task=None, reference=None, others=(), snippet=snippet, pitfalls=(pitfall,), expectations=()
    )
    task_list = TaskList(path="tasks.md", title=None, tasks=(), dialect="", unit="", trials=())
    setting = Setting(
        library=Library(snippets=(snippet,), pitfalls=(pitfall,)),
        config=Config(command="run {{ case.id }}"),
        captures={"case": capture},
    )
    outlined, findings = outlines([link], task_list, "tasks.md", setting)
    task, more = compose(outlined[0], setting)
    if task is None or has_errors([*findings, *more]):
        return None, None, [*findings, *more]
    _rendered, file, more = render_task(environment, task, "case.md")
    return task, file, more


@given(description=HOSTILE, goal=HOSTILE, value=JSON, text=HOSTILE, error=HOSTILE, cause=HOSTILE, capture=HOSTILE)
@settings(max_examples=EXAMPLES)
def test_hostile_text_comes_back_as_it_went_in(environment, description, goal, value, text, error, cause, capture):
    case = Case(id="case", input=value, place=PLACE, description=description, goal=goal, expected=["..."])
    whole = f"{text}\nyes\n"
    task, file, findings = rendered(environment, case, whole, prose(error) and error, cause, capture.rstrip("\r\n"))
    assert task is not None, findings
    if findings:
        # What a fence can't carry is refused by name, never written otherwise than it went in.
        assert {finding.rule for finding in findings} <= {"block-changed", "end-marker-inside"}
        assert any(odd in whole + capture for odd in ("\r", "\x00", markers.END_MARKER))
        return
    steps, problems = reader.read("case.md", file.text)
    assert not problems
    assert steps.command == task.command
    assert [paste.text for paste in steps.pastes] == [task.code.text]
    assert (steps.before or "") == task.before.text
    assert steps.case == "case"
    levels = [heading.level for heading in markdown.headings(file.text) if heading.top_level]
    assert levels == [1, 2, 2, 2, 2, *([2] if task.traps else []), *([3] * len(task.traps)), 2]


@given(HOSTILE)
@settings(max_examples=EXAMPLES)
def test_prose_is_one_line_that_starts_no_block_and_reads_back(text):
    line = prose(text)
    assert "\n" not in line
    assert plain(line) == " ".join(text.replace("\x00", "\\x00").split())
    kinds = {block.kind for block in markdown.parse(f"before\n\n{line}\n\nafter\n")}
    assert kinds <= {"paragraph"}


@given(HOSTILE)
@settings(max_examples=EXAMPLES)
def test_a_code_span_is_one_whole_span(text):
    span = code(text)
    ticks = re.match(r"`+", span)[0]
    assert span.endswith(ticks)
    inside = span[len(ticks) : -len(ticks)]
    assert len(ticks) not in {len(run) for run in re.findall(r"`+", inside)}
    assert inside.strip() == " ".join(text.replace("\x00", "\\x00").split())


LINES = st.lists(st.text(st.characters(exclude_characters="\n\r", codec="utf-8"), max_size=8), max_size=6)


@given(LINES, LINES)
@settings(max_examples=EXAMPLES)
def test_both_sides_of_a_diff_read_back(old, new):
    from taskgen.compose.diff import _dedented, diff_lines  # noqa: PLC0415 - beside what it is compared with

    wrong, fix = "\n".join(old), "\n".join(new)
    was, now = sides(diff_lines(wrong, fix, "  "))
    assert was == "\n".join("  " + line if line else "" for line in _dedented(wrong)) + "\n"
    assert now == "\n".join("  " + line if line else "" for line in _dedented(fix)) + "\n"
