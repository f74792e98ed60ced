"""Every command of the executor's book of claude-proxy, run as it stands there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from starting import free_port, moved, started

from taskgen.expect.sketch import match, match_text, parse
from taskgen.text import markdown

BIN = Path(sys.executable).parent


def sh(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    return subprocess.run(
        ["sh", "-c", f"{command} 2>&1"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def shows(shown: str, printed: str) -> bool:
    """Whether a command printed what the book shows: an answer on one line there may fill several here."""
    if not shown.startswith("{"):
        return not match_text(shown, printed)
    *sketch, verdict = shown.strip().splitlines()
    *answer, last = printed.strip().splitlines()
    return not match(parse("\n".join(sketch)), json.loads("\n".join(answer))) and not match_text(verdict, last)


def replayed(console: str, folder: Path) -> str:
    """Run the commands of a console block in one shell after the other; all that they printed."""
    printed, status = "", 0
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        if command == "echo $?":
            assert shown.strip() == str(status)
            continue
        ran = sh(command, folder)
        status = ran.returncode
        assert shows(shown, ran.stdout), f"$ {command}\n{ran.stdout}"
        printed += ran.stdout
    return printed


@pytest.mark.sandbox
def test_every_command_of_the_book_does_what_the_book_says(sample, taskgen):
    url = f"http://localhost:{free_port()}"
    folder = moved(sample("claude-proxy"), url)
    assert taskgen("render", "-q", "--force", cwd=folder).code == 0
    said = taskgen("handbook", "-q", cwd=folder)
    book = said.out
    assert said.code == 0
    assert book.count("\n") <= 150
    case = re.search(r"`taskgen done (\w+)`", book)[1]
    before, after = [fence.content for fence in markdown.fences(book) if fence.language == "console"]
    inline = set(re.findall(r"`(taskgen [^`]+)`", book))
    with started([str(BIN / "taskgen"), "replay"], cwd=folder) as replay:
        assert replay == url
        (folder / "log.txt").write_text(replayed(before, folder) + "HTTP Error 404: Not Found\n", encoding="utf-8")
        task = (folder / "tasks" / f"{case}.md").read_text(encoding="utf-8")
        code = next(fence for fence in markdown.fences(task) if "title" in fence.attributes)
        (folder / "app").mkdir()
        (folder / code.attributes["title"]).write_text(code.content, encoding="utf-8")
        replayed(after, folder)
        run = {command.replace("CASE", case).replace("LOG", "log.txt") for command in inline - {"taskgen replay"}}
        for command in sorted(run - {"taskgen prove"}):  # the moved copy is not proven: its addresses are others
            ran = sh(command, folder)
            assert ran.returncode == 0, f"$ {command}\n{ran.stdout}"
    assert {words.split()[1] for words in inline} >= {"done", "next", "diagnose", "doctor", "status", "replay"}
