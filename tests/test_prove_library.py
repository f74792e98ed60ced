"""The library proven: entry by entry, by tasks, by whole programs, or why not."""

import json

import pytest

LIBRARY = """
snippets:
  - id: double
    when: {id: double_*}
    language: python
    file: app/double.py
    code: |
      def answer(given):
          return given["number"] * 2
  - id: never
    when: {id: gone}
    language: python
    file: app/never.py
    code: |
      def never():
          return 1

pitfalls:
  - id: adds
    when: {id: double_001}
    error: "expected 6, found 5"
    wrong: |
      return given["number"] + 2
    fix: |
      return given["number"] * 2
  - id: passes-all-the-same
    when: {id: double_001}
    error: "expected 6, found 7"
    wrong: |
      return 2 * given["number"]
    fix: |
      return given["number"] * 2
  - id: not-in-the-code
    when: {id: double_001}
    error: "E"
    wrong: |
      nothing
    fix: |
      something
  - id: can-not-be-shown
    when: {id: double_001}
    error: "it is slow"
    unproven: it takes a day
  - id: programs
    when: {id: double_001}
    error: "KeyError: 'a'"
    wrong_from: wrong.py
    fix_from: fix.py
  - id: programs-that-agree
    when: {id: double_001}
    error: "KeyError: 'a'"
    wrong_from: fix.py
    fix_from: wrong.py
  - id: another-error
    when: {id: double_001}
    error: "ValueError"
    wrong_from: wrong.py
    fix_from: fix.py
  - id: never-mended
    when: {id: double_001}
    error: "KeyError: 'a'"
    wrong_from: wrong.py
    fix_from: worse.py

expectations:
  - when: {id: double_002}
    expected: 8
  - when: {id: gone}
    checks: [{type: not-empty}]
"""

SAID = {
    "double": ("proven", "by 2 cases"),
    "never": ("not proven", "no task shows it"),
    "adds": ("proven", "by double_001: expected 6, found 5"),
    "passes-all-the-same": ("refuted", "double_001 fixes: not proven: fix: taken back, the command still passes"),
    "not-in-the-code": ("not proven", "its fix stands once in the code of no task that gets it"),
    "can-not-be-shown": ("not proven", "it takes a day"),
    "programs": ("proven", "by its two programs: KeyError: 'a'"),
    "programs-that-agree": ("refuted", "python fix.py passes; \"KeyError: 'a'\" is expected"),
    "another-error": ("refuted", "python wrong.py fails otherwise: KeyError: 'a'; 'ValueError' is expected"),
    "never-mended": ("refuted", "python worse.py fails: NameError: name 'worse' is not defined"),
}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "wrong.py").write_text("{}['a']\n", encoding="utf-8")
    (tmp_path / "library" / "fix.py").write_text("{'a': 1}['a']\n", encoding="utf-8")
    (tmp_path / "library" / "worse.py").write_text("worse\n", encoding="utf-8")
    (tmp_path / "library" / "code.yaml").write_text(
        LIBRARY,
        encoding="utf-8",
    )
    (tmp_path / "tasks.md").write_text("## Task 1: Double\n\nSee `double_001`, `double_002`.\n", encoding="utf-8")
    cases = [{"id": "double_001", "input": {"number": 3}, "expected": 6}, {"id": "double_002", "input": {"number": 4}}]
    (tmp_path / "test_prompts.json").write_text(json.dumps(cases), encoding="utf-8")
    (tmp_path / "taskgen.toml").write_text('target = "python:app.double:answer"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.sandbox
def test_each_entry_is_proven_refuted_or_said_why_not(project, taskgen):
    taskgen("render", cwd=project)
    said = taskgen("prove", "--library", "--format", "json", cwd=project)
    assert said.code == 1, said.all
    entries = {one["id"]: (one["status"], one["message"]) for one in json.loads(said.out)["entries"]}
    expectations = [entries.pop(name) for name in list(entries) if name.startswith("library/")]
    assert entries == SAID
    assert expectations == [("proven", "by double_002"), ("not proven", "no case meets its `when`")]
    assert not (project / "receipts").exists()


@pytest.mark.sandbox
def test_a_library_of_which_nothing_is_refuted_is_fine(project, taskgen):
    snippet, _, pitfalls = LIBRARY.partition("  - id: never\n")
    proven = pitfalls[pitfalls.index("pitfalls:") : pitfalls.index("  - id: passes-all-the-same")]
    (project / "library" / "code.yaml").write_text(snippet + proven, encoding="utf-8")
    cases = [{"id": "double_001", "input": {"number": 3}, "expected": 6}]
    (project / "test_prompts.json").write_text(json.dumps(cases), encoding="utf-8")
    (project / "tasks.md").write_text("## Task 1: Double\n\nSee `double_001`.\n", encoding="utf-8")
    assert taskgen("render", cwd=project).code == 0
    said = taskgen("prove", "--library", cwd=project)
    assert said.code == 0, said.all
    assert said.err == "2 of 2 entries proven\n"
    assert "proven by double_001: expected 6, found 5" in said.out
