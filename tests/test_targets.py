"""Targets: each file of tests/data/targets is a module; its first line says what comes of calling `f`."""

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.decode import MISSING
from taskgen.diagnostics import Location, UsageError
from taskgen.doors.targets import KINDS, parse_target, run_case
from taskgen.doors.targets.result import without_paths
from taskgen.expect.sketch import match_text
from taskgen.model import Limits

DATA = Path(__file__).parent / "data" / "targets"
TARGET = "python:app.router:f"


def call(root, target=TARGET, value=None, **more):
    more.setdefault("limits", Limits(seconds=0.5 if "while True:\n        pass" in more.pop("code", "") else 10))
    return run_case(target, value, root=str(root), python=sys.executable, **more)


@pytest.fixture
def module(tmp_path):
    def written(code):
        (tmp_path / "app").mkdir()
        (tmp_path / "app" / "router.py").write_text(code)
        return tmp_path

    return written


@pytest.mark.parametrize("file", sorted(DATA.glob("*.txt")), ids=lambda file: file.stem)
def test_a_module_gives(file, module):
    first, code = file.read_text().split("\n", 1)
    kind, _, said = first.removeprefix("# ").partition(":")
    began = time.monotonic()
    result = call(module(code), code=code)
    assert result.kind == kind
    assert kind in KINDS
    assert not match_text(said.strip(), " ".join(filter(None, [result.message, result.place, result.hint])))
    assert (result.value is MISSING) == (kind != "value")
    assert time.monotonic() - began < 3


def test_the_value_comes_back_as_given_and_what_is_printed_is_apart(module):
    value = {"a": [1, 2.5, None, True, "\u2713 \"'\n"]}
    root = module((DATA / "a plain value.txt").read_text())
    result = call(root, value=value)
    assert result.value == {"got": value}
    assert result.stdout == "hello\n"
    assert 0 < result.seconds < 0.1


def test_the_seconds_are_those_of_the_call(module):
    root = module("import time\ntime.sleep(0.2)\n\n\ndef f(given):\n    time.sleep(0.1)\n")
    assert 0.1 <= call(root).seconds < 0.2


def test_the_workspace_comes_first_and_nothing_of_ours_is_in_front(module):
    root = module("import sys\n\n\ndef f(given):\n    return [sys.path[0], sys.argv, __name__]\n")
    assert call(root).value == [str(root), ["app.router"], "app.router"]


def test_a_traceback_goes_to_standard_error_without_our_frames(module):
    result = call(module("def f(given):\n    raise ValueError('no')\n"))
    assert result.stderr.endswith("ValueError: no\n")
    assert "child.py" not in result.stderr


def test_no_bytecode_is_written(module):
    root = module("def f(given):\n    return 1\n")
    call(root)
    assert not list(root.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("target", "said", "hint"),
    [
        ("python:app.router:f", "ModuleNotFoundError: No module named 'app'", "create app/router.py"),
        ("python:main:f", "ModuleNotFoundError: No module named 'main'", "create main.py"),
    ],
)
def test_a_module_that_is_not_there_names_the_file_to_create(target, said, hint, tmp_path):
    result = call(tmp_path, target)
    assert (result.kind, result.message, result.hint) == ("missing-module", said, hint)


def test_a_package_without_the_module_names_the_file_to_create(tmp_path):
    (tmp_path / "app").mkdir()
    result = call(tmp_path)
    assert (result.message, result.hint) == (
        "ModuleNotFoundError: No module named 'app.router'",
        "create app/router.py",
    )


def test_a_method_is_found_by_its_dotted_name(module):
    root = module("class Router:\n    @staticmethod\n    def ask(given):\n        return given\n")
    assert call(root, "python:app.router:Router.ask", value=3).value == 3


def test_a_python_that_is_not_there_is_the_machines_fault(tmp_path):
    result = run_case(TARGET, 1, root=str(tmp_path), python="/no/such/python")
    assert (result.kind, result.message) == (
        "not-started",
        "Python can't be started: No such file or directory: /no/such/python",
    )


def test_a_cases_own_time_limit_wins(module):
    root = module("import time\n\n\ndef f(given):\n    time.sleep(9)\n")
    result = call(root, timeout=0.3)
    assert result.message == "it did not end within 0.3 s"


BAD = {
    "python:app.router": ("it names no callable", "write python:MODULE:CALLABLE, such as python:app:router"),
    "python:app": ("it names no callable", "write python:MODULE:CALLABLE, such as python:app:main"),
    "python:": ("it names no callable", "write python:MODULE:CALLABLE, such as python:app.main:answer"),
    "python:app/router:f": ("'app/router' is no name of a module", "write python:MODULE:CALLABLE"),
    "python:app/router.py:f": ("it names a file, not a module", "write python:app.router:f"),
    "python:app:for": ("'for' is no name of a callable", "write python:MODULE:CALLABLE"),
    "python:app:f:g": ("'f:g' is no name of a callable", "write python:MODULE:CALLABLE"),
    "pyton:app:f": ("its kind is unknown", "did you mean 'python'?"),
    "": ("its kind is unknown", "write python:MODULE:CALLABLE, command:LINE or openai"),
    "command: ": ("it names no command", "write command:LINE, such as command:python tool.py"),
    "openai:gpt": ("it takes nothing after its name", "write openai; servers are named in `models`"),
}


@pytest.mark.parametrize("text", BAD)
def test_a_target_that_can_not_be_used_says_why(text):
    spec, findings = parse_target(text, Location("taskgen.toml", 3))
    problem, next_step = BAD[text]
    assert spec is None
    assert [finding.rule for finding in findings] == ["bad-target"]
    assert findings[0].message == f"the target {text!r} can't be used: {problem}"
    assert findings[0].next_step == next_step
    assert findings[0].place == Location("taskgen.toml", 3)


def test_running_such_a_target_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="its kind is unknown"):
        call(tmp_path, "opnai")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="python:.ab ", max_size=30).map(lambda text: "python:" + text))
def test_any_text_is_a_target_or_a_finding(text):
    spec, findings = parse_target(text)
    assert (spec is None) == bool(findings)
    assert all("\n" not in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("/w/app/x.py is bad", "app/x.py is bad"),
        ("'/w/x' and /python/lib/y", "'x' and .../lib/y"),
        ("/wide/x and a/w/x and ../w/x stay", "/wide/x and a/w/x and ../w/x stay"),
        ("<f at 0x7f00aa11bb22>", "<f at 0x...>"),
        ("0x10 stays", "0x10 stays"),
    ],
)
def test_what_differs_by_machine_is_taken_out(text, clean):
    assert without_paths(text, "/w", ["/python", "/"]) == clean


def test_variables_reach_the_child(module):
    root = module("import os\n\n\ndef f(given):\n    return os.environ['HTTP_PROXY']\n")
    assert call(root, env={"HTTP_PROXY": "http://127.0.0.1:9"}).value == "http://127.0.0.1:9"
    assert call(root, 'command:printf "$HTTP_PROXY"', env={"HTTP_PROXY": "there"}).value == "there"


LINES = {
    "cat": ("value", {"question": "\u00fc"}, ""),
    "echo two words": ("value", "two words", ""),
    "printf ''": ("value", "", ""),
    "printf '{\"a\": 1'": ("value", '{"a": 1', "its output begins as JSON does, but is none: ..."),
    "echo NaN": ("value", "NaN", ""),
    "echo gone >&2; exit 3": ("exited", "", "it exited with 3: gone"),
    "printf '\\377'": ("not-text", MISSING, "what it printed is no UTF-8 (byte 1) print UTF-8"),
    "./tool.sh --all": ("missing-command", MISSING, "...tool.sh: not found create tool.sh"),
    "LANG=C no-such-tool": ("missing-command", MISSING, "...not found install no-such-tool, or mend the target"),
    "./plain.txt": ("missing-command", MISSING, "...ermission denied chmod +x ./plain.txt"),
    "sleep 9": ("timed-out", MISSING, "it did not end within 0.5 s ..."),
    "yes": ("too-much", MISSING, "it gave out more than 1 KiB ..."),
    "kill -9 $$": ("signal", MISSING, "it was killed by SIGKILL ..."),
    "sh -c 'kill -11 $$'; exit $?": ("signal", MISSING, "it was killed by SIGSEGV ..."),
    "ls $PWD/none": ("exited", "", "it exited with 2: ... 'none': No such file or directory"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_command_gives(line, tmp_path):
    kind, value, said = LINES[line]
    (tmp_path / "plain.txt").write_text("no program")
    result = call(tmp_path, f"command:{line}", {"question": "\u00fc"}, limits=Limits(seconds=0.5, output=1))
    assert result.kind == kind
    assert kind in KINDS
    assert result.value == value or result.value is value
    assert not match_text(said, " ".join(filter(None, [result.message, result.hint])))
    assert str(tmp_path) not in result.message
