"""What can't be done inside a sandbox, tried with real commands; the canary notices a sandbox that lets it be done."""

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from taskgen.diagnostics import MachineError, UsageError
from taskgen.doors.process import limited
from taskgen.doors.sandbox import NoSandbox, arguments, bubblewrap, canary, demote, open_sandbox
from taskgen.model import Limits, Service

LIMITS = Limits(seconds=5, memory=512, processes=40, file_size=4, output=64)
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def sandbox():
    try:
        with open_sandbox() as made:
            yield made
    except MachineError as problem:
        pytest.skip(f"no sandbox here: {problem}")


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    (folder / "data").mkdir(parents=True)
    (folder / "cases.json").write_text("[1]")
    (folder / "data" / "x.txt").write_text("x")
    (folder / "nowhere").symlink_to("gone")
    (tmp_path / "secret").write_text("secret")
    return folder


IMPOSSIBLE = {
    "reading a file outside": "cat {outside}/secret",
    "reading it by way of /proc": "cat /proc/1/root{outside}/secret",
    "reading the user's home": "ls -A {home} | grep -v .pyenv | grep .",
    "reading the password file's shadow": "cat /etc/shadow",
    "seeing the machine's processes": "[ $(ls /proc | grep -c '^[0-9]') -gt 12 ]",
    "seeing an environment variable": "grep -a -r hidden-value /proc/*/environ || env | grep hidden-value",
    "writing outside": "echo x > {outside}/left",
    "writing above the workspace": "echo x > ../../left",
    "writing /etc": "echo x >> /etc/passwd",
    "writing /usr": "touch /usr/bin/left",
    "writing the folder of taskgen": "touch {taskgen}/left",
    "writing a device": "touch /dev/left",
    "changing a file of the workspace": "echo x > cases.json",
    "changing a file in a folder": "echo x > data/x.txt",
    "making a file in a folder that was there": "touch data/left",
    "removing a file": "rm -f cases.json",
    "replacing a file": "echo x > new && mv new cases.json",
    "moving a folder": "mv data other",
    "mounting": "mount -t tmpfs none /tmp || mount -o remount,rw / ",
    "becoming root": "[ $(id -u) = 0 ] || setpriv --reuid 0 true",
    "reaching the machine's loopback": '{connect}(("127.0.0.1", {port}), 1)\'',
    "reaching the world": '{connect}(("1.1.1.1", 53), 1)\'',
    "raising a limit": "ulimit -v unlimited",
    "using more memory": "{python} -c 'bytearray(1 << 30)'",
    "writing a large file": "head -c 9000000 /dev/zero > /tmp/large",
    "filling /tmp": "for i in 1 2 3; do head -c 3000000 /dev/zero > /tmp/$i || exit 1; done",
    "reading our standard input": "grep . ",
}

POSSIBLE = {
    "making a file beside the workspace's": "echo x > new && mkdir -p out && echo x > out/y && cat new",
    "writing /tmp and HOME": "touch /tmp/x $HOME/y && cd $HOME && pwd | grep /home",
    "using shared memory": "{python} -c 'import multiprocessing as m; m.Lock()'",
    "finding taskgen and its Python": "command -v taskgen && command -v python",
    "listening on loopback": "{python} -c 'import socket; socket.create_server((\"localhost\", 8080))'",
    "printing UTF-8": "{python} -c 'print(\"\\u2713\")'",
    "reading the workspace": "grep 1 cases.json && grep x data/x.txt",
}


def fill(command, workspace, port=1):
    words = {
        "{outside}": str(workspace.parent),
        "{home}": str(Path.home()),
        "{taskgen}": str(ROOT / "taskgen"),
        "{python}": "python -I",
        "{connect}": "python -I -c 'import socket; socket.create_connection",
        "{port}": str(port),
    }
    for word, text in words.items():
        command = command.replace(word, text)
    return command


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_this_is_impossible_inside(name, sandbox, workspace, monkeypatch):
    monkeypatch.setenv("HIDDEN", "hidden-value")
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = fill(IMPOSSIBLE[name], workspace, server.getsockname()[1])
        outcome = sandbox.run(command, workspace, limits=LIMITS)
    assert outcome.exit_code != 0, outcome
    assert not outcome.not_started
    assert sorted(path.name for path in workspace.parent.rglob("*")) == [
        "cases.json",
        "data",
        "nowhere",
        "secret",
        "workspace",
        "x.txt",
    ]
    assert (workspace / "cases.json").read_text() == "[1]"


@pytest.mark.parametrize("name", POSSIBLE)
def test_this_is_possible_inside(name, sandbox, workspace):
    outcome = sandbox.run(fill(POSSIBLE[name], workspace), workspace, limits=LIMITS)
    assert outcome.exit_code == 0, outcome


def test_nothing_that_a_command_wrote_is_there_for_the_next(sandbox, workspace):
    sandbox.run("touch left /tmp/left $HOME/left", workspace)
    assert sandbox.run("ls left /tmp/left $HOME/left", workspace).output == ""


def test_a_command_whose_time_is_over_leaves_nothing_running(sandbox, workspace):
    mark = f"5{os.getpid()}.25"
    outcome = sandbox.run(f"setsid sleep {mark} & sleep {mark}", workspace, limits=Limits(seconds=0.3))
    assert outcome.timed_out
    # The kernel ends the namespace's processes when its first one dies, but not in that very moment.
    deadline = time.monotonic() + 5
    while mark in running() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert mark not in running()


def running() -> str:
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


def test_a_fork_bomb_is_bounded(sandbox, workspace):
    outcome = sandbox.run("f() { f | f & }; f; sleep 0.2; echo over", workspace, limits=LIMITS)
    assert outcome.seconds < 5


def test_a_limit_that_can_not_be_set_is_not_a_failure_of_the_command(sandbox, workspace):
    within = shlex.join(limited("exit 1", Limits(memory=4096), processes=False))
    assert sandbox.run(within, workspace, limits=LIMITS).exit_code == 126


def test_a_fork_bomb_does_not_starve_what_runs_beside_it(sandbox, workspace):
    greedy = "import os, time\ntry:\n  while os.fork(): pass\nexcept OSError: pass\ntime.sleep(1)"
    modest = "for i in 1 2 3; do sh -c 'exit 0' & done; wait"
    with ThreadPoolExecutor() as pool:
        running = pool.submit(sandbox.run, f"python -I -S -c '{greedy}'", workspace, limits=LIMITS)
        time.sleep(0.3)
        outcomes = [sandbox.run(modest, workspace, limits=LIMITS) for _ in range(5)]
        running.result()
    assert [(outcome.exit_code, outcome.stderr) for outcome in outcomes] == [(0, b"")] * 5


def test_the_environment_is_the_pinned_one(sandbox, workspace):
    outcome = sandbox.run("env -u PWD -u OLDPWD -u _ -u SHLVL", workspace, env={"MORE": "1"})
    names = dict(line.split("=", 1) for line in outcome.output.splitlines())
    assert names.pop("PATH").startswith("/opt/taskgen/bin:")
    assert names == {
        "COLUMNS": "80",
        "HOME": "/home/executor",
        "LANG": "C.UTF-8",
        "MORE": "1",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }


def test_taskgen_inside_is_ours_whatever_lies_in_the_workspace(sandbox, workspace):
    (workspace / "taskgen").mkdir()
    (workspace / "taskgen" / "__main__.py").write_text("print('shadow')")
    (workspace / "taskgen" / "__init__.py").write_text("print('shadow')")
    outcome = sandbox.run("taskgen --help", workspace)
    assert "shadow" not in outcome.output + outcome.stderr.decode()
    assert "Traceback" not in outcome.stderr.decode() or "typer" in outcome.stderr.decode()


# --- Services --------------------------------------------------------------------------------------------------------

ASK = "python -I -c 'import urllib.request as u; print(u.urlopen(\"http://localhost:8080/x.txt\").read())'"


@pytest.fixture(params=["sandbox", "none"])
def either(request):
    return NoSandbox() if request.param == "none" else request.getfixturevalue("sandbox")


def test_a_service_answers_while_the_command_runs(sandbox, workspace):
    service = Service(command="cd data && python -m http.server 8080", url="http://localhost:8080")
    outcome = sandbox.run(ASK, workspace, services=[service])
    assert (outcome.exit_code, outcome.output) == (0, "b'x'\n")


def test_a_service_that_ends_is_no_failure_of_the_command(either, workspace):
    service = Service(command="echo first; echo no such config >&2; exit 3", url="http://localhost:8099")
    outcome = either.run("true", workspace, services=[service])
    assert outcome.not_started == (
        "service did not start: echo first; echo no such config >&2; exit 3: it ended with 3: no such config"
    )


def test_a_service_that_never_answers_is_given_up(either, workspace, monkeypatch):
    monkeypatch.setattr("taskgen.doors.sandbox.plan.PATIENCE", 0.3)
    service = Service(command="sleep 60", url="http://localhost:8099")
    outcome = either.run("true", workspace, services=[service])
    assert outcome.not_started == (
        "service did not start: sleep 60: nothing answered on localhost:8099: it printed nothing"
    )


@pytest.mark.parametrize("url", ["localhost", "http://localhost:port", "", "ftp://localhost"])
def test_a_url_without_a_port_is_said(url, either, workspace):
    outcome = either.run("true", workspace, services=[Service(command="sleep 60", url=url)])
    assert "is no URL with a host and a port" in outcome.not_started


def test_a_service_does_not_outlive_the_command(workspace):
    port = _free_port()
    service = Service(command=f"{sys.executable} -m http.server {port}", url=f"http://127.0.0.1:{port}")
    assert NoSandbox().run("true", workspace, services=[service]).exit_code == 0
    with pytest.raises(OSError, match="refused"):
        _until_refused(port)


def test_a_service_does_not_outlive_a_command_that_was_killed(workspace):
    port = _free_port()
    service = Service(command=f"{sys.executable} -m http.server {port}", url=f"http://127.0.0.1:{port}")
    assert NoSandbox().run("yes", workspace, services=[service], limits=Limits(output=16)).truncated
    with pytest.raises(OSError, match="refused"):
        _until_refused(port)


def _until_refused(port):
    """A process that was just killed may take a moment to let go of its port."""
    for _ in range(100):
        socket.create_connection(("127.0.0.1", port), 1).close()
        time.sleep(0.02)


def test_a_server_that_is_there_already_is_not_taken_for_the_service(workspace):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        outcome = NoSandbox().run("true", workspace, services=[Service(command="sleep 60", url=url)])
    assert "another server listens" in outcome.not_started


def test_the_time_of_a_command_beside_a_service_is_limited(either, workspace):
    port = _free_port()
    service = Service(command=f"python -m http.server {port}", url=f"http://localhost:{port}")
    outcome = either.run("sleep 20", workspace, services=[service], limits=Limits(seconds=0.4))
    assert outcome.timed_out
    assert 0.4 <= outcome.seconds < 3


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


# --- The canary ------------------------------------------------------------------------------------------------------


def test_running_plainly_is_seen_by_the_canary():
    problem = canary.why_not_confined(NoSandbox())
    assert "it could read a secret outside" in problem
    assert "it could write outside" in problem
    assert "it could reach this machine's network" in problem


def shared_network(words):
    return [word for word in words if word != "--unshare-net"]


def writable_workspace(words):
    return ["--bind" if word == "--ro-bind" else word for word in words]


WEAK = {
    "network": ("_namespaces", shared_network, "it could reach this machine's network"),
    "workspace": ("_workspace", writable_workspace, "it could write outside"),
    "files seen": ("_folders", lambda words: [*words, "--ro-bind", "/tmp", "/tmp"], "it could read a secret"),  # noqa: S108
    "files written": ("_folders", lambda words: [*words, "--bind", "/tmp", "/tmp"], "it could write outside"),  # noqa: S108
}


@pytest.mark.parametrize("name", WEAK)
def test_a_weakened_sandbox_is_refused(name, sandbox, monkeypatch):
    assert sandbox
    function, weaken, said = WEAK[name]
    real = getattr(arguments, function)
    monkeypatch.setattr(arguments, function, lambda *words: weaken(real(*words)))
    monkeypatch.setattr("tempfile.tempdir", "/tmp")  # noqa: S108
    with pytest.raises(MachineError, match=said), open_sandbox():
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_staying_root_is_refused(sandbox, monkeypatch):
    assert sandbox
    monkeypatch.setattr(bubblewrap, "_demotion", tuple)
    with pytest.raises(MachineError, match="it ran as root"), open_sandbox():
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_without_setpriv_our_own_program_gives_the_rights_up(sandbox, workspace, monkeypatch):
    assert sandbox
    assert demote.CAPABILITIES > 40
    monkeypatch.setattr("shutil.which", lambda name, path=None: None if name == "setpriv" else WHICH(name, path=path))
    with open_sandbox() as made:
        assert made.layout.demote[0] == sys.executable
        outcome = made.run("id -un; grep -E 'Cap(Prm|Eff|Bnd)|NoNewPrivs' /proc/self/status", workspace)
    assert outcome.output.split() == [
        "executor",
        *("CapPrm:", "0" * 16, "CapEff:", "0" * 16, "CapBnd:", "0" * 16, "NoNewPrivs:", "1"),
    ]


WHICH = shutil.which


def test_a_machine_without_bubblewrap_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(bubblewrap, "programs", tuple)
    with pytest.raises(MachineError) as caught, open_sandbox():
        pass
    assert caught.value.exit_code == 3
    assert "pip install 'taskgen-cli[prove]'" in caught.value.findings[0].next_step


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\necho no namespaces here >&2; exit 1\n", "no namespaces here"),
        ('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n', "the sandbox could not be made"),
    ],
    ids=["one that fails", "one that only runs the command"],
)
def test_a_bubblewrap_that_does_not_confine_is_refused(script, said, tmp_path, monkeypatch):
    fake = tmp_path / "bwrap"
    fake.write_text(script)
    fake.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "programs", lambda: (str(fake),))
    with pytest.raises(MachineError, match=said), open_sandbox():
        pass


def test_a_python_that_can_not_be_run_is_said(sandbox):
    assert sandbox
    with pytest.raises(UsageError, match="/no/such/python can't be run"), open_sandbox("/no/such/python"):
        pass


# --- As an ordinary user ---------------------------------------------------------------------------------------------

AS_USER = textwrap.dedent("""
    import json, sys, pathlib, tempfile
    from taskgen.doors.sandbox import open_sandbox
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "cases.json").write_text("[1]")
        with open_sandbox() as sandbox:
            commands = json.loads(sys.argv[1])
            ends = [sandbox.run(command, pathlib.Path(folder)).exit_code for command in commands]
            print(json.dumps([sandbox.layout.root, ends]))
""")


@pytest.mark.skipif(os.geteuid() != 0, reason="another user can only be tried by root; this run is an ordinary user's")
def test_an_ordinary_user_gets_the_same_sandbox(sandbox, tmp_path):
    python = shutil.which("python3", path="/usr/bin")
    if python is None or not shutil.which("setpriv"):
        pytest.skip("no Python of the system's, or no setpriv, to try another user with")
    tmp_path.chmod(0o777)
    commands = [
        "true",
        "exit 7",
        "echo x > cases.json",
        "rm cases.json",
        "touch new",
        "touch /left /dev/left /usr/left",
    ]
    words = ["setpriv", "--reuid", "1234", "--regid", "1234", "--clear-groups", python, "-P", "-c", AS_USER]
    path = os.pathsep.join([str(ROOT), *(entry for entry in sys.path if entry.endswith("site-packages"))])
    done = subprocess.run(
        [*words, json.dumps(commands)],
        env={"PYTHONPATH": path, "PATH": "/usr/bin:/bin", "TMPDIR": "/tmp", "HOME": str(tmp_path)},  # noqa: S108
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if "version" in done.stderr or "invalid option" in done.stderr:
        pytest.skip(f"the system's Python is too old: {done.stderr.splitlines()[-1]}")
    assert sandbox.layout.root
    assert done.returncode == 0, done.stderr
    is_root, ends = json.loads(done.stdout)
    assert not is_root
    assert ends[:2] == [0, 7]
    assert all(ends[2:4])
    assert ends[4] == 0
    assert ends[5] != 0


def test_a_folder_below_tmp_that_taskgen_itself_lies_in_can_be_read(sandbox, workspace, request):
    top = Path(tempfile.mkdtemp(dir="/tmp"))
    request.addfinalizer(lambda: shutil.rmtree(top))
    deep = top / "one" / "two"
    deep.mkdir(parents=True)
    (deep / "file").write_text("seen", encoding="utf-8")
    folders = (*sandbox.layout.folders, str(deep))
    wider = replace(sandbox, layout=replace(sandbox.layout, folders=folders))
    assert wider.run(f"cat {deep}/file", workspace).output == "seen"
