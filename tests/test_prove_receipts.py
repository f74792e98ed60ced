"""Receipts: what they hold, and what makes them stale."""

import json
from dataclasses import replace

import pytest

from taskgen.diagnostics import Location
from taskgen.model import Fix, Paste, Steps
from taskgen.prove.receipts import digests, is_proven, make, stale
from taskgen.prove.verdicts import Mode, Status, Step, Verdict

HERE = Location("tasks/simple.md", 3)
STEPS = Steps(
    case="simple",
    title="Task 1: Make test simple pass",
    path="tasks/simple.md",
    command="taskgen run simple",
    command_place=HERE,
    pastes=(Paste(path="app.py", text="x = 1\n", place=HERE),),
    before="FAIL simple: ...",
    before_place=HERE,
    expected="{...}",
    expected_language="json",
    expected_place=HERE,
    asserts="assert response",
    asserts_place=HERE,
    fixes=(Fix(error="E", wrong="y\n", fixed="x\n", delay=7.0, place=HERE),),
)
INPUTS = {"case": "aa", "workspace": "bb"}


def verdict(mode=Mode.ALONE, status=Status.PROVEN, **more):
    return Verdict(task="simple", title="t", mode=mode, status=status, seconds=1.25, red="/home/me/x", **more)


GOOD = [verdict(), verdict(Mode.IN_ORDER, Status.COVERED, covered_by="first"), verdict(Mode.AFTER_ALL)]


def receipt(verdicts=GOOD):
    return make(STEPS, verdicts, INPUTS, "executed")


def test_a_receipt_is_sorted_and_holds_no_times_and_no_paths_of_the_machine():
    text = receipt()
    data = json.loads(text)
    assert text == json.dumps(data, sort_keys=True, indent=1) + "\n"
    assert data["result"] == "proven"
    assert data["verdicts"][1] == {"mode": "in order", "status": "covered", "covered by": "first"}
    assert "/home/me" not in text
    assert "1.25" not in text


def test_a_receipt_vouches_for_the_steps_it_was_made_of():
    assert stale(receipt(), STEPS, INPUTS) is None


def test_places_title_and_file_are_in_no_digest():
    moved = replace(
        STEPS,
        title="other",
        path="other.md",
        command_place=None,
        pastes=(replace(STEPS.pastes[0], place=Location("other.md", 9)),),
    )
    assert stale(receipt(), moved, INPUTS) is None


CHANGES = {
    "paste": ({"pastes": (replace(STEPS.pastes[0], text="x = 2\n"),)}, "the working code changed since"),
    "path": ({"pastes": (replace(STEPS.pastes[0], path="b.py"),)}, "the working code changed since"),
    "command": ({"command": "taskgen run other"}, "the test command changed since"),
    "expected": ({"expected": "{}"}, "the expected output changed since"),
    "language": ({"expected_language": "text"}, "the expected output changed since"),
    "asserts": ({"asserts": ""}, "the asserts changed since"),
    "before": ({"before": None}, "what the command says without the code changed since"),
    "fixes": ({"fixes": (replace(STEPS.fixes[0], delay=None),)}, "the fixes changed since"),
    "two": ({"asserts": "", "expected": None}, "the expected output, the asserts changed since"),
    "case": ({"case": "other"}, "it belongs to 'simple'"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_steps_makes_it_stale(name):
    change, reason = CHANGES[name]
    assert stale(receipt(), replace(STEPS, **change), INPUTS) == reason


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"case": "aa", "workspace": "cc"}, "inputs changed since: workspace"),
        ({"case": "aa"}, "inputs changed since: workspace"),
        ({**INPUTS, "services": "dd"}, "inputs changed since: services"),
    ],
)
def test_a_change_of_the_inputs_makes_it_stale(inputs, reason):
    assert stale(receipt(), STEPS, inputs) == reason


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"receipt": 2}', "[" * 100_000, "\x00"])
def test_what_is_no_receipt_vouches_for_nothing(text):
    assert stale(text, STEPS, INPUTS) == "it can't be read as a receipt"


@pytest.mark.parametrize("text", ['{"receipt": 1, "case": "simple", "steps": 3, "inputs": []}'])
def test_a_mangled_receipt_vouches_for_nothing(text):
    assert "changed since" in (stale(text, STEPS, INPUTS) or "")


def test_a_receipt_of_a_failed_proof_vouches_for_nothing():
    failed = [*GOOD[:2], verdict(Mode.AFTER_ALL, Status.NOT_PROVEN, step=Step.REGRESSION)]
    assert stale(receipt(failed), STEPS, INPUTS) == "it says that the task is not proven"


def test_nothing_tried_is_never_proven():
    assert not is_proven([])
    assert not is_proven([verdict(status=Status.COVERED)])
    assert not is_proven([verdict(), verdict(status=Status.COULD_NOT_TRY)])


def test_all_parts_have_a_digest_of_their_own():
    assert len(set(digests(STEPS).values())) == 6
