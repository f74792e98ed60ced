"""Lint: each rule by its own examples, over the corpus, and as users meet it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import jsonschema
import pytest

from taskgen.lint.check import lint
from taskgen.lint.reading import Facts, reading
from taskgen.lint.rules import RULES
from taskgen.lint.score import score
from taskgen.read.lists import tasklist
from taskgen.text.markdown import parse

ROOT = Path(__file__).resolve().parents[1]
FACTS = Facts(files=frozenset({"tests/test_words.py"}))


def rules_in(text: str) -> list[str]:
    is_example = re.search(r"^```(?:sh run|json expected)$", text, re.MULTILINE) is not None
    blocks = parse(text)
    tasks, _findings = tasklist.read("list.md", text, None, blocks)
    assert tasks is not None
    own = tasks.tasks[:1] if is_example else tasks.tasks
    read = reading("list.md", text, blocks, own, FACTS, is_example=is_example)
    return [one.finding.rule for one in lint(read).found]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_its_bad_example(name):
    assert name in rules_in(RULES[name].bad)


@pytest.mark.parametrize("name", RULES)
def test_no_rule_finds_anything_in_a_good_example(name):
    assert rules_in(RULES[name].good) == []


QUIET = [
    "- Test various data types (text, binary, large payloads)",
    "- Set CONFIG=/etc/words/words.conf",
    "- Add 7 comprehensive test files",
    "- Test various encodings\n  - UTF-8\n  - UTF-16",
    "- The counter now properly handles tabs by splitting at any white space.",
    "- \u2705 Counter properly renamed",
    '- A second removal fails gracefully with "not found"',
    "- Verify that these files work correctly:\n  - `a.txt` gives 3",
    "- Intuitive Benutzerf\u00fchrung mit Befehlen",
    "### Step 4: Cleanup\n\n- Remove `old.py`.",
    "| Phase | Tests |\n| --- | --- |\n| Polish | 6 |",
    "- The reader is tried (checked via manual testing)",
    "## QA Results\n\n### Review\n\n- Lazy loading properly implemented",
    "# Status: done\n# Priority: high\n# Details:\nCount the words.",
    "### Amendments\n\n<!-- written while the work goes on -->",
]
WORDING = {"totaliser", "vague-quality", "subjective-expectation", "objectless-verb", "human-step", "broken-structure"}


@pytest.mark.parametrize("said", QUIET)
def test_what_is_named_or_past_or_not_english_is_no_theory(said):
    assert WORDING.isdisjoint(rules_in(f"# Counting\n\n## Task 1: Count words\n\n{said}\n"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Ask `http://localhost:9000/v1`.", "port 9000 is asked here, and port 8080 in taskgen.toml"),
        ("Ask `http://localhost:8080/v1`, then `http://localhost:9000`.", ""),
        ("Ask `http://localhost:8080/v1`.", ""),
        ("See `words/count.py`.", "the workspace has `words/count.py` as `src/words/count.py`"),
        ("Create `words/count.py`.", ""),
        ("See `src/words/count.py`.", ""),
        ("See `words/list.py` and `lib/words/list.py`.", "`words/list.py` here is `lib/words/list.py` in line 5"),
        ("See `words/list.py`, `lib/words/list.py` and `old/words/list.py`.", ""),
        ("### Step in `words/list.py`\n\nSee `lib/words/list.py`.", ""),
        ("**File:** `lib/words/list.py`\n\nSee `words/list.py` for it.", ""),
        ("### Step in `lib/words/list.py`\n\nSee `words/list.py`.", ""),
        (
            "### Step\n\nRead `lib/words/list.py`, then change `words/list.py`.",
            "`words/list.py` here is `lib/words/list.py` in line 7",
        ),
    ],
)
def test_one_fact_given_in_two_ways_is_told(said, told):
    text = f"# Counting\n\n## Task 1: Count words\n\n{said}\n"
    blocks = parse(text)
    tasks, _findings = tasklist.read("list.md", text, None, blocks)
    assert tasks is not None
    facts = Facts(files=frozenset({"src/words/count.py"}), ports={"8080": "taskgen.toml"})
    found = [one.finding for one in lint(reading("list.md", text, blocks, tasks.tasks, facts), {"rival-facts"}).found]
    assert [one.message for one in found] == ([told] if told else [])
    assert all(text.split("\n")[one.place.line - 1][one.place.column - 1 :] for one in found if one.place)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("python -m words.count", False),
        ("python -m words.gone", True),
        ("python -m words.made", False),
        ("python -m installed.tool", False),
        ("python words/gone.py", True),
    ],
)
def test_a_command_names_what_is_there(command, told):
    text = f"# Counting\n\n## Task 1: Count\n\nCreate `words/made.py`.\n\n```sh\n{command}\n```\n"
    blocks = parse(text)
    tasks, _findings = tasklist.read("list.md", text, None, blocks)
    assert tasks is not None
    facts = Facts(files=frozenset({"words", "words/count.py"}))
    linted = lint(reading("list.md", text, blocks, tasks.tasks, facts), {"unrunnable-command"})
    assert bool(linted.found) == told


MOCK = "```python\n# %s\ndef count(text):\n    # Mock count for this template\n    return 3\n```\n"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (MOCK % "COPY THIS WORKING PATTERN", True),
        ("### Working Code Example\n\n" + MOCK % "counts", True),
        ("### Test helper\n\n" + MOCK % "counts", False),
        ("### Working code\n\n```python\nfrom unittest import mock\n```\n", False),
    ],
)
def test_a_stand_in_that_is_called_working_is_told(said, told):
    assert ("placeholder" in rules_in(f"# Counting\n\n## Task 1: Count words\n\n{said}\n")) == told


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Execute `mise run check:type`.", "no-command"),
        ("### Phase 3: Research Lifecycle Implementation", "research-step"),
        ("Run `mise run test -- a.test.ts` and verify that all tests pass.", "no-expectation"),
        ("Return an empty dict if no section exists.", "no-expectation"),
        ("**Expected**: a short explanation", "no-expectation"),
        ("```json\n{}\n```\n\nThat is the response.", "no-expectation"),
        ("Write it in `src/__tests__/count.test.ts`.", "no-case"),
        ("```sh\ngrep -q 3 out.txt\n```", "no-expectation"),
        ("```js\nunique('ab') // -> true\n```", "no-case"),
        ("**Test Cases Covered**:\n\n- max_mcp_001_file_operations", "no-case"),
        ("```bash\n#!/bin/sh\necho 3\n```", "no-code"),
        ("Update round status expectations", "ceremony"),
    ],
)
def test_a_command_of_any_program_is_one_and_a_name_asks_for_nothing(said, rule):
    assert rule not in rules_in(f"# Counting\n\n## Task 1: Count words\n\n{said}\n")


@pytest.mark.parametrize(
    ("said", "rule"), [("- Start date: TBD", "placeholder"), ("- Latency target: TBD", "unmeasured-target")]
)
def test_what_is_to_be_determined_is_told_once(said, rule):
    found = rules_in(f"# Counting\n\n## Task 1: Count words\n\n{said}\n")
    assert [one for one in found if one in {"placeholder", "unmeasured-target"}] == [rule]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("# TODO", False),
        ("# TODO Tasks from the code", False),
        ("# TODO: the parser", False),
        ("# Parser\n\n## TODO", False),
        ("# Parser\n\n## TODO: say what it is", True),
        ("# Parser\n\nTODO", True),
    ],
)
def test_a_list_that_is_called_todo_has_no_slot(heading, told):
    assert ("placeholder" in rules_in(f"{heading}\n\n## Task 1: Count the words\n")) == told


@pytest.mark.parametrize("title", ["## TODO", "Write TODO.", "### TODO: words"])
def test_in_a_task_it_is_a_slot(title):
    assert "placeholder" in rules_in(f"# Parser\n\n## Task 1: Count the words\n\n#{title}\n\n## Task 2: Print\n")


EMPTY = {
    "en": ["Tasks", "Count words", "Read lines", "Print both"],
    "es": ["Tareas", "Contar palabras", "Leer l\u00edneas", "Imprimir ambas"],
    "de": ["Aufgaben", "W\u00f6rter z\u00e4hlen", "Zeilen lesen", "Beides ausgeben"],
    "fr": ["T\u00e2ches", "Compter les mots", "Lire les lignes", "Imprimer les deux"],
    "zh": ["\u4efb\u52a1", "\u7edf\u8ba1\u5355\u8bcd", "\u8bfb\u53d6\u884c", "\u6253\u5370\u4e24\u8005"],
}


def linted(text):
    blocks = parse(text)
    tasks, _findings = tasklist.read("list.md", text, None, blocks)
    return lint(reading("list.md", text, blocks, tasks.tasks, Facts()))


@pytest.mark.parametrize("language", EMPTY)
def test_equally_empty_boxes_score_the_same_in_any_language(language):
    name, *titles = EMPTY[language]
    found = linted(f"# {name}\n\n" + "".join(f"- [ ] {title}\n" for title in titles))
    assert found.points == 16
    assert sorted(one.finding.rule for one in found.found) == ["no-case", "no-code", "no-command", "no-expectation"]
    assert all(one.finding.message.startswith("3 of 3 tasks (1, 2, 3): ") for one in found.found)


@pytest.mark.parametrize(
    "said",
    [
        "Contar palabras y devolver `3`",
        "Probar el contador",
        "Actualizar el README",
        "Contar las palabras\n  - devuelve 3",
    ],
)
def test_of_what_a_task_says_in_another_language_nothing_is_missed(said):
    assert {"no-case", "no-expectation"}.isdisjoint(rules_in(f"# Tareas\n\n- [ ] {said}\n"))


@pytest.mark.parametrize(("mark", "told"), [(" ", True), ("x", False), ("~", True), (">", False)])
def test_what_a_finished_task_lacks_is_nobodys_to_mend(mark, told):
    lacking = {"no-case", "no-code", "no-command", "no-expectation"}
    assert lacking & set(rules_in(f"# Tasks\n\n- [{mark}] Count the words\n")) == (lacking if told else set())


@pytest.mark.parametrize(("tasks", "shared", "told"), [(1, 1, 1), (2, 2, 1), (4, 3, 1), (4, 2, 2), (30, 11, 1)])
def test_what_most_tasks_lack_is_told_once(tasks, shared, told):
    boxes = ["- [ ] Count the words\n"] * shared + ["- [ ] Run `make check` for the words\n"] * (tasks - shared)
    found = rules_in("# Tasks\n\n" + "".join(boxes))
    assert found.count("no-command") == told


@pytest.mark.parametrize(("written", "told"), [("Count the words", True), ("W\u00f6rter z\u00e4hlen", False)])
def test_of_a_list_in_another_language_no_expectation_is_missed(written, told):
    assert ("no-expectation" in rules_in(f"# {written}\n\n## Task 1: {written}\n\n{written}.\n")) is told


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_told_whole(name):
    rule = RULES[name]
    assert rule.why.endswith(".")
    assert rule.next_step
    assert 0 < rule.weight <= rule.cap


@pytest.mark.parametrize("sample", [path.name for path in sorted((ROOT / "samples").iterdir())])
def test_samples_score_low_before_and_high_after(sample, taskgen):
    folder = ROOT / "samples" / sample
    said = json.loads(taskgen("lint", "--score", "--format", "json", cwd=folder).out)
    assert said["lists"][0]["points"] < 30
    tasks = [path for path in sorted((folder / "tasks").glob("*.md")) if path.name != "index.md"]
    said = json.loads(taskgen("lint", *map(str, tasks), "--score", "--format", "json", cwd=folder).out)
    assert {one["list"]: one["points"] for one in said["lists"] if one["points"] <= 90} == {}


def test_mending_never_lowers_a_score():
    names = [name for name in RULES for _ in range(3)]
    before = score(names).points
    for at in range(len(names)):
        assert score(names[:at] + names[at + 1 :]).points >= before


def test_lists_of_the_corpus_are_linted_without_a_traceback(corpus, tmp_path, taskgen):
    for path in sorted((corpus / "tasks").rglob("*.*")):
        said = taskgen("lint", str(path), "--format", "json", cwd=tmp_path)
        assert said.code in {0, 1, 2}, path
        assert "bug in taskgen" not in said.err
        if path.parent.name == "not-a-task-list":
            assert said.code == 2
            assert {one["rule"] for one in json.loads(said.out)["findings"]} <= {"no-tasks", "unread-form"}


# --- As users meet it ------------------------------------------------------------------------------------------------

THEORY = """# Counting

## Task 1: Count words

Research the best approach and handle odd text gracefully.

Home is /home/marge/src.
"""


@pytest.fixture
def theory(tmp_path):
    (tmp_path / "plan.md").write_text(THEORY, encoding="utf-8")
    return tmp_path


def lines_of(said) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for finding in json.loads(said.out)["findings"]:
        found.setdefault(finding["rule"], []).append(finding["line"])
    return found


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_lines_are_right_whatever_ends_them(ends, mark, tmp_path, taskgen):
    (tmp_path / "plan.md").write_bytes((mark + THEORY.replace("\n", ends)).encode())
    found = lines_of(taskgen("lint", "plan.md", "--format", "json", cwd=tmp_path))
    assert (found["research-step"], found["vague-quality"], found["private-detail"]) == ([5], [5], [7])
    assert found["no-case"] == [3]


def test_findings_are_told_with_their_line_and_a_caret(theory, taskgen):
    said = taskgen("lint", "plan.md", "--select", "vague-quality", cwd=theory)
    assert said.code == 0
    column = THEORY.split("\n")[4].index("gracefully")
    assert f"plan.md:5:{column + 1}: warning: `gracefully` can't be measured [vague-quality]" in said.out
    assert f"\n    {' ' * column}{'^' * len('gracefully')}\n" in said.out
    assert taskgen("lint", "plan.md", "--strict", cwd=theory).code == 1


def test_sarif_is_as_its_schema_says(theory, taskgen):
    schema = json.loads((ROOT / "tests" / "data" / "lint" / "sarif-subset.json").read_text(encoding="utf-8"))
    said = taskgen("lint", "plan.md", "--format", "sarif", cwd=theory)
    document = json.loads(said.out)
    jsonschema.validate(document, schema)
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    broken = {**document, "version": "2.0"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


def test_github_marks_lines(theory, taskgen):
    said = taskgen("lint", "plan.md", "--format", "github", cwd=theory)
    assert "::warning file=plan.md,line=5,col=1,title=taskgen research-step::" in said.out


ALLOWANCES = [
    ('<!-- taskgen: allow research-step "a spike, by design" -->', [], []),
    ("<!-- taskgen: allow research-step -->", ["allowance-without-reason"], [5]),
    ('<!-- taskgen: allow reserch-step "a spike" -->', ["unknown-rule"], [5]),
    ('<!-- taskgen: allow placeholder "a template" -->', ["unused-allowance"], [5]),
]


@pytest.mark.parametrize(("comment", "about", "lines"), ALLOWANCES, ids=[row[0] for row in ALLOWANCES])
def test_an_allowance_needs_a_reason_and_a_use(comment, about, lines, tmp_path, taskgen):
    (tmp_path / "plan.md").write_text(f"{THEORY}\n{comment}\n", encoding="utf-8")
    found = lines_of(taskgen("lint", "plan.md", "--format", "json", cwd=tmp_path))
    assert found.get("research-step", []) == lines
    assert [rule for rule in found if "allowance" in rule or rule == "unknown-rule"] == about


def test_a_baseline_keeps_what_is_old_quiet(theory, taskgen):
    said = taskgen("lint", "plan.md", "--write-baseline", "old.json", cwd=theory)
    assert said.code == 0
    assert lines_of(taskgen("lint", "plan.md", "--baseline", "old.json", "--format", "json", cwd=theory)) == {}
    (theory / "plan.md").write_text("Above.\n\n" + THEORY + "\nInvestigate more options.\n", encoding="utf-8")
    found = lines_of(taskgen("lint", "plan.md", "--baseline", "old.json", "--format", "json", cwd=theory))
    assert found == {"research-step": [11]}
    (theory / "old.json").write_text("[]", encoding="utf-8")
    said = taskgen("lint", "plan.md", "--baseline", "old.json", cwd=theory)
    assert said.code == 2
    assert "old.json:1:1: error: this is not a baseline of lint" in said.err


def test_a_baseline_holds_from_any_folder(theory, taskgen):
    (theory / "deep").mkdir()
    assert taskgen("lint", "plan.md", "--write-baseline", "lint.json", cwd=theory).code == 0
    said = taskgen("lint", "../plan.md", "--baseline", "../lint.json", cwd=theory / "deep")
    assert "0 findings" in said.err
    assert "wrote" in taskgen("lint", "plan.md", "--write-baseline", "lint.json", cwd=theory).err


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ('allow research-step "a spike, by design"', False),
        ("allow research-step", False),
        ("alow research-step", True),
        ("allow research-step 'x'", True),
        ("end", False),
    ],
)
def test_an_allowance_is_no_pin_and_a_slip_is_told(comment, told, tmp_path, taskgen):
    (tmp_path / "plan.md").write_text(f"## Task 1: Do a\n\n<!-- taskgen: {comment} -->\n", encoding="utf-8")
    said = taskgen("list", "plan.md", cwd=tmp_path)
    assert ("this is neither a pin nor an allowance [empty-pin]" in said.err) == told


@pytest.mark.parametrize("style", ["json", "sarif", "github"])
def test_programs_are_told_what_could_not_be_read(style, theory, taskgen):
    (theory / "bin.md").write_bytes(b"a\0b")
    said = taskgen("lint", "bin.md", "--format", style, cwd=theory)
    assert said.code == 2
    assert "bin.md" in said.out


def test_one_list_that_can_not_be_read_hides_no_other(theory, taskgen):
    (theory / "empty.md").write_text("Nothing to do here.\n", encoding="utf-8")
    said = taskgen("lint", "empty.md", "plan.md", "gone.md", cwd=theory)
    assert said.code == 2
    assert "research-step" in said.out
    assert "empty.md" in said.err
    assert "gone.md" in said.err


@pytest.mark.parametrize("arguments", [("lint", "--select", "reserch-step"), ("rule", "reserch-step")])
def test_a_misspelled_rule_is_told(arguments, theory, taskgen):
    said = taskgen(*arguments, cwd=theory)
    assert said.code == 2
    assert "did you mean 'research-step'?" in said.err


def test_a_snippet_that_covers_a_case_is_named(sample, taskgen):
    said = taskgen("lint", "--select", "no-code", cwd=sample("wordcount"))
    assert "snippet word-counts covers it: taskgen render" in said.out


KNOWN = {
    "017": {
        "research-step": {28, 32, 38, 77, 114, 118},
        "ceremony": {17, 44, 142},
        "unbounded-loop": {18},
        "private-detail": {73, 85},
        "no-expectation": {373, 408},
    },
    "004": {"research-step": {37, 41, 89}, "ceremony": {23, 53}, "bundled-cases": {75, 142}, "unbounded-loop": {24}},
}


@pytest.mark.parametrize("number", KNOWN)
def test_what_a_person_finds_in_real_lists_is_found_at_its_lines(number, corpus, tmp_path, taskgen):
    (path,) = (corpus / "tasks" / "graham-conceptual").glob(f"*__{number}_*.md")
    found = lines_of(taskgen("lint", str(path), "--format", "json", cwd=tmp_path))
    for rule, lines in KNOWN[number].items():
        assert lines <= set(found.get(rule, [])), rule


UNITS = [
    "a-",
    "a_",
    "a/",
    "case ",
    "given a when ",
    "# mock ",
    "test/",
    "a.corp",
    "if a, ",
    "**a** ",
    "`a",
    "(a, ",
    "1.",
]


@pytest.mark.parametrize(
    ("title", "told"),
    [("Update the README", False), ("Phase 6: Documentation", False), ("Implement the docs search endpoint", True)],
)
def test_a_task_that_is_about_text_alone_needs_no_case(title, told):
    assert ("no-case" in rules_in(f"# Counting\n\n## Task 1: {title}\n\nKeep it short.\n")) == told


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("form", ["{}", "- [ ] {}", "```sh\n{}\n```"])
def test_no_text_takes_long(unit, form):
    text = "# Counting\n\n## Task 1: Count words\n\n" + form.format(unit * (40_000 // len(unit))) + "\n"
    began = time.process_time()
    rules_in(text)
    assert time.process_time() - began < 1.5  # in square time it would be ten seconds and more
