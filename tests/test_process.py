"""The door to child processes: real ones, well-behaved and not."""

import os
import shlex
import sys
import time
from pathlib import Path

import pytest

from taskgen.doors import process
from taskgen.model import Limits

LIMITS = Limits(seconds=1, output=16, memory=256, file_size=1, processes=64)


def shell(command, **more):
    return process.run(["sh", "-c", command], limits=LIMITS, **more)


def python(code):
    return f"{shlex.quote(sys.executable)} -I -S -c {shlex.quote(code)}"


def test_output_error_and_exit_code_come_apart():
    outcome = shell("echo out; echo error >&2; exit 7")
    assert (outcome.stdout, outcome.stderr, outcome.exit_code) == (b"out\n", b"error\n", 7)
    assert not outcome.timed_out
    assert not outcome.truncated
    assert outcome.died_by is None
    assert outcome.last_line == "error"


def test_a_signal_is_told():
    outcome = shell("kill -TERM $$")
    assert (outcome.exit_code, outcome.signal, outcome.died_by) == (None, 15, 15)


def test_a_signal_that_a_shell_tells_as_an_exit_code_is_seen():
    assert shell("exit 137").died_by == 9
    assert shell("exit 200").died_by is None


def test_time_is_limited():
    outcome = shell("sleep 20", seconds=0.2)
    assert outcome.timed_out
    assert outcome.exit_code is None
    assert 0.2 <= outcome.seconds < 1


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_flood_is_cut_at_once_and_kept_small(stream):
    outcome = shell(f"yes >&{stream}")
    assert outcome.truncated
    assert not outcome.timed_out
    assert max(len(outcome.stdout), len(outcome.stderr)) == 16 * 1024
    assert outcome.seconds < 0.9


def test_as_much_as_is_allowed_is_no_flood():
    outcome = shell(f"head -c {16 * 1024} /dev/zero")
    assert not outcome.truncated
    assert outcome.exit_code == 0


@pytest.mark.parametrize("size", [0, 1, 5_000_000])
def test_all_of_the_input_arrives_and_no_pipe_is_stuck(size):
    outcome = process.run(["wc", "-c"], stdin=b"x" * size)
    assert outcome.output.strip() == str(size)


def test_input_that_nobody_reads_does_no_harm():
    assert shell("exec <&-; echo fine", stdin=b"x" * 1_000_000).output == "fine\n"


def test_both_directions_at_once_are_no_deadlock():
    assert len(process.run(["cat"], stdin=b"x" * 900_000).stdout) == 900_000


def test_our_own_standard_input_is_never_read():
    assert shell("cat").output == ""


def test_a_child_in_the_background_ends_with_its_command():
    mark = f"3{os.getpid()}.75"
    outcome = shell(f"sleep {mark} & echo started")
    assert outcome.output == "started\n"
    assert outcome.seconds < 0.9
    assert mark not in shell("ps -eo args | grep -v grep | grep sleep").output


def test_a_child_that_left_the_group_and_holds_the_pipes_can_not_hang_us():
    code = (
        "import os, time\nif os.fork() == 0:\n os.setsid()\n open('/dev/null')\n os.write(1, b'x'); time.sleep(3)\n"
        "else:\n time.sleep(0.2)"
    )
    outcome = process.run(["sh", "-c", python(code)], seconds=30)
    assert outcome.output == "x"
    assert outcome.seconds < 2


def test_a_system_without_process_descriptors_does_as_well(monkeypatch):
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    assert shell("echo x; sleep 0.05; exit 4").exit_code == 4
    assert shell("sleep 20", seconds=0.1).timed_out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["/no/such/program"], 127, "No such file or directory: /no/such/program"),
        (["/etc/passwd"], 126, "Permission denied: /etc/passwd"),
        (["a\0b"], 126, "embedded null byte"),
    ],
    ids=["absent", "not executable", "no name at all"],
)
def test_what_can_not_be_started_is_an_outcome(argv, code, said):
    outcome = process.run(argv)
    assert outcome.exit_code == code
    assert said in outcome.not_started


def test_an_interruption_of_ours_leaves_no_child(monkeypatch):
    mark = f"4{os.getpid()}.5"

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(process._Talk, "until", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shell(f"sleep {mark}")
    monkeypatch.undo()
    assert mark not in shell("ps -eo args | grep sleep").output


def test_no_descriptor_is_left_open():
    def count():
        return len(list(Path("/proc/self/fd").iterdir()))

    shell("true", channel=True)
    before = count()
    for _ in range(5):
        process.run(["sh", "-c", "echo x >&$0", process.CHANNEL], channel=True, stdin=b"x")
        process.run(["/no/such/program"], channel=True)
    assert count() == before


def test_the_channel_is_apart_and_ours_alone():
    code = "import os, sys; os.write(int(sys.argv[1]), b'hidden'); print('shown')"
    outcome = process.run([sys.executable, "-I", "-S", "-c", code, process.CHANNEL], channel=True)
    assert (outcome.channel, outcome.output) == (b"hidden", "shown\n")


def test_the_environment_is_the_one_given():
    assert process.run(["/usr/bin/env"], env={"ONLY": "this"}).output == "ONLY=this\n"


@pytest.mark.parametrize(
    "code",
    [
        "bytearray(1 << 30)",
        "open('large', 'wb').write(bytes(2 << 20))",
        "import resource as r; r.setrlimit(r.RLIMIT_AS, (-1, -1))" if os.geteuid() else "bytearray(1 << 30)",
    ],
    ids=["memory", "file size", "raising a limit"],
)
def test_a_limited_command_can_not_take_more(code, tmp_path):
    argv = process.limited(python(code), LIMITS, processes=False)
    assert process.run(argv, cwd=str(tmp_path)).exit_code != 0


def test_a_limit_without_end_is_one_too():
    argv = process.limited("exit 1", Limits(memory=1 << 60, file_size=1 << 60), processes=False)
    assert process.run(argv).exit_code == 1


def test_a_limited_command_keeps_its_words():
    argv = process.limited("printf '%s|' 'a b' \"c d\"", LIMITS, processes=True)
    assert process.run(argv).output == "a b|c d|"


def test_starting_costs_little():
    began = time.monotonic()
    for _ in range(20):
        shell("true")
    assert (time.monotonic() - began) / 20 < 0.05
