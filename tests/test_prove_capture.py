"""`prove --capture`: what commands say without the code, twice; what differs is elided by people, or refused."""

from __future__ import annotations

import pytest

from taskgen.prove.capture import elided

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("at /a/b: no", "at /c/d/b: no", "at /.../b: no"),
        ("took 1 s", "took 2 s", "took ... s"),
        ("a", "b", "..."),
        ("aa", "aaa", "..."),
        ("in /home/executor/workspace", "in /tmp/taskgen-workspace-ae", "in /..."),
        ("seed ab12 of x", "seed ab34 of x", "seed ... of x"),
        ("same", "same", "same..."),
    ],
)
def test_what_two_lines_do_not_share_is_elided(first, second, line):
    assert elided(first, second) == line


def test_the_captures_of_the_sample_are_what_is_captured(sample, taskgen):
    folder = sample("wordcount")
    before = {path.name: path.read_bytes() for path in (folder / "captures").iterdir()}
    # That nothing is written where they are there already, a console block of docs/proving.md says.
    for path in (folder / "captures").iterdir():
        path.unlink()
    assert taskgen("render", cwd=folder).code == 0
    said = taskgen("prove", "--capture", cwd=folder)
    assert said.code == 0, said.all
    assert said.out.splitlines()[0] == "captures/words_001_extra_spaces.txt"
    assert {path.name: path.read_bytes() for path in (folder / "captures").iterdir()} == before


RED = {
    "the folder": "pwd >&2; exit 1",
    "the hash seed": """python -c 'import sys; sys.exit(str(hash("x")))'; exit 1""",
    "the zone": "date +%Z >&2; exit 1",
}


def project(folder, command):
    (folder / "tasks.md").write_text("## Task 1: A\n\nSee `a_001`.\n")
    (folder / "test_prompts.json").write_text('[{"id": "a_001", "input": 1, "expected": 1}]')
    (folder / "taskgen.toml").write_text(f"command = '''test -e a.py || {{ {command}; }}; echo 1'''\n")
    (folder / "library").mkdir()
    (folder / "library" / "a.yaml").write_text(
        "snippets:\n  - id: a\n    when: {id: a_001}\n    language: python\n    file: a.py\n    code: |\n      x = 1\n"
    )


@pytest.mark.parametrize("name", RED)
def test_what_differs_from_run_to_run_is_refused_until_people_elide_it(name, tmp_path, taskgen):
    project(tmp_path, RED[name])
    assert taskgen("render", cwd=tmp_path).code == 0
    said = taskgen("prove", "--capture", cwd=tmp_path)
    assert said.code == 1
    assert "tasks/a_001.md:" in said.err
    assert "error: what the command says differs from run to run" in said.err
    assert not (tmp_path / "captures").exists()
    elision = said.err.split("captures/a_001.txt: ")[1].splitlines()[0]
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "a_001.txt").write_text(f"{elision}\n")
    assert taskgen("prove", "--capture", cwd=tmp_path).code == 0
    assert (tmp_path / "captures" / "a_001.txt").read_text() == f"{elision}\n"


def test_a_command_that_passes_without_the_code_gives_nothing_to_capture(tmp_path, taskgen):
    project(tmp_path, "true")
    assert taskgen("render", cwd=tmp_path).code == 0
    said = taskgen("prove", "--capture", cwd=tmp_path)
    assert said.code == 1
    assert "error: nothing was captured of a_001: the command passes without the code" in said.err
