"""The docs are run: console blocks are replayed in a copy of the sample, tables hold what the code declares."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from taskgen.cli import app
from taskgen.decode import options
from taskgen.expect.sketch import match_text
from taskgen.model import Config
from taskgen.text import markdown

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {
    path.relative_to(ROOT).as_posix(): path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
# A page may say which sample its commands run in; a block of it may say so with a second word: `console claude-proxy`.
RUNS_IN = re.compile(r"<!-- runs in: ([\w-]+) -->")


def consoles() -> dict[str, tuple[str, list[str]]]:
    """The console blocks of all pages by page and number, each with the sample that it runs in.

    Blocks that run the same commands in the same sample are one: that is carried out once, and shown by each of them.
    """
    found: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
    for name, path in PAGES.items():
        text = path.read_text(encoding="utf-8")
        page_sample = RUNS_IN.search(text)
        blocks = [fence for fence in markdown.fences(text) if fence.language == "console"]
        for number, fence in enumerate(blocks, start=1):
            words = fence.roles
            default = page_sample[1] if page_sample else "wordcount"
            run_in = words[0] if words else default
            key = (run_in, *(command for command, _shown, _code in commands(fence.content)))
            names, shown = found.setdefault(key, ([], []))
            names.append(f"{name} block {number}")
            shown.append(fence.content)
    return {", ".join(names): (key[0], shown) for key, (names, shown) in found.items()}


def commands(console: str) -> list[tuple[str, str, int]]:
    """Each command of a console block with the output shown and the exit code (`? 1`; 0 where none is shown)."""
    found = []
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        code = re.search(r"^\? (\d+)$", output, re.MULTILINE)
        shown = re.sub(r"^\? \d+\n", "", output, flags=re.MULTILINE)
        found.append((command, shown, int(code[1]) if code else 0))
    return found


@pytest.mark.sandbox
@pytest.mark.parametrize(("name", "blocks"), consoles().values(), ids=consoles())
def test_a_console_block_says_what_happens(name, blocks, sample):
    folder = sample(name)
    for told in zip(*(commands(block) for block in blocks), strict=True):
        command = told[0][0]
        words = shlex.split(command)
        assert words[0] == "taskgen"
        ran = subprocess.run(
            [sys.executable, "-m", "taskgen", *words[1:]],
            cwd=folder,
            env={**os.environ, "COLUMNS": "120"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        for _command, shown, code in told:
            mismatches = match_text(shown, ran.stdout)
            assert not mismatches, f"$ {command}\n{ran.stdout}\n{mismatches[0].text}"
            assert ran.returncode == code


def test_the_example_in_the_readme_is_what_is_rendered():
    task = (ROOT / "samples" / "wordcount" / "tasks" / "words_001_extra_spaces.md").read_text(encoding="utf-8")
    example = next(fence.content for fence in markdown.fences(README) if fence.content.startswith("# Task 1"))
    missing = [line for line in example.splitlines() if line and line not in task]
    assert not missing


@pytest.mark.parametrize("name", sorted(app.COMMANDS))
def test_every_command_is_in_the_readme_and_shows_examples(name, tmp_path, taskgen):
    assert f"taskgen {name}" in README
    helped = taskgen(name, "--help", cwd=tmp_path)
    assert helped.code == 0
    assert "Examples:" in helped.out
    assert f"taskgen {name}" in helped.out.split("Examples:")[1]


def test_every_setting_is_in_the_docs():
    table = PAGES["docs/settings.md"].read_text(encoding="utf-8")
    unwritten = {key for key in options(Config) if f"`{key}`" not in table and f"`[[{key}]]`" not in table}
    assert not unwritten


@pytest.mark.parametrize("name", PAGES)
def test_every_link_in_the_docs_leads_somewhere(name):
    text = PAGES[name].read_text(encoding="utf-8")
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert not [target for target in targets if target and not (PAGES[name].parent / target).exists()]
