"""Whatever a task's Markdown is, its steps are read or refused; what was written is what is read."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.read import steps
from taskgen.text.markdown.prose import fence_for

EXAMPLES = int(os.environ.get("TASKGEN_EXAMPLES", "100"))
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
CONTENT = st.lists(
    LINES | st.sampled_from(["```", "````sh run", "~~~", "# Heading", "<!-- -->", "    indented"]), max_size=8
).map("\n".join)
PATH = st.from_regex(r"[a-z]{1,8}(/[a-z_]{1,8}){0,3}\.(py|sh|txt)", fullmatch=True)
PIECES = st.sampled_from(
    [
        "```sh run\n",
        "taskgen run a_001\n",
        "```\n",
        "````\n",
        "```json expected\n",
        '```python title="app.py"\n',
        '```python title="../app.py"\n',
        "```diff fix delay=nan\n-a\n+b\n",
        "```python asserts\n",
        "# Task 1\n",
        "### `KeyError`\n",
        "> ",
        "- ",
        "<!-- taskgen: end; what is below is yours -->\n",
        "\r\n",
        "\u2028",
    ]
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(PIECES | LINES, max_size=30).map("".join))
def test_any_text_is_read_or_refused(text):
    read, findings = steps.read("tasks/a_001.md", text)
    assert read is not None or any(finding.rule == "no-run-block" for finding in findings)
    if read is not None:
        assert read.case
        assert all(fix.delay is None or fix.delay >= 0 for fix in read.fixes)


@settings(max_examples=EXAMPLES, deadline=None)
@given(CONTENT, PATH, CONTENT, CONTENT)
def test_what_is_written_in_blocks_is_read_from_them(code, path, expected, wrong):
    changed = "".join(f"-{line}\n" for line in wrong.split("\n"))
    task = "\n\n".join(
        [
            "# Task 1: Make test a_001 pass",
            fenced("taskgen run a_001", "sh run"),
            fenced(code, f'python title="{path}"'),
            fenced(expected, "text expected"),
            "### KeyError: a",
            fenced(changed + "+fixed\n", "diff fix delay=2.5"),
        ]
    )
    read, findings = steps.read("tasks/a_001.md", task + "\n")
    assert read is not None
    assert findings == []
    assert [(paste.path, paste.text) for paste in read.pastes] == [(path, lined(code))]
    assert read.expected == lined(expected)
    (fix,) = read.fixes
    assert (fix.error, fix.wrong, fix.fixed, fix.delay) == ("KeyError: a", f"{wrong}\n", "fixed\n", 2.5)


def lined(text):
    """The text as a block holds it: each line with its break."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def fenced(text, info):
    ticks = fence_for(lined(text))
    return f"{ticks}{info}\n{lined(text)}{ticks}"
