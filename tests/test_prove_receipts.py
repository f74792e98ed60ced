"""Receipts: what they hold, what makes them stale and for which reason, what does not."""

import json
import random
from dataclasses import replace

import pytest

from taskgen.diagnostics import Location
from taskgen.model import Fix, Paste, Steps
from taskgen.prove.receipts import case_of, digests, is_proven, make, standing
from taskgen.prove.standing import Kind, Reason
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
INPUTS = {
    "input": "aa",
    "checks": "bb",
    "target": "cc",
    "services": "dd",
    "needs": "ee",
    "files": "ff",
    "recording": "gg",
}
TODAY = "2026-11-25"


def verdict(mode=Mode.ALONE, status=Status.PROVEN, **more):
    return Verdict(task="simple", title="t", mode=mode, status=status, seconds=1.25, red="/home/me/x", **more)


GOOD = [verdict(), verdict(Mode.IN_ORDER, Status.COVERED, covered_by="first"), verdict(Mode.AFTER_ALL)]
FAILED = [*GOOD[:2], verdict(Mode.AFTER_ALL, Status.NOT_PROVEN, step=Step.REGRESSION)]


def receipt(verdicts=GOOD, proof_class="executed", steps=STEPS, inputs=INPUTS):
    return make(steps, verdicts, inputs, proof_class, TODAY)


def said(text=None, steps=STEPS, inputs=INPUTS, today=TODAY):
    return standing(receipt() if text is None else text, steps, inputs, today)


def test_a_receipt_is_sorted_and_holds_no_times_and_no_paths_of_the_machine():
    text = receipt()
    data = json.loads(text)
    assert text == json.dumps(data, sort_keys=True, indent=1) + "\n"
    assert data["result"] == "proven"
    assert data["verdicts"][1] == {"mode": "in order", "status": "covered", "covered by": "first"}
    assert not [word for word in ("/home/me", "1.25", TODAY) if word in text]
    assert case_of(text) == "simple"


@pytest.mark.parametrize("proof_class", ["executed", "replayed", "live"])
def test_a_receipt_vouches_for_the_steps_it_was_made_of(proof_class):
    now = said(receipt(proof_class=proof_class))
    assert (now.kind, now.proof_class, now.line) == (Kind.PROVEN, proof_class, "proven")


def test_places_title_file_and_layout_are_in_no_digest():
    moved = replace(
        STEPS,
        title="other",
        path="other.md",
        command_place=None,
        pastes=(replace(STEPS.pastes[0], place=Location("other.md", 9)),),
    )
    assert said(json.dumps(json.loads(receipt())), moved).is_fresh


# A change of one field, and the reason that must be given. Each is tried with many values.
STEP_CHANGES = {
    "the code": (lambda new: {"pastes": (replace(STEPS.pastes[0], text=new),)}, Reason.CODE),
    "the file": (lambda new: {"pastes": (replace(STEPS.pastes[0], path=new),)}, Reason.CODE),
    "a file more": (lambda new: {"pastes": (*STEPS.pastes, Paste(path=new, text="", place=HERE))}, Reason.CODE),
    "a fix": (lambda new: {"fixes": (replace(STEPS.fixes[0], wrong=new),)}, Reason.CODE),
    "a fix's error": (lambda new: {"fixes": (replace(STEPS.fixes[0], error=new),)}, Reason.CODE),
    "a fix's delay": (lambda new: {"fixes": (replace(STEPS.fixes[0], delay=len(new) + 8.0),)}, Reason.CODE),
    "the command": (lambda new: {"command": new}, Reason.COMMAND),
    "the sketch": (lambda new: {"expected": new}, Reason.EXPECTATION),
    "its language": (lambda new: {"expected_language": new}, Reason.EXPECTATION),
    "the asserts": (lambda new: {"asserts": new}, Reason.EXPECTATION),
    "the red": (lambda new: {"before": new}, Reason.EXPECTATION),
    "the case": (lambda new: {"case": new}, Reason.ORPHAN),
}
INPUT_CHANGES = {
    "input": Reason.INPUT,
    "checks": Reason.EXPECTATION,
    "target": Reason.COMMAND,
    "services": Reason.COMMAND,
    "needs": Reason.CODE,
    "files": Reason.FILES,
    "recording": Reason.RECORDING,
}


def mutations(count):
    """`count` single-field changes: of the steps, the inputs, the receipt itself, the day, the version."""
    made = random.Random(20261125)  # noqa: S311 - chosen for the same changes each time
    for _ in range(count):
        new = "".join(made.choices("abcxyz \n…'\"\\{}0", k=made.randint(1, 9)))
        kind = made.choice(["steps", "inputs", "receipt", "day", "tool"])
        if kind == "steps":
            name = made.choice(list(STEP_CHANGES))
            change, reason = STEP_CHANGES[name]
            yield name, said(steps=replace(STEPS, **change(new))), reason
        elif kind == "inputs":
            name, reason = made.choice(list(INPUT_CHANGES.items()))
            yield name, said(inputs={**INPUTS, name: new}), reason
        elif kind == "receipt":
            yield kind, said(edited(made, new)), Reason.TAMPERED
        elif kind == "day":
            day = f"20{made.randint(27, 99)}-{made.randint(1, 12):02}-{made.randint(1, 28):02}"
            yield day, said(receipt(proof_class="live"), today=day), Reason.EXPIRED
        else:
            data = json.loads(receipt())
            yield kind, said(json.dumps({**data, made.choice(["proof", "receipt"]): made.randint(3, 99)})), Reason.TOOL


def edited(made, new):
    """The receipt with one of its values changed by hand."""
    data = json.loads(receipt())
    name = made.choice(["case", "class", "result", "seal", "steps", "inputs", "verdicts"])
    if isinstance(data[name], dict):
        data[name][made.choice(list(data[name]))] = new
    elif isinstance(data[name], list):
        data[name].pop(made.randrange(len(data[name])))
    else:
        data[name] = new
    return json.dumps(data)


def test_of_200_changes_of_one_field_each_makes_it_stale_for_the_right_reason():
    wrong = [(name, now, reason) for name, now, reason in mutations(200) if now.reasons != (reason,)]
    assert not wrong


def test_every_reason_is_among_those_changes():
    assert {reason for _name, _now, reason in mutations(200)} == set(Reason)


def test_several_reasons_are_all_told():
    now = said(steps=replace(STEPS, asserts="", command="x"), inputs={**INPUTS, "files": "new"})
    assert now.line == (
        "stale: command, expectation, files: the test command, the asserts, files of the workspace changed since"
    )


@pytest.mark.parametrize("missing", INPUTS)
def test_an_input_that_only_one_side_knows_makes_it_stale(missing):
    fewer = {name: value for name, value in INPUTS.items() if name != missing}
    assert said(inputs=fewer).reasons == said(receipt(inputs=fewer)).reasons == (INPUT_CHANGES[missing],)


@pytest.mark.parametrize(("today", "kind"), [("2026-12-25", Kind.PROVEN), ("2026-12-26", Kind.STALE)])
def test_a_live_proof_is_believed_for_thirty_days(today, kind):
    assert said(receipt(proof_class="live"), today=today).kind is kind


def test_a_live_proof_from_tomorrow_is_not_believed():
    assert said(receipt(proof_class="live"), today="2026-11-24").reasons == (Reason.EXPIRED,)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, "\x00", '{"receipt": "2"}', '{"case": 1}'])
def test_what_is_no_receipt_vouches_for_nothing(text):
    assert said(text or " ").reasons == (Reason.TAMPERED,)


@pytest.mark.parametrize("missing", ["case", "class", "result", "steps", "inputs", "verdicts", "seal"])
def test_a_receipt_without_a_part_vouches_for_nothing(missing):
    data = json.loads(receipt())
    del data[missing]
    assert said(json.dumps(data)).reasons == (Reason.TAMPERED,)


def test_a_receipt_of_a_failed_proof_says_so():
    assert said(receipt(FAILED)).kind is Kind.NOT_PROVEN


def test_a_weak_proof_is_told_apart():
    weak = [*GOOD, verdict(Mode.CROSSING, Status.WEAK)]
    for proof_class in ("weak", "live"):
        assert said(receipt(weak, proof_class)).kind is Kind.WEAK


def test_nothing_tried_is_never_proven():
    assert not is_proven([])
    assert not is_proven([verdict(status=Status.COVERED)])
    assert not is_proven([verdict(), verdict(status=Status.COULD_NOT_TRY)])


def test_all_parts_have_a_digest_of_their_own():
    assert len(set(digests(STEPS).values())) == 6
