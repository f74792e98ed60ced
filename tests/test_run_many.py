"""Several cases run: which, in which order, how they are told; servers that are not there; what is known to help."""

import json
import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from servers import serving

from taskgen.pipeline import judging_in_time, project
from taskgen.pipeline.running import Choice
from taskgen.pipeline.runs import Course

CASES = [
    {"id": "add_001", "input": [1, 2], "expected": 3, "tags": ["quick"], "needs": ["add_003"]},
    {"id": "add_002", "input": [1, "x"], "expected": 3, "tags": ["slow"]},
    {"id": "add_003", "input": [2, 2], "expected": 5, "tags": ["quick", "wrong"]},
    {"id": "sub_001", "input": [2, -2], "expected": 0},
    {"id": "sub_off", "input": [2, -2], "expected": 0, "enabled": False},
]
CODE = "def add(given):\n    return given[0] + given[1]\n"
LIBRARY = """\
snippets:
  - id: add
    when: {id: "add_*"}
    language: python
    file: app.py
    needs: []
    code: |
      def add(given):
          return given[0] + given[1]
pitfalls:
  - id: text
    when: {id: "add_*"}
    error: "unsupported operand"
    cause: Some numbers come as text.
    wrong: |
      return given[0] + given[1]
    fix: |
      return int(given[0]) + int(given[1])
  - id: too-few
    when: {id: "add_*"}
    error: "unsupported"
    cause: shorter, so less specific
    unproven: an example
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "test_prompts.json").write_text(json.dumps(CASES))
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "add.yaml").write_text(LIBRARY)
    (tmp_path / "taskgen.toml").write_text('target = "python:app:add"\n')
    (tmp_path / "app.py").write_text(CODE)
    return tmp_path


def ids(said):
    return [result["case"] for result in json.loads(said.out)["results"]]


CHOICES = {
    "several ids": (["add_002", "sub_001"], ["add_002", "sub_001"]),
    "a glob": (["add_*"], ["add_002", "add_003", "add_001"]),
    "a beginning": (["sub_0", "add_002"], ["add_002", "sub_001"]),
    "a tag": (["--tag", "q*"], ["add_003", "add_001"]),
    "a tag among names": (["add_*", "--tag", "slow"], ["add_002"]),
    "two tags": (["--tag", "slow", "--tag", "wrong"], ["add_002", "add_003"]),
    "all": (["--all"], ["add_002", "add_003", "add_001", "sub_001"]),
}


@pytest.mark.parametrize("name", CHOICES)
def test_cases_are_chosen_by(name, folder, taskgen):
    words, wanted = CHOICES[name]
    assert ids(taskgen("run", *words, "--format", "json", cwd=folder)) == wanted


REFUSED = {
    "nothing": ([], "no cases are named"),
    "a glob that fits none": (["x*"], "no case has an id like 'x*'"),
    "an unknown id": (["add_002", "sub_002"], "did you mean 'sub_001'?"),
    "a beginning of several": (["add_"], "write more of it, or 'add_*' for all of them"),
    "an unknown tag": (["--tag", "slwo"], "did you mean 'slow'?"),
    "no failures": (["--failed"], "no case failed when it was last run"),
    "no jobs": (["--all", "--jobs", "0"], "0 is not in the range"),
    "two requests": (["--all", "--dry-run"], "one request is shown at a time"),
    "a request to code": (["sub_001", "--dry-run"], "add --target openai"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_chooses_nothing_is_wrong_usage(name, folder, taskgen):
    words, message = REFUSED[name]
    said = taskgen("run", *words, cwd=folder)
    assert said.code == 2
    assert message in said.err
    assert not said.out


def test_each_gets_its_verdict_and_what_is_known_to_help(folder, taskgen):
    said = taskgen("run", "--all", cwd=folder)
    assert said.code == 1
    assert [line.rsplit(" ", 2)[0] for line in said.out.splitlines() if line.startswith("PASS")] == [
        "PASS add_001",
        "PASS sub_001",
    ]
    told = "\n".join(said.out.splitlines()[:7])
    assert told == (
        "FAIL add_002: TypeError: unsupported operand type(s) for +: 'int' and 'str'\n"
        "    cause: Some numbers come as text.\n"
        "    fix (text):\n"
        "    -return given[0] + given[1]\n"
        "    +return int(given[0]) + int(given[1])\n"
        "    app.py:2\n"
        "FAIL add_003: expected 5, found 4"
    )
    assert said.err == "2 of 4 cases passed, 2 failed\n"
    one = taskgen("run", "add_002", cwd=folder)
    assert one.err.splitlines()[-6:] == [
        "cause: Some numbers come as text.",
        "fix (text):",
        "-return given[0] + given[1]",
        "+return int(given[0]) + int(given[1])",
        "app.py:2",
        "FAIL add_002: TypeError: unsupported operand type(s) for +: 'int' and 'str'",
    ]


def test_a_remedy_never_shows_the_error_of_another_pitfall(folder, taskgen):
    library = folder / "library" / "add.yaml"
    library.write_text(LIBRARY.replace("cause: Some numbers", "cause: not an IndexError, Some numbers") + SECOND)
    said = taskgen("run", "add_002", cwd=folder)
    assert "fix: see `taskgen library show text`" in said.err
    assert "IndexError" not in said.err


SECOND = '  - id: short\n    when: {id: "add_*"}\n    error: IndexError\n    unproven: an example\n'


def test_those_that_failed_are_run_again_until_they_pass(folder, taskgen):
    taskgen("run", "--all", cwd=folder)
    assert ids(taskgen("run", "--failed", "--format", "json", cwd=folder)) == ["add_002", "add_003"]
    (folder / "app.py").write_text(CODE.replace("given[1]", "int(str(given[1]).replace('x', '2'))"))
    assert ids(taskgen("run", "--failed", "--format", "json", cwd=folder)) == ["add_002", "add_003"]
    assert ids(taskgen("run", "--failed", "--format", "json", cwd=folder)) == ["add_003"]
    taskgen("run", "sub_001", "add_002", cwd=folder)
    assert json.loads((folder / ".taskgen" / "failed.json").read_text())["failed"] == ["add_003"]
    assert (folder / ".taskgen" / ".gitignore").read_text() == "failed.json\n.gitignore\n"
    (folder / ".taskgen" / "failed.json").write_text("[")
    assert taskgen("run", "--failed", cwd=folder).code == 2


def test_a_single_case_writes_nothing(folder, taskgen):
    taskgen("run", "add_003", cwd=folder)
    assert not (folder / ".taskgen").exists()


def test_junit_is_what_a_ci_service_reads(folder, taskgen):
    (folder / "app.py").write_text(CODE.replace("    return", "    print('\\x1b<&')\n    return"))
    said = taskgen("run", "--all", "--format", "junit", cwd=folder)
    suite = ET.fromstring(said.out)  # noqa: S314 - our own output
    assert suite.attrib | {"time": ""} == {"name": "taskgen", "tests": "4", "failures": "2", "errors": "0", "time": ""}
    failed = suite.find("testcase[@name='add_002']/failure")
    assert failed.get("message").startswith("TypeError")
    assert "cause: Some numbers come as text." in failed.text
    assert "| \ufffd<&" in failed.text
    assert 'failures="0"' in taskgen("run", "sub_001", "--format", "junit", cwd=folder).out


def test_a_case_that_can_not_be_read_fails_alone(folder, taskgen):
    cases = [*CASES, {"id": "odd_001", "input": 1, "checks": [{"type": "icontians", "value": "a"}]}]
    (folder / "test_prompts.json").write_text(json.dumps(cases))
    said = taskgen("run", "sub_001", "odd_001", cwd=folder)
    assert said.code == 1
    assert "FAIL odd_001: " in said.out
    assert "PASS sub_001" in said.out


def test_needs_that_go_in_a_circle_are_refused(folder, taskgen):
    cases = [{**CASES[0], "needs": ["add_003"]}, {**CASES[2], "needs": ["add_001"]}, CASES[3]]
    (folder / "test_prompts.json").write_text(json.dumps(cases))
    said = taskgen("run", "--all", cwd=folder)
    assert said.code == 2
    assert "a cycle: 'add_001'" in said.err
    assert taskgen("run", "add_001", "sub_001", cwd=folder).code == 0


def test_a_server_that_is_not_there_is_exit_3_but_missing_code_is_told_first(folder, taskgen):
    library = folder / "library" / "add.yaml"
    library.write_text(LIBRARY.replace("needs: []", "needs: ['http://127.0.0.1:9']"))
    down = taskgen("run", "add_001", cwd=folder)
    assert down.code == 3
    assert down.err == (
        "error: no server answers on http://127.0.0.1:9, which the case needs [target-unreachable]\n"
        "    in another terminal run `taskgen replay`, then `taskgen run add_001`\n"
    )
    many = taskgen("run", "--all", cwd=folder)
    assert many.code == 3
    assert many.err == "1 of 4 cases passed, 3 not run\n"
    assert "NOT RUN add_002: no server answers on http://127.0.0.1:9, which the case needs" in many.out
    config = folder / "taskgen.toml"
    own = '[[services]]\ncommand = "python proxy.py"\nurl = "http://localhost:9/v1"\n'
    config.write_text(config.read_text() + own)
    assert "run `python proxy.py` or `taskgen replay`, then" in taskgen("run", "add_001", cwd=folder).err
    (folder / "app.py").unlink()
    red = taskgen("run", "add_001", cwd=folder)
    assert red.code == 1
    assert red.err == "create app.py\nFAIL add_001: ModuleNotFoundError: No module named 'app'\n"
    config.write_text('target = "command:./add.sh"\n')
    assert taskgen("run", "add_001", cwd=folder).err == "create add.sh\nFAIL add_001: ./add.sh: not found\n"
    config.write_text('target = "command:cat"\n')
    assert taskgen("run", "add_001", cwd=folder).code == 3


def test_a_server_that_is_there_is_no_hindrance(folder, taskgen):
    with serving() as server:
        (folder / "taskgen.toml").write_text(f'target = "python:app:add"\nneeds = ["{server.url}"]\n')
        assert taskgen("run", "sub_001", cwd=folder).code == 0
    assert taskgen("run", "sub_001", cwd=folder).code == 3


def test_another_executor_can_stand_in(folder):
    opened = project.open_without_list(project.Overrides(), folder)
    with ProcessPoolExecutor(2) as executor:
        told = [(ran.case, ran.status) for ran in Course(opened, Choice(everything=True)).run_through(executor, 2)]
    assert told == [("add_002", "FAIL"), ("add_003", "FAIL"), ("add_001", "PASS"), ("sub_001", "PASS")]


def test_many_requests_are_made_at_once(tmp_path, taskgen):
    cases = [
        {"id": f"ask_{n:03}", "input": {"question": "?", "model": "m"}, "checks": [{"type": "not-empty"}]}
        for n in range(60)
    ]
    (tmp_path / "test_prompts.json").write_text(json.dumps(cases))
    with serving("slow=0.3") as server:
        (tmp_path / "taskgen.toml").write_text(f'target = "openai"\n[models."*"]\nbase_url = "{server.url}/v1"\n')
        began = time.monotonic()
        said = taskgen("run", "--all", "--jobs", "30", cwd=tmp_path)
    assert said.err == "60 of 60 cases passed\n"
    assert time.monotonic() - began < 3  # one after the other they take 18


def test_an_interrupted_run_ends_at_once_and_leaves_no_child(folder):
    (folder / "app.py").write_text(
        "import os, time\n\n\ndef add(given):\n    open(f'{os.getpid()}.pid', 'w')\n    time.sleep(60)\n"
    )
    words = [sys.executable, "-m", "taskgen", "run", "--all", "--jobs", "3"]
    child = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while len(list(folder.glob("*.pid"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGTERM)
    began = time.monotonic()
    _out, err = child.communicate(timeout=20)
    assert time.monotonic() - began < 3
    assert child.returncode == 128 + signal.SIGTERM
    assert b"Traceback" not in err
    time.sleep(0.1)
    left = [path.stem for path in folder.glob("*.pid") if Path(f"/proc/{path.stem}/cwd").exists()]
    assert not left


def test_a_pattern_that_never_ends_fails_its_case(tmp_path, taskgen, monkeypatch):
    monkeypatch.setattr(judging_in_time.judged_in_time, "__defaults__", (0.5,))
    given = {"content": "a" * 64 + "b", "name": "a" * 64 + "b"}
    pattern = {"properties": {"name": {"pattern": "(a+)+$"}}}
    cases = [
        {"id": "re_001", "input": given, "checks": [{"type": "regex", "value": "(a+)+$"}]},
        {"id": "re_002", "input": given, "checks": [{"type": "regex", "value": "a+b$"}]},
        {"id": "schema_001", "input": given, "checks": [{"type": "json-schema", "field": "$", "value": pattern}]},
    ]
    (tmp_path / "test_prompts.json").write_text(json.dumps(cases))
    (tmp_path / "taskgen.toml").write_text('target = "command:cat"\n')
    said = taskgen("run", "--all", cwd=tmp_path)
    assert said.out.splitlines()[0] == "FAIL re_001: its checks did not end within 0.5 s"
    assert said.out.splitlines()[2].startswith("PASS re_002")
    assert said.out.splitlines()[3] == "FAIL schema_001: its checks did not end within 0.5 s"
    assert taskgen("run", "re_001", cwd=tmp_path).code == 1


def test_every_kind_of_bad_check_is_told(tmp_path, taskgen):
    cases = [
        {"id": "unknown_001", "input": 1, "checks": [{"type": "icontians", "value": "a"}]},
        {"id": "judge_001", "input": 1, "checks": [{"type": "llm-rubric", "value": "is polite"}]},
        {"id": "missing_001", "input": 1, "checks": [{"type": "not-contains", "field": "nowhere", "value": "a"}]},
    ]
    (tmp_path / "test_prompts.json").write_text(json.dumps(cases))
    (tmp_path / "taskgen.toml").write_text('target = "command:cat"\n')
    unknown, judge, missing = (taskgen("run", case["id"], cwd=tmp_path) for case in cases)
    assert (unknown.code, judge.code, missing.code) == (1, 1, 1)
    assert 'FAIL unknown_001: unknown check type "icontians"' in unknown.err
    assert "did you mean 'icontains'?" in unknown.err
    assert judge.err.endswith("UNCHECKED judge_001: nothing of its answer was checked\n")
    assert "not run: judged by a model (llm-rubric)" in judge.err
    assert missing.err.endswith("FAIL missing_001: `nowhere` is missing\n")


def test_of_a_flood_only_the_end_is_shown(folder, taskgen):
    (folder / "app.py").write_text("def add(given):\n    print('x\\n' * 1000 + 'y' * 9000)\n    raise ValueError\n")
    lines = taskgen("run", "sub_001", cwd=folder).err.splitlines()
    assert len(lines) < 210
    assert lines[0].startswith("| ... 8")
    assert max(map(len, lines)) < 2010


def peak(folder, cases, url):
    """Peak memory of a run of so many cases, in KiB."""
    wanted = {"content": "The CPU...", "...": "..."}
    asked = ({"id": f"ask_{n:05}", "input": {"question": f"{n}?", "model": "m"}} for n in range(cases))
    (folder / "test_prompts.json").write_text(json.dumps([{**row, "expected": wanted} for row in asked]))
    (folder / "taskgen.toml").write_text(f'target = "openai"\n[models."*"]\nbase_url = "{url}/v1"\n')
    command = [sys.executable, "-m", "taskgen", "run", "--all", "--jobs", "20"]
    with (folder / "out.txt").open("wb") as out:
        child = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert (child.returncode, (folder / "out.txt").read_text().count("PASS ask_")) == (0, cases)
    return used.ru_maxrss


def test_ten_times_the_cases_take_no_more_than_twice_the_memory(tmp_path):
    with serving("good") as server:
        few, many = (peak(tmp_path, cases, server.url) for cases in (150, 1500))
    assert many < 2 * few
