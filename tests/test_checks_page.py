"""docs/checks.md is made of what the check types declare; `make checks-page` writes it anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

from taskgen.diagnostics import Location
from taskgen.expect.checks import ALIASES, TYPES, resolve
from taskgen.expect.checks.judges import NAMES as JUDGES
from taskgen.model import Check

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
HEAD = (Path(__file__).parent / "data" / "checks" / "page.md").read_text(encoding="utf-8")


def code(data) -> str:
    text = json.dumps(data, ensure_ascii=False).replace("|", "\\|")
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def answer(example) -> str:
    run = [f"after {example.seconds:g} s"] if example.seconds else []
    run += [f"exit code {example.exit_code}"] if example.exit_code else []
    return ", ".join([code(example.value), *run])


def section(name: str) -> str:
    check_type = TYPES[name]
    lines = [f"\n## {name}\n", f"{check_type.doc[0].upper()}{check_type.doc[1:]}.\n"]
    lines += ["| check | answer | |", "| --- | --- | --- |"]
    for said, examples in (("passes", check_type.passing), ("fails", check_type.failing)):
        lines += [f"| {code({'type': name, **example.params})} | {answer(example)} | {said} |" for example in examples]
    first = resolve(Check(type=name, params=check_type.passing[0].params, place=Location("x")))
    shown = first.python()
    lines.append(f"\nIn words: {first.words()}." + (f" In a task: `{shown}`." if shown else ""))
    return "\n".join(lines) + "\n"


def page() -> str:
    aliases = ", ".join(f"`{alias.replace('-', '_')}` is `{name}`" for alias, name in ALIASES.items())
    judges = ", ".join(f"`{name}`" for name in JUDGES)
    head = HEAD.replace("{aliases}", aliases).replace("{judges}", judges)
    return head + "".join(section(name) for name in TYPES if name not in JUDGES)


def test_the_page_of_checks_is_current():
    if os.environ.get("REFRESH_GOLDENS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make checks-page`"
