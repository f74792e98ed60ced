"""The sample claude-proxy: what its tasks' commands say on the way from nothing to a pass."""

from __future__ import annotations

import pytest
from starting import free_port, moved

from taskgen import markdown

CPU = "max_text_001_simple_question"


@pytest.fixture
def project(sample):
    """A copy of the sample whose proxy is sought on a port of its own, where nothing listens."""
    return moved(sample("claude-proxy"), f"http://localhost:{free_port()}")


def paste(folder, case):
    """Do as the rendered task of a case says: make its code the whole of its file."""
    task = (folder / "tasks" / f"{case}.md").read_text(encoding="utf-8")
    for fence in markdown.fences(task):
        if "title" in fence.attributes:
            path = folder / fence.attributes["title"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.content, encoding="utf-8")


def test_an_untouched_sample_fails_and_names_the_file_to_create(project, taskgen):
    said = taskgen("run", CPU, cwd=project)
    assert said.code == 1
    assert said.err.splitlines()[-2:] == [
        "create app/router.py",
        f"FAIL {CPU}: ModuleNotFoundError: No module named 'app'",
    ]


def test_with_the_code_but_without_a_server_the_commands_that_help_are_named(project, taskgen):
    paste(project, CPU)
    said = taskgen("run", CPU, cwd=project)
    assert said.code == 3
    assert "`taskgen replay`" in said.err
    assert f"`taskgen run {CPU}`" in said.err
