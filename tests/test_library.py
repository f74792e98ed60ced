"""The library: a file under data/library is a case; its `# finds:` lines are the findings."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.decode import At, plain_document
from taskgen.diagnostics import Location, Severity
from taskgen.model import Check, Library
from taskgen.read.cases.checks import read_checks
from taskgen.read.check import read_check
from taskgen.read.library import read
from taskgen.read.library_entries import path_problem

DATA = Path(__file__).parent / "data" / "library"
FILES = sorted(DATA.glob("*.yaml"))


def load_code(path):
    file = DATA / path
    return file.read_text(encoding="utf-8") if file.is_file() else None


def read_text(text):
    return read([("main.yaml", text)], load_code)


def lines_of(findings):
    return [
        f"{found.severity} {found.rule} " + (f"{found.place.line}:{found.place.column}" if found.place else "0:0")
        for found in sorted(findings, key=lambda found: found.sort_key)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_gives_its_findings(file):
    text = file.read_text(encoding="utf-8")
    library, findings = read_text(text)
    assert lines_of(findings) == re.findall(r"^# finds: (.*)$", text, re.MULTILINE)
    assert all("\n" not in found.message and found.next_step for found in findings)
    if file.stem.startswith("good") and "null" not in file.stem and "empty-file" not in file.stem:
        assert library != Library()


def test_every_bad_file_has_a_finding():
    assert len(FILES) > 60
    assert all("# finds:" in file.read_text() for file in FILES if not file.stem.startswith("good"))


def good(name):
    return read_text((DATA / f"good-{name}.yaml").read_text(encoding="utf-8"))[0]


def test_entries_keep_their_places():
    library = good("whole")
    snippet, pitfall, expectation = library.snippets[0], library.pitfalls[0], library.expectations[0]
    assert [str(entry.place) for entry in (snippet, pitfall, expectation)] == [
        "main.yaml:2:5",
        "main.yaml:9:5",
        "main.yaml:17:5",
    ]
    assert (snippet.code, str(snippet.code_place)) == ("x = 1\n", "main.yaml:7:7")
    assert (str(pitfall.wrong_place), str(pitfall.fix_place)) == ("main.yaml:13:7", "main.yaml:15:7")
    assert str(snippet.conditions[0].place) == "main.yaml:3:12"
    assert (snippet.conditions[0].key, snippet.conditions[0].wanted) == ("model", ("max/*",))


def test_conditions_are_read_in_their_order():
    conditions = good("every-condition").snippets[0].conditions
    assert [(condition.key, condition.wanted) for condition in conditions] == [
        ("id", ("a", "b")),
        ("model", ("gpt-4",)),
        ("tag", ("slow",)),
        ("has", ("messages", "a.b")),
        ("check", ("is-json",)),
        ("target", ("python:*",)),
        ("input.lang", ("fr",)),
        ("input.n", (3,)),
        ("input.deep.x", (None, True, 1.5)),
    ]


def test_an_empty_when_has_no_conditions():
    assert good("when-empty-matches-all").snippets[0].conditions == ()


def test_code_comes_from_files_beside_the_library_file():
    [snippet] = good("code-from").snippets
    assert (snippet.code, snippet.code_place) == ("x = 60\n", Location("code/router.py"))
    [pitfall] = good("pitfall-programs").pitfalls
    assert (pitfall.wrong_program, pitfall.fix_program) == ("x = 5\n", "x = 60\n")
    assert (pitfall.wrong, str(pitfall.fix_place)) == (None, "code/router.py:1:1")


def test_code_is_asked_for_in_the_folder_of_its_library_file():
    asked = []
    text = (DATA / "good-code-from.yaml").read_text(encoding="utf-8")
    read([("library/deep/main.yaml", text)], lambda path: asked.append(path) or "x\n")
    assert asked == ["library/deep/code/router.py"]


def test_checks_are_read_in_every_spelling():
    [expectation] = good("checks-in-every-spelling").expectations
    assert [(check.type, check.params) for check in expectation.check_list] == [
        ("not-empty", {}),
        ("contains", {"value": "x"}),
        ("length", {"min_length": 3}),
        ("field_present", {"field_name": "name"}),
    ]
    assert str(expectation.check_list[0].place) == "main.yaml:4:9"


def test_a_bad_entry_hides_no_other():
    library, _ = read_text((DATA / "several-bad-entries-hide-none.yaml").read_text(encoding="utf-8"))
    assert [snippet.id for snippet in library.snippets] == ["three"]


def test_a_bad_extends_is_taken_away():
    library, _ = read_text((DATA / "extends-ring.yaml").read_text(encoding="utf-8"))
    assert [(snippet.id, snippet.extends) for snippet in library.snippets] == [
        ("one", None),
        ("two", None),
        ("three", None),
        ("four", "one"),
    ]


def test_files_are_taken_by_name_and_ids_are_unique_in_all_of_them():
    text = (DATA / "good-whole.yaml").read_text(encoding="utf-8")
    files = [("b.yaml", text), ("a.yaml", text)]
    library, findings = read(files, load_code)
    assert [entry.place.path for entry in library.snippets] == ["a.yaml"]
    assert [(found.rule, found.place.path) for found in findings] == [("duplicate-id", "b.yaml")] * 2
    assert "a.yaml:2:5" in findings[0].message
    assert read(files[::-1], load_code) == (library, findings)


def test_a_bad_file_hides_no_other():
    text = (DATA / "good-whole.yaml").read_text(encoding="utf-8")
    library, findings = read([("a.yaml", "- [\n"), ("b.yaml", text)], load_code)
    assert (len(library.snippets), [found.rule for found in findings]) == (1, ["bad-yaml"])


def test_no_files_are_a_note():
    library, [found] = read([], load_code)
    assert (library, found.rule, found.severity) == (Library(), "empty-library", Severity.NOTE)


@pytest.mark.parametrize(
    "path", ["a.py", "a/b.py", "a b/c.py", "..a/b", "a/.gitignore", "ä/日本.py", "{{ case.id }}.py"]
)
def test_a_good_path_has_no_problem(path):
    assert path_problem(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "/a",
        "~/a",
        "c:/a",
        "C:a",
        "../a",
        "a/..",
        "a/../b",
        "a\\b",
        "a//b",
        "./a",
        "a/.",
        "a/",
        "a/ b",
        "a\n",
        ".git/x",
        "x/.Git",
    ],
)
def test_a_bad_path_has_a_problem(path):
    assert path_problem(path) is not None


def check(value):
    findings = []
    return read_check(value, At(plain_document("x", value), findings)), findings


@pytest.mark.parametrize(
    ("value", "type_", "params"),
    [
        ("not-empty", "not-empty", {}),
        ({"type": "contains", "value": 1}, "contains", {"value": 1}),
        ({"type": " contains "}, "contains", {}),
        ({"type": "length", "params": {"min": 1}, "max": 3}, "length", {"min": 1, "max": 3}),
        ({"strategy": "regex", "pattern": "x"}, "regex", {"pattern": "x"}),
        ({"type": "agent", "strategy": "deep"}, "agent", {"strategy": "deep"}),
        ({"type": "x", "params": None}, "x", {}),
    ],
    ids=str,
)
def test_a_check_is_read(value, type_, params):
    before = repr(value)
    assert check(value) == (Check(type=type_, params=params, place=Location("x")), [])
    assert repr(value) == before


@pytest.mark.parametrize(
    "value", [None, 3, [], {}, "", {"type": None}, {"type": []}, {"type": "x", "params": []}], ids=str
)
def test_a_bad_check_is_an_error(value):
    read_value, [found] = check(value)
    assert (read_value, found.severity) == (None, Severity.ERROR)


def test_bad_checks_hide_no_others():
    findings = []
    value = ["a", 3, {"type": "b"}]
    checks = read_checks(value, At(plain_document("x", value), findings))
    assert ([one.type for one in checks], len(findings)) == (["a", "b"], 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab*|/.", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "when",
                    "model",
                    "file",
                    "code",
                    "language",
                    "checks",
                    "type",
                    "params",
                    "extends",
                    "snippets",
                    "wrong",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.sampled_from(["snippets", "pitfalls", "expectations", "other"]))
def test_any_data_gives_a_library_or_findings(value, section):
    library, findings = read_text(json.dumps({section: [value]}))
    assert findings or library != Library()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_never_raises(text):
    library, findings = read_text(text)
    assert findings or library != Library()


def test_a_thousand_entries_are_read_quickly():
    entry = (
        '  - id: s{n}\n    when: {{id: "case_{n}"}}\n    language: python\n'
        "    file: app/x.py\n    extends: s{b}\n    code: |\n      x = {n}\n"
    )
    text = "snippets:\n" + "".join(entry.format(n=n, b=n + 1) for n in range(1000))
    begun = time.process_time()
    library, findings = read_text(text)
    assert time.process_time() - begun < 3  # a tenth of it on a quiet machine
    assert (len(library.snippets), [found.rule for found in findings]) == (1000, ["unknown-snippet"])
