"""Snippets that do what no snippet should, proven alone in a real sandbox: each file of tests/data/prove/hostile.

A file's first line is the verdict, `...` standing for any text; the rest is pasted as app/router.py.
"""

import json
import shutil
import time
from pathlib import Path

import pytest

from taskgen.diagnostics import MachineError
from taskgen.expect.sketch import match_text
from taskgen.model import Limits, Paste, Steps
from taskgen.prove.executor import attempted
from taskgen.rooms import open_bench
from taskgen.sandbox import open_sandbox

DATA = Path(__file__).parent / "data" / "prove"
MARK = "# verdict: "


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    workspace = tmp_path_factory.mktemp("workspace")
    shutil.copy(DATA / "tool.py", workspace)
    (workspace / "cases.json").write_text(json.dumps({"simple": {"input": {"x": 1}, "content": "right"}}))
    (workspace / "taskgen").mkdir()
    (workspace / "taskgen" / "__init__.py").write_text('"""shadow"""')
    limits = Limits(seconds=2, processes=64, memory=512, file_size=16, output=64)
    try:
        with open_sandbox() as sandbox, open_bench(workspace, sandbox, limits=limits) as made:
            yield made
    except MachineError as problem:
        pytest.skip(f"no sandbox here: {problem}")


def steps(code: str) -> Steps:
    return Steps(
        case="simple",
        title="Make test simple pass",
        path="1.md",
        command="python -P tool.py simple",
        command_place=None,
        pastes=(Paste(path="app/router.py", text=code, place=None),),
        before=None,
        before_place=None,
        expected='{"content": "right"}',
        expected_language="json",
        expected_place=None,
        asserts="",
        asserts_place=None,
        fixes=(),
    )


@pytest.mark.parametrize("file", sorted((DATA / "hostile").glob("*.txt")), ids=lambda file: file.stem)
def test_the_verdict_is_as_the_file_says(file, bench):
    first, code = file.read_text().split("\n", 1)
    began = time.monotonic()
    verdict = attempted(steps(code), bench).verdict
    assert not match_text(first.removeprefix(MARK), verdict.line), verdict
    assert verdict.red == "FAIL simple: ModuleNotFoundError: No module named 'app'"
    assert time.monotonic() - began < 5
