"""Controls on a bench that plays a script: which functions are emptied on which tasks, and what is said of it."""

import json
from dataclasses import replace

import pytest
from scripted import PASSED, ScriptedBench, failed, steps

from taskgen.diagnostics import Location
from taskgen.model import Outcome
from taskgen.prove.attempt import Attempt
from taskgen.prove.crossing import MOST, prove_crossing
from taskgen.prove.doubles import doubles
from taskgen.prove.emptying import TASKS, prove_emptying
from taskgen.prove.verdicts import Mode, Status, Verdict
from taskgen.text.languages.python_code import emptied

PLACE = Location("task.md", 5)


EMPTIED = {
    "a plain one": ("def f(x):\n    return x\n", ["f"], "def f(x):\n    pass\n"),
    "on one line": ("def f(x): return x\n", ["f"], "def f(x): pass\n"),
    "with a docstring": ('def f():\n    """Says."""\n    return 1\n', ["f"], "def f():\n    pass\n"),
    "letters of two bytes": ("def f():\n    return 'é'  # é\n", ["f"], "def f():\n    pass  # é\n"),
    "one that begins with a decorator": (
        "def f():\n    @g\n    def h():\n        return 1\n    return h\n",
        ["f"],
        "def f():\n    pass\n",
    ),
    "a coroutine": ("async def f():\n    return 1\n", ["f"], "async def f():\n    pass\n"),
    "a method": (
        "class A:\n    def f(self):\n        return 1\n",
        ["A.f"],
        "class A:\n    def f(self):\n        pass\n",
    ),
    "one under a condition": ("if 1:\n    def f():\n        return 1\n", ["f"], "if 1:\n    def f():\n        pass\n"),
    "nothing to empty": ("def f():\n    ...\n\n\ndef g():\n    return None\n\n\ndef h(): return\n", [], None),
    "no Python": ("def f(:\n", [], None),
}


@pytest.mark.parametrize("name", EMPTIED)
def test_a_function_is_emptied_and_all_else_stays(name):
    code, names, first = EMPTIED[name]
    made = emptied(code)
    assert [one.name for one in made] == names
    assert not made or made[0].code == first


CODE = "def one():\n    return 1\n\n\ndef two():\n    return 2\n\n\ndef entry():\n    return one, two\n"


def attempt(case, text=CODE, output="1", **more):
    task = steps(case, path=f"{case}.py" if text != CODE else "app.py", text=text, expected="...", **more)
    task = replace(task, pastes=tuple(replace(paste, place=PLACE) for paste in task.pastes))
    good = Verdict(task=case, title=case, mode=Mode.ALONE, status=Status.PROVEN)
    return Attempt(steps=task, needed=(), verdict=good, outcome=Outcome(exit_code=0, stdout=output.encode()))


def noticing(**called):
    """A bench on which a case fails where one of the functions that it calls is empty."""

    def ends(files, command):
        text = "".join(files.values())
        gone = {name for name in ("one", "two", "entry") if f"def {name}():\n    pass" in text}
        return failed() if gone & set(called[command]) else Outcome(exit_code=0, stdout=b"1")

    return ScriptedBench(ends)


def controls(attempts, bench, *, whole=True):
    told = list(prove_emptying(attempts, bench, whole=whole))
    return [f"{one.task} {one.status} {one.subject or one.rule}" for one in told], len(bench.rooms)


def test_every_task_turns_red_and_every_function_is_noticed_by_one_of_them():
    attempts = [attempt(name, command=name) for name in ("a", "b")]
    said, runs = controls(attempts, noticing(a=["entry", "one"], b=["entry", "two"]))
    assert said == ["a proven entry emptied", "a proven one emptied", "b proven entry emptied", "b proven two emptied"]
    assert runs == 5


def test_a_task_that_no_function_turns_red_is_vacuous():
    attempts = [attempt(name, command=name) for name in ("a", "b")]
    said, _runs = controls(attempts, noticing(a=["entry", "one", "two"], b=[]))
    assert said[-1] == "b not proven vacuous"
    assert not any("weak" in line for line in said)


def test_a_function_that_no_task_notices_is_told_once_and_only_for_a_whole_list():
    attempts = [attempt(name, command=name) for name in ("a", "b")]
    bench = noticing(a=["entry", "one"], b=["entry"])
    assert [line for line in controls(attempts, bench)[0] if "weak" in line] == ["a weak untested-function"]
    assert not [line for line in controls(attempts, bench, whole=False)[0] if "weak" in line]


def test_the_work_grows_with_tasks_and_functions_and_not_with_their_product():
    count = 40
    attempts = [attempt(f"case{number}", command="a") for number in range(count)]
    _said, runs = controls(attempts, noticing(a=["entry"]))
    assert runs == count + 2 * TASKS


def test_a_server_that_is_down_is_no_red():
    bench = ScriptedBench(lambda *_: failed(3, "nobody answers"))
    said, _runs = controls([attempt("a", command="taskgen run a")], bench)
    assert said == ["a could not be tried entry emptied"]


def crossing(attempts, checked=None, **more):
    bench = ScriptedBench(lambda *_: PASSED, checked)
    return [f"{one.task} {one.line} {one.subject}".strip() for one in prove_crossing(attempts, bench, **more)]


def test_an_answer_like_its_own_is_not_offered():
    assert crossing([attempt("a"), attempt("b"), attempt("c", output="1.0")]) == []


def test_a_task_that_takes_another_s_answer_is_weak_unless_its_command_looks_at_more():
    attempts = [attempt("a", command="taskgen run a"), attempt("b", output="2", command="taskgen run b")]
    assert crossing(attempts) == [
        "a weak: crossing: it accepts the answer of b",
        "b weak: crossing: it accepts the answer of a",
    ]
    assert crossing(attempts, refuses=lambda case, outcome: (case, outcome.output) == ("a", "2"))[0] == (
        "a proven 1 other answer refused"
    )


def test_each_task_is_compared_to_a_bounded_number_of_others():
    attempts = [attempt(f"case{number}", output=json.dumps(number)) for number in range(MOST + 3)]
    said = crossing(attempts, refuses=lambda *_: True)
    assert said[0] == f"case0 proven {MOST} other answers refused, 2 tasks left out"


def test_a_case_with_the_input_and_expectation_of_an_earlier_one_adds_nothing():
    tasks = [steps("a", input="1"), steps("b", input="2"), steps("c", input="1"), steps("d"), steps("e")]
    assert [finding.message for finding in doubles(tasks)] == [
        "case 'c' has input and expectation of 'a': its proof adds nothing"
    ]
