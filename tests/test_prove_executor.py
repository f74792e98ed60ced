"""The executor's sequence and its judgement, on a bench that plays a script."""

import signal

import pytest
from scripted import OTHER, OURS, PASSED, ScriptedBench, ScriptedRoom, failed, steps

from taskgen.model import Outcome, Steps
from taskgen.prove import judge
from taskgen.prove.executor import attempted, needed_by, prove
from taskgen.prove.in_order import prove_in_order
from taskgen.prove.verdicts import Mode, Status, Step


def by_code(files, _command):
    return PASSED if files else failed()


def test_a_task_alone_is_red_pasted_green_in_a_room_that_is_closed():
    bench = ScriptedBench(by_code)
    verdict = attempted(steps(), bench).verdict
    assert (verdict.status, verdict.step, verdict.line) == (Status.PROVEN, None, "proven")
    assert verdict.red == "FAIL simple: no"
    assert [room.done for room in bench.rooms] == [["run", "paste app.sh", "run"]]
    assert not any(room.open for room in bench.rooms)


def test_the_work_grows_with_the_number_of_tasks():
    bench = ScriptedBench(by_code)
    tasks = [steps(f"case{number}", path=f"{number}.sh") for number in range(50)]
    list(prove(tasks, bench))
    assert sum(room.done.count("run") for room in bench.rooms) == 5 * len(tasks)
    assert len(bench.rooms) == len(tasks) + 1


NOT_TRIED = {
    "wrong usage": (OURS, failed(2, "no target"), "wrong usage: no target"),
    "a server that is down": (OURS, failed(3, "nobody answers"), "the machine lacks something: nobody answers"),
    "a bug": (OURS, failed(70, ""), "a bug of taskgen"),
    "an exit code that never is": (OURS, failed(5), "`taskgen run` ended with 5, which it never does"),
    "no such command": (OTHER, failed(127, "sh: x: not found"), "the command was not found: sh: x: not found"),
    "not executable": (OTHER, failed(126, ""), "the command can't be run"),
    "a signal": (OTHER, Outcome(exit_code=None, signal=signal.SIGSEGV), "it was killed by SIGSEGV"),
    "a signal told by a shell": (OTHER, Outcome(exit_code=139), "it was killed by SIGSEGV"),
    "an unknown signal": (OTHER, Outcome(exit_code=None, signal=63), "it was killed by signal 63"),
    "a time-out": (OTHER, Outcome(exit_code=None, signal=9, timed_out=True, seconds=60.0), "did not end within 60 s"),
    "a flood": (OTHER, Outcome(exit_code=None, signal=9, truncated=True), "it printed more than it may"),
    "no service": (OTHER, Outcome(exit_code=0, not_started="service did not start: x"), "service did not start: x"),
}


@pytest.mark.parametrize("name", NOT_TRIED)
def test_a_run_that_says_nothing_about_the_code_is_no_red(name):
    command, outcome, said = NOT_TRIED[name]
    verdict = attempted(steps(command=command), ScriptedBench(lambda *_: outcome)).verdict
    assert (verdict.status, verdict.step) == (Status.COULD_NOT_TRY, Step.RED)
    assert said in verdict.message


@pytest.mark.parametrize("code", [1, 2, 3, 70, 125, 200])
def test_any_other_exit_of_another_command_is_red(code):
    assert judge.red(steps(command=OTHER), failed(code)) is None


GREEN = {
    "a failed case": (OURS, failed(1, "FAIL simple: KeyError: 'x'"), Status.NOT_PROVEN, "KeyError: 'x'"),
    "a failed case without a word": (OURS, failed(1, ""), Status.NOT_PROVEN, "exit code 1"),
    "another command's failure": (OTHER, failed(4, "oh"), Status.NOT_PROVEN, "exit code 4: oh"),
    "only standard output": (OTHER, Outcome(exit_code=4, stdout=b"oh\n\n"), Status.NOT_PROVEN, "exit code 4: oh"),
    "a failure without a word": (OTHER, failed(4, ""), Status.NOT_PROVEN, "exit code 4"),
    "a time-out": (OTHER, Outcome(exit_code=None, timed_out=True), Status.NOT_PROVEN, "it did not end within 0 s"),
    "a server that is down": (OURS, failed(3, "down"), Status.COULD_NOT_TRY, "the machine lacks something: down"),
    "control characters": (OURS, failed(1, "FAIL simple: \x1b[2Jx\u202ey"), Status.NOT_PROVEN, "[2Jx y"),
}


@pytest.mark.parametrize("name", GREEN)
def test_a_run_with_the_code_that_fails_is_told_at_its_step(name):
    command, outcome, status, said = GREEN[name]
    verdict = attempted(steps(command=command), ScriptedBench(lambda files, _: outcome if files else failed())).verdict
    assert (verdict.status, verdict.step, verdict.message) == (status, Step.GREEN, said)


def test_asserts_get_the_answer_as_it_was_printed():
    seen = []

    def checked(asserts, answer):
        seen.append((asserts, answer))
        return Outcome(exit_code=0, stdout=b"held")

    def ends(files, _):
        return Outcome(exit_code=0, stdout=b'{"content": "[1]"}', seconds=1.5) if files else failed()

    assert attempted(steps(asserts="assert x"), ScriptedBench(ends, checked)).verdict.status is Status.PROVEN
    response = {"content": "[1]", "json": [1]}
    answer = {"response": response, "output": '{"content": "[1]"}', "seconds": 1.5, "exit_code": 0}
    assert seen == [("assert x", answer)]


@pytest.mark.parametrize(
    ("outcome", "status", "said"),
    [
        (Outcome(exit_code=1, stderr=b"assert x does not hold\n"), Status.NOT_PROVEN, "assert x does not hold"),
        (Outcome(exit_code=0), Status.NOT_PROVEN, "the lines ended early"),
        (Outcome(exit_code=5), Status.NOT_PROVEN, "the lines ended with exit code 5"),
        (Outcome(exit_code=None, timed_out=True, seconds=2), Status.NOT_PROVEN, "it did not end within 2 s"),
        (Outcome(exit_code=None, not_started="no room"), Status.COULD_NOT_TRY, "no room"),
    ],
)
def test_asserts_that_do_not_hold_are_told(outcome, status, said):
    verdict = attempted(steps(asserts="assert x"), ScriptedBench(by_code, lambda *_: outcome)).verdict
    assert (verdict.status, verdict.step, verdict.message) == (status, Step.ASSERTS, said)


def test_text_that_is_no_json_is_the_content_of_the_answer():
    assert judge.response_of("hello\n") == {"content": "hello"}
    assert judge.response_of("[" * 100_000) == {"content": "[" * 100_000}


def test_code_that_is_needed_comes_first_and_that_which_it_needs_before_it():
    by_case = {name: steps(name) for name in "abcd"}
    needs = {"a": ["b", "c"], "b": ["d"], "c": ["d", "a"], "d": [], "x": ["gone"]}
    assert [needed.case for needed in needed_by("a", needs, by_case)] == ["d", "b", "c"]
    assert needed_by("x", needs, by_case) == []


def test_a_refused_paste_of_needed_code_names_whose_it_is():
    bench = ScriptedBench(by_code)
    bench.fresh = lambda: Refusing(bench)
    verdict = attempted(steps("b"), bench, [steps("a")]).verdict
    assert verdict.line == "not proven: paste: a: it is refused"


class Refusing(ScriptedRoom):
    def paste(self, *_):
        return "it is refused"


def test_the_line_before_is_compared_in_order_only():
    task = steps(before="FAIL simple: other...")
    assert attempted(task, ScriptedBench(by_code)).verdict.status is Status.PROVEN
    verdict = next(prove_in_order([task], ScriptedBench(by_code)))
    assert verdict.line == (
        "not proven: before: without the code its last line is 'FAIL simple: no', not 'FAIL simple: other...'"
    )
    assert (verdict.expected, verdict.came) == ("FAIL simple: other...", "FAIL simple: no")


def test_a_covered_task_that_brings_more_code_is_run_with_it():
    tasks = [steps("a"), steps("b", text="x = 2\n")]
    bench = ScriptedBench(by_code)
    verdicts = list(prove_in_order(tasks, bench))
    assert [verdict.line for verdict in verdicts] == ["proven", "covered: by a", "proven", "proven"]
    assert bench.rooms[0].done == ["run", "paste app.sh", "run", "run", "paste app.sh", "run", "run", "run"]


def test_a_covered_task_whose_own_code_fails_is_not_proven():
    tasks = [steps("a"), steps("b", text="bad")]
    bench = ScriptedBench(lambda files, _: failed() if files.get("app.sh") in {None, "bad"} else PASSED)
    verdicts = list(prove_in_order(tasks, bench))
    assert verdicts[1].line == "not proven: green: FAIL simple: no"
    assert verdicts[2].line == "not proven: regression: broken by b: FAIL simple: no"
    assert [verdict.mode for verdict in verdicts] == [Mode.IN_ORDER, Mode.IN_ORDER, Mode.AFTER_ALL]


def test_a_regression_that_is_only_a_missing_server_accuses_nobody():
    count = iter(range(10))

    def ends(files, _):
        return failed(3, "down") if next(count) == 2 else by_code(files, _)

    verdicts = list(prove_in_order([steps("a")], ScriptedBench(ends)))
    assert verdicts[-1].line == "could not be tried: regression: the machine lacks something: down"


def test_a_command_that_passes_with_another_output_is_not_covered():
    tasks = [steps("a"), steps("b", expected='{"content": "y"}')]
    verdicts = list(prove_in_order(tasks, ScriptedBench(by_code)))
    assert verdicts[1].line == "not proven: red: the command passes without the code, so it proves nothing"


def test_tasks_alone_can_be_proven_by_another_map():
    used = []

    def each(function, tasks):
        used.extend(tasks)
        return reversed([function(task) for task in reversed(tasks)])

    verdicts = list(prove([steps("a"), steps("b", path="b.sh")], ScriptedBench(by_code), each=each))
    assert [verdict.task for verdict in verdicts if verdict.mode is Mode.ALONE] == ["a", "b"]
    assert {task.case for task in used if isinstance(task, Steps)} == {"a", "b"}
