"""The docs are run: console blocks are replayed in a copy of the sample, tables hold what the code declares."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from taskgen import markdown
from taskgen.cli import app
from taskgen.decode import options
from taskgen.expect.sketch import match_text
from taskgen.model import Config

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def consoles() -> list[str]:
    return [fence.content for fence in markdown.fences(README) if fence.language == "console"]


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
@pytest.mark.parametrize("console", consoles(), ids=[f"block {number}" for number in range(1, len(consoles()) + 1)])
def test_a_console_block_says_what_happens(console, sample):
    folder = sample("wordcount")
    for command, shown, code in commands(console):
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


def test_every_setting_is_in_the_readme():
    table = README.split("## Settings")[1].split("\n## ")[0]
    unwritten = {key for key in options(Config) if f"`{key}`" not in table and f"`[[{key}]]`" not in table}
    assert not unwritten
