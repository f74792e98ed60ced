"""Snippets that do what no snippet should, proven alone in a real sandbox: each file of tests/hostile.

A file's first line is the verdict, `...` standing for any text; the rest is pasted as app/router.py. In it stand
`{outside}` for a folder with a secret, `{project}` for the project that the workspace was copied from, `{home}` for the
user's home, `{port}` for a port of this machine on which somebody listens.
"""

import contextlib
import json
import os
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from taskgen.diagnostics import MachineError
from taskgen.doors.rooms import CopyBench, open_bench
from taskgen.doors.sandbox import bubblewrap, open_sandbox
from taskgen.expect.sketch import match_text
from taskgen.model import Limits, Paste, Steps
from taskgen.prove.executor import attempted

DATA = Path(__file__).parent / "data" / "prove"
SNIPPETS = sorted((Path(__file__).parent / "hostile").glob("*.txt"))
MARK = "# verdict: "


@dataclass(frozen=True)
class Host:
    """What a snippet is to leave as it is."""

    bench: CopyBench
    outside: Path
    words: dict[str, str]

    def state(self) -> dict[str, object]:
        files = {str(path): path.read_bytes() for path in self.outside.rglob("*") if path.is_file()}
        return {**files, "home": (Path.home() / "taskgen-was-left").exists()}


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret").write_text("secret")
    workspace = outside / "workspace"
    for name in ("taskgen", "recordings", "receipts"):
        (workspace / name).mkdir(parents=True)
    shutil.copy(DATA / "tool.py", workspace)
    (workspace / "cases.json").write_text(json.dumps({"simple": {"input": {"x": 1}, "content": "right"}}))
    (workspace / "recordings" / "simple.json").write_text("[]")
    (workspace / "receipts" / "simple.json").write_text("{}")
    (workspace / "taskgen" / "__init__.py").write_text('"""shadow"""')
    limits = Limits(seconds=2, processes=64, memory=512, file_size=16, output=64)
    os.environ["TASKGEN_HIDDEN"] = "hidden-value"
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            open_sandbox() as sandbox,
            open_bench(workspace, sandbox, limits=limits) as bench,
        ):
            port = str(server.getsockname()[1])
            words = {"outside": str(outside), "project": str(workspace), "home": str(Path.home()), "port": port}
            yield Host(bench=bench, outside=outside, words=words)
    except MachineError as problem:
        pytest.skip(f"no sandbox here: {problem}")
    finally:
        del os.environ["TASKGEN_HIDDEN"]


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


def filled(code: str, words: dict[str, str]) -> str:
    for name, text in words.items():
        code = code.replace(f"{{{name}}}", text)
    return code


def left_behind() -> list[str]:
    """The processes of the users that commands in our sandbox ran as."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            user = next(line for line in status.read_text().splitlines() if line.startswith("Uid:")).split()[1]
            found += [status.parent.name] if int(user) in bubblewrap._USERS else []
    return found


@pytest.mark.parametrize("file", SNIPPETS, ids=lambda file: file.stem)
def test_the_verdict_is_as_the_file_says(file, host):
    first, code = file.read_text().split("\n", 1)
    before, began = host.state(), time.monotonic()
    verdict = attempted(steps(filled(code, host.words)), host.bench).verdict
    assert not match_text(first.removeprefix(MARK), verdict.line), verdict
    assert verdict.red == "FAIL simple: ModuleNotFoundError: No module named 'app'"
    assert time.monotonic() - began < 8
    assert host.state() == before
    # The kernel ends a namespace's processes when its first one dies, but not in that very moment.
    while left_behind() and time.monotonic() - began < 10:
        time.sleep(0.05)
    assert not left_behind()


def test_there_are_enough_of_them():
    assert len(SNIPPETS) >= 30
