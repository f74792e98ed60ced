"""Choosing entries: a file under data/select holds a library and cases, each with what it should get."""

import fnmatch
import itertools
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Location, Severity
from taskgen.link import select
from taskgen.link.conditions import matches_glob, unmet
from taskgen.link.select import ancestors, prepare
from taskgen.model import Case, Check, Condition, Library, Pitfall, Snippet
from taskgen.places import at_path, same
from taskgen.read.library import read
from taskgen.read.yaml_text import load

DATA = Path(__file__).parent / "data" / "select"
HERE = Location("x")
ALIASES = {"json_string": "is-json", "schema": "json-schema"}


def explain(case, library, target, canonical):
    return select.explain(prepare(library, canonical), case, target)


def canonical(name):
    return ALIASES.get(name, name)


def library_of(text):
    library, findings = read([("main.yaml", text)], lambda _path: "x\n")
    assert findings == []
    return library


def case_of(id_="c", input_=None, tags=(), checks=()):
    made = tuple(Check(type=name, params={}, place=HERE) for name in checks)
    return Case(id=id_, input=input_, place=HERE, tags=tuple(tags), checks=made)


def rows():
    for file in sorted(DATA.glob("*.yaml")):
        document, findings = load(file.name, file.read_text(encoding="utf-8"))
        assert findings == []
        library = library_of(document.data["library"])
        for row in document.data["cases"]:
            yield pytest.param(library, row, id=f"{file.stem}: {row}"[:90])


@pytest.mark.parametrize(("library", "row"), list(rows()))
def test_a_case_gets(library, row):
    case = case_of(row.get("id", "c"), row.get("input"), row.get("tags", ()), row.get("checks", ()))
    chosen = explain(case, library, row.get("target"), canonical)
    assert replace(chosen, candidates=()) == prepare(library, canonical).select(case, row.get("target"))
    if "snippet" in row:
        assert (chosen.snippet.id if chosen.snippet else None) == row["snippet"]
    if "why" in row:
        assert chosen.candidates[0].why == row["why"]
    if "pitfalls" in row:
        assert [pitfall.id for pitfall in chosen.pitfalls] == row["pitfalls"]
    if "expectations" in row:
        assert [expectation.expected["a"] for expectation in chosen.expectations] == row["expectations"]


def example(name):
    document, _ = load(name, (DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return library_of(document.data["library"])


LIBRARY = example("extends")


def test_every_entry_is_explained_with_what_was_wanted_found_and_held():
    chosen = explain(case_of(input_={"model": "m", "messages": []}), LIBRARY, None, canonical)
    assert [(one.entry, one.matches, one.chosen, one.why) for one in chosen.candidates] == [
        ("upper", True, True, "chosen: it extends base"),
        ("base", True, False, "passed over: upper extends it"),
        (
            "stranger",
            True,
            False,
            "passed over: 1 condition against 2 of upper (counting what upper extends)",
        ),
        ("top", False, False, "passed over: tag wanted 'top', found nothing"),
    ]
    held = chosen.candidates[1].conditions
    assert [(one.key, one.wanted, one.found, one.held) for one in held] == [
        ("model", "'m'", "'m'", True),
        ("has", "'messages'", "'messages'", True),
    ]


def test_all_that_match_tell_their_order():
    chosen = explain(case_of("c", {"model": "m"}), example("all-that-match"), None, canonical)
    whys = {(one.kind, one.entry): one.why for one in chosen.candidates}
    assert whys["pitfall", "glob"] == "chosen: it matches, 3 of 4 from the most specific"
    assert whys["pitfall", "never"] == "passed over: model wanted 'n', found 'm'"
    assert whys["expectation", "main.yaml:11:5"] == "passed over: model wanted 'n', found 'm'"


def snippet(name, **given_):
    given_.setdefault("conditions", ())
    return Snippet(id=name, when={}, language="text", file="a", code="x", place=HERE, **given_)


KEYS = st.sampled_from(["id", "model", "tag", "has", "check", "target", "input.a", "input.b.c"])
WORDS = st.sampled_from(["a", "ab", "a*", "*", "?b", "b", "b.c"])
CONDITIONS = st.builds(
    lambda key, wanted: Condition(key=key, wanted=tuple(wanted), place=HERE),
    KEYS,
    st.lists(WORDS, min_size=1, max_size=2),
) | st.builds(
    lambda wanted: Condition(key="input.a", wanted=(wanted,), place=HERE),
    st.sampled_from([1, True, None, 1.0, (), "a"]),
)
PLAIN = st.sampled_from(["a", "ab", "b", 1, True, None, 1.0])
CASES = st.builds(
    case_of,
    st.sampled_from(["a", "ab", "bb"]),
    st.fixed_dictionaries({}, optional={"model": PLAIN, "a": PLAIN, "b": st.fixed_dictionaries({"c": PLAIN})}),
    st.lists(st.sampled_from(["a", "ab", "b"]), max_size=2),
    st.lists(st.sampled_from(["a", "ab", "b"]), max_size=2),
)


SNIPPETS = st.lists(
    st.tuples(st.lists(CONDITIONS, max_size=3), st.none() | st.integers(0, 5)), min_size=1, max_size=6
).map(
    lambda parts: tuple(
        snippet(f"s{number}", conditions=tuple(conditions), extends=None if base is None else f"s{base}")
        for number, (conditions, base) in enumerate(parts)
    )
)


@settings(max_examples=200, deadline=None)
@given(SNIPPETS, CASES)
def test_what_matches_is_what_explain_says_matches(snippets, case):
    selector = prepare(Library(snippets=snippets), canonical)
    found = {ranked.entry.id for ranked in selector.snippets.matches(selector.facts(case, "a"))}
    tried = explain(case, Library(snippets=snippets), "a", canonical).candidates
    assert {one.entry for one in tried} == {one.id for one in snippets}
    assert found == {one.entry for one in tried if one.matches}
    assert all(all(held.held for held in one.conditions) == one.matches for one in tried)


@settings(max_examples=200, deadline=None)
@given(SNIPPETS, st.lists(st.tuples(CASES, st.sampled_from(["a", "b", None])), max_size=6))
def test_what_a_case_gets_does_not_hang_on_the_cases_before(snippets, asked):
    library = Library(snippets=snippets)
    selector = prepare(library, canonical)
    for case, target in asked:
        assert selector.select(case, target) == prepare(library, canonical).select(case, target)


@settings(max_examples=200, deadline=None)
@given(SNIPPETS, CASES)
def test_specificity_is_a_strict_total_order_in_which_what_extends_wins(snippets, case):
    selector = prepare(Library(snippets=snippets), canonical)
    matching = selector.snippets.matches(selector.facts(case, "a"))
    ranks = [ranked.rank for ranked in matching]
    assert all(before > after for before, after in itertools.pairwise(ranks))
    extends = {one.id: one.extends for one in snippets if one.extends}
    position = {ranked.entry.id: number for number, ranked in enumerate(matching)}
    for name, stands in position.items():
        for base in set(ancestors(name, extends)) & position.keys():
            assert name in ancestors(base, extends) or stands < position[base]


@settings(max_examples=200, deadline=None)
@given(SNIPPETS, CASES, st.randoms(use_true_random=False))
def test_the_files_order_decides_ties_only(snippets, case, random):
    def ranks(entries):
        selector = prepare(Library(snippets=tuple(entries)), canonical)
        matching = selector.snippets.matches(selector.facts(case, "a"))
        return [(one.rank.conditions, one.rank.exact, one.rank.literal, one.rank.above) for one in matching], {
            one.entry.id: (one.rank.conditions, one.rank.exact, one.rank.literal, one.rank.above) for one in matching
        }

    assert ranks(random.sample(snippets, len(snippets))) == ranks(snippets)


@settings(max_examples=300, deadline=None)
@given(st.text("ab*?", max_size=6), st.text("ab*?\n", max_size=8))
def test_a_glob_matches_as_in_a_shell(pattern, text):
    assert matches_glob(pattern, text) == fnmatch.fnmatchcase(text, pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "held"),
    [
        ("[ab]", "a", False),
        ("[ab]", "[ab]", True),
        ("A", "a", False),
        ("*", "", True),
        ("?", "", False),
        ("", "", True),
    ],
)
def test_a_glob_knows_star_and_question_mark_only(pattern, text, held):
    assert matches_glob(pattern, text) is held


def test_a_hostile_glob_is_quick():
    begun = time.process_time()
    assert not matches_glob("*a" * 200 + "b", "a" * 2000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (None, False, False),
        ("1", 1, False),
        ([1, {"a": 1}], [1, {"a": True}], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ([1], [1, 2], False),
    ],
)
def test_values_are_the_same_as_json_means_it(one, other, equal):
    assert same(one, other) is same(other, one) is equal


@pytest.mark.parametrize("path", ["x", "a.x", "a.b.c", "l.2", "l.-1", "l.x", "l.²", "", "."])
def test_a_path_that_leads_nowhere_is_missing(path):
    assert not at_path({"a": {"b": 1}, "l": [1, 2]}, path)


LISTED = """\
snippets:
  - {id: s, when: {model: "max/*", id: max_text_01}, language: text, file: a.txt, code_from: x}
pitfalls:
  - {id: p, when: {check: json_string, tag: slow, has: [mesages, msgs]}, error: e, unproven: u}
  - {id: q, when: {input.lang: de, input.n: 3, target: "http*"}, error: e, unproven: u}
expectations:
  - {when: {id: "max_*", input.n: 2}, checks: [not-empty]}
"""


def test_a_condition_that_no_case_meets_is_a_warning_with_the_nearest_value():
    cases = [
        case_of("max_text_001", {"model": "max/x", "messages": [], "lang": "fr", "n": 2}, ["slow"], ["is-json"]),
        case_of("max_json_001", {"model": "gpt-4", "lang": "en"}),
    ]
    findings = unmet(cases, library_of(LISTED), None, canonical)
    assert [(str(found.place), found.message, found.next_step) for found in findings] == [
        ("main.yaml:2:36", "no case has 'max_text_01' as id", "did you mean 'max_text_001'?"),
        ("main.yaml:4:51", "no case has 'mesages' or 'msgs' in its input", "did you mean 'messages'?"),
        ("main.yaml:5:20", "no case has 'de' as input.lang", "the cases have en, fr"),
        ("main.yaml:5:36", "no case has 3 as input.n", "the cases have 2"),
        ("main.yaml:5:48", "no case has 'http*' as target", "there is no target: set one, or take this away"),
    ]
    assert {(found.rule, found.severity) for found in findings} == {("unmet-condition", Severity.WARNING)}


def test_without_cases_no_condition_is_blamed():
    assert unmet([], library_of(LISTED), None, canonical) == []


@settings(max_examples=200, deadline=None)
@given(SNIPPETS, st.lists(CASES, min_size=1, max_size=3))
def test_a_condition_is_unmet_just_where_it_holds_for_no_case(snippets, cases):
    library = Library(snippets=snippets)
    told = unmet(cases, library, "a", canonical)
    tried = [explain(case, library, "a", canonical).candidates for case in cases]
    conditions = {}
    for candidates in tried:
        for one in candidates:
            for number, held in enumerate(one.conditions):
                conditions[one.entry, number] = conditions.get((one.entry, number), False) or held.held
    assert len(told) == sum(not held for held in conditions.values())


def large_library():
    kinds = [{"id": f"case_{number}_*", "model": "m*"} for number in range(400)]
    kinds += [{"model": f"maker/model-{number}", "has": "messages"} for number in range(400)]
    kinds += [{"tag": f"tag-{number}*", "model": "m*"} for number in range(199)] + [{"model": "maker/*"}]
    return Library(
        pitfalls=tuple(
            Pitfall(
                id=f"p{number}",
                when=when,
                error="e",
                place=HERE,
                conditions=tuple(Condition(key=key, wanted=(value,), place=HERE) for key, value in when.items()),
            )
            for number, when in enumerate(kinds)
        )
    )


def large_cases(count):
    return [
        case_of(f"case_{number}_x", {"model": f"maker/model-{number % 500}", "messages": []}, [f"tag-{number % 300}"])
        for number in range(count)
    ]


def test_five_hundred_cases_and_a_thousand_entries_are_quick():
    library, cases = large_library(), large_cases(500)
    begun = time.process_time()
    selector = prepare(library, canonical)
    found = sum(len(selector.select(case, None).pitfalls) for case in cases)
    findings = unmet(cases, library, None, canonical)
    assert time.process_time() - begun < 5  # a tenth of it on a quiet machine
    assert found > 750
    assert findings == []
