"""docs/rules.md is made of what the rules of lint declare; `make rules-page` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

from taskgen.lint.rules import RULES
from taskgen.text.markdown.prose import fence_for

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
HEAD = """# Rules of lint

What `taskgen lint` finds, in the order in which it looks. `taskgen rule NAME` prints one of these.

"""


def fenced(text: str) -> str:
    fence = fence_for(text)
    shown = "".join(f"{line}\n" if line.isprintable() else f"{ascii(line)[1:-1]}\n" for line in text.splitlines())
    if shown.count("\n") > 30:
        lines = shown.splitlines()
        shown = "\n".join([*lines[:16], "...", lines[-1]]) + "\n"
    return f"{fence}markdown\n{shown}{fence}\n"


def section(name: str) -> str:
    rule = RULES[name]
    return (
        f"## {name}\n\n{rule.what[0].upper()}{rule.what[1:]}: {rule.severity.value}, confidence {rule.confidence}; "
        f"{rule.weight} points a finding, at most {rule.cap} a task.\n\n"
        f"{rule.why} What to do: {rule.next_step}.\n\nBad:\n\n{fenced(rule.bad)}\nGood:\n\n{fenced(rule.good)}"
    )


def page() -> str:
    return HEAD + "\n".join(section(name) for name in RULES)


def test_the_page_of_rules_is_current():
    if os.environ.get("REFRESH_GOLDENS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make rules-page`"
