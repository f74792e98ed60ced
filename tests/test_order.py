"""The order of cases by `needs`: stable, complete, and with an error for each cycle and unknown need."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Location
from taskgen.link.order import arrange
from taskgen.model import Case


def cases(text):
    """Cases from `a b<a c<a,b`: an id, then the ids that it needs."""
    made = []
    for line, part in enumerate(text.split(), 1):
        name, _, needs = part.partition("<")
        made.append(Case(id=name, input=None, place=Location("c", line), needs=tuple(filter(None, needs.split(",")))))
    return made


@pytest.mark.parametrize(
    ("text", "ids", "waves"),
    [
        ("", "", ""),
        ("a b c", "a b c", "a b c"),
        ("c b a", "c b a", "c b a"),
        ("a b<a c<b", "a b c", "a | b | c"),
        ("a<c b c", "b c a", "b c | a"),
        ("a<b b<c c d", "c b a d", "c d | b | a"),
        ("a b<a c<a d<b,c", "a b c d", "a | b c | d"),
        ("a b<a,a", "a b", "a | b"),
    ],
)
def test_order_and_waves(text, ids, waves):
    order, findings = arrange(cases(text))
    assert " ".join(order.ids) == ids
    assert " | ".join(" ".join(wave) for wave in order.waves) == waves
    assert not findings


@pytest.mark.parametrize(
    ("text", "ids", "said"),
    [
        ("a<a", "a", ["1: a cycle: 'a' (1:1) needs 'a'"]),
        ("x a<b b<c c<a", "x a b c", ["2: a cycle: 'a' (2:1) needs 'b' (3:1) needs 'c' (4:1) needs 'a'"]),
        ("u<a a<b b<a z", "z u a b", ["2: a cycle: 'a' (2:1) needs 'b' (3:1) needs 'a'"]),
        (
            "a<b b<a c<d d<c",
            "a b c d",
            ["1: a cycle: 'a' (1:1) needs 'b' (2:1) needs 'a'", "3: a cycle: 'c' (3:1) needs 'd' (4:1) needs 'c'"],
        ),
        ("ok a<b,ok b<a", "ok a b", ["2: a cycle: 'a' (2:1) needs 'b' (3:1) needs 'a'"]),
    ],
)
def test_a_cycle_is_named_whole_and_its_cases_come_last(text, ids, said):
    order, findings = arrange(cases(text))
    assert " ".join(order.ids) == ids
    assert [f"{finding.place.line}: {finding.message}" for finding in findings] == said
    assert {finding.rule for finding in findings} == {"needs-cycle"}
    assert {finding.severity for finding in findings} == {"error"}


def test_a_need_that_names_no_case_is_an_error_with_the_nearest_id():
    order, findings = arrange(cases("login_ok logout<login_okk,zzz"))
    assert order.ids == ("login_ok", "logout")
    assert [(finding.rule, finding.place.line, finding.next_step) for finding in findings] == [
        ("unknown-need", 2, "did you mean 'login_ok'?"),
        ("unknown-need", 2, "name a case of the same file, or leave the need out"),
    ]


def test_a_long_cycle_is_shortened():
    _, findings = arrange(cases(" ".join(f"c{at}<c{(at + 1) % 50}" for at in range(50))))
    assert "(38 more)" in findings[0].message


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), max_size=4), max_size=12))
def test_every_case_comes_once_and_behind_what_it_needs(needs):
    made = [
        Case(id=str(at), input=None, place=Location("c", at + 1), needs=tuple(map(str, needed)))
        for at, needed in enumerate(needs)
    ]
    order, findings = arrange(made)
    assert sorted(order.ids) == sorted(case.id for case in made)
    in_waves = [name for wave in order.waves for name in wave]
    position = {name: at for at, name in enumerate(order.ids)}
    wave_of = {name: number for number, wave in enumerate(order.waves) for name in wave}
    for name in in_waves:
        for need in made[int(name)].needs:
            if need in position:
                assert position[need] < position[name]
                assert wave_of[need] < wave_of[name]
    cycles = [finding for finding in findings if finding.rule == "needs-cycle"]
    assert bool(cycles) == (len(in_waves) < len(made))


def test_a_hundred_thousand_cases_in_a_row_are_ordered_in_seconds():
    made = [
        Case(id=f"c{at}", input=None, place=Location("c", at + 1), needs=(f"c{at + 1}",) if at < 99_999 else ())
        for at in range(100_000)
    ]
    begun = time.process_time()
    order, findings = arrange(made)
    assert time.process_time() - begun < 5
    assert (order.ids[0], len(order.waves), findings) == ("c99999", 100_000, [])
