"""Where tasks stand, in a real project: fresh after a proof, stale for what was changed, done, next."""

import json
import re
import shutil
import subprocess

import pytest

FIRST, SECOND = "words_001_extra_spaces", "lines_001_no_final_newline"


@pytest.fixture
def wordcount(sample):
    return sample("wordcount")


def proofs(taskgen, folder):
    lists = json.loads(taskgen("status", "--format", "json", cwd=folder).out)["lists"]
    return {task["case"]: " ".join([task["proof"], *task["reasons"]]) for task in lists[0]["tasks"]}


def test_the_sample_is_proven_wherever_it_lies(wordcount, taskgen):
    assert set(proofs(taskgen, wordcount).values()) == {"proven"}
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=wordcount, check=True)
    assert set(proofs(taskgen, wordcount).values()) == {"proven"}


def rewrite(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def a_file_more(folder):
    (folder / "data.csv").write_text("1")


EDITS = {
    "a file more": (a_file_more, dict.fromkeys([FIRST, SECOND], "stale files")),
    "the input": (
        lambda folder: rewrite(folder / "test_prompts.json", "brown   fox", "brown  fox"),
        {FIRST: "stale input", SECOND: "proven"},
    ),
    "the target": (
        lambda folder: rewrite(folder / "taskgen.toml", "answer", "other"),
        dict.fromkeys([FIRST, SECOND], "stale command"),
    ),
    "the receipt": (
        lambda folder: rewrite(folder / "receipts" / f"{FIRST}.json", "executed", "replayed"),
        {FIRST: "stale tampered", SECOND: "proven"},
    ),
    "what the case expects": (
        lambda folder: rewrite(folder / "test_prompts.json", '"expected": 4', '"expected": 5'),
        {FIRST: "stale expectation", SECOND: "proven"},
    ),
}
HARMLESS = {
    "the list's prose": lambda folder: rewrite(folder / "tasks.md", "# ", "# New: "),
    "work of the tasks": lambda folder: ((folder / "app").mkdir(), (folder / "app" / "words.py").write_text("x = 1\n")),
    "line ends": lambda folder: (folder / "tasks.md").write_bytes(
        (folder / "tasks.md").read_bytes().replace(b"\n", b"\r\n")
    ),
    "what taskgen notes": lambda folder: ((folder / ".taskgen").mkdir(), (folder / ".taskgen" / "x").write_text("1")),
    "a report": lambda folder: (folder / "r.html").write_text('<html><meta name="generator" content="taskgen">'),
    "the tasks gone": lambda folder: shutil.rmtree(folder / "tasks"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_makes_the_right_proofs_stale(name, wordcount, taskgen):
    edit, expected = EDITS[name]
    edit(wordcount)
    now = proofs(taskgen, wordcount)
    assert {case: now[case] for case in expected} == expected


@pytest.mark.parametrize("name", HARMLESS)
def test_an_edit_that_no_command_can_see_makes_nothing_stale(name, wordcount, taskgen):
    HARMLESS[name](wordcount)
    assert set(proofs(taskgen, wordcount).values()) == {"proven"}


def test_check_says_what_is_stale_and_sees_a_new_file_though_it_remembers(wordcount, taskgen):
    assert "4 of 4 tasks proven" in taskgen("check", cwd=wordcount).err
    (wordcount / "data").mkdir()
    assert "4 of 4 tasks proven" in taskgen("check", cwd=wordcount).err
    a_file_more(wordcount / "data")
    told = taskgen("check", cwd=wordcount)
    assert "warning: stale: files: files of the workspace changed since [stale-receipt]" in told.err
    assert "0 of 4 tasks proven" in told.err
    assert taskgen("check", "--strict", cwd=wordcount).code == 1


def test_a_receipt_without_a_task_is_told(wordcount, taskgen):
    shutil.copy(wordcount / "receipts" / f"{FIRST}.json", wordcount / "receipts" / "gone.json")
    assert "receipts/gone.json:1:1: warning: stale: orphan" in taskgen("check", cwd=wordcount).err
    assert "receipts/gone.json: stale: orphan" in taskgen("status", cwd=wordcount).err


def test_what_is_proven_is_not_proven_again(wordcount, taskgen):
    told = taskgen("prove", cwd=wordcount)
    assert (told.code, told.out) == (0, "")
    assert told.err == "tasks.md: 4 tasks, all proven already; `--all` proves them again\n"
    assert json.loads(taskgen("prove", "--format", "json", cwd=wordcount).out)["lists"][0]["verdicts"] == []


@pytest.mark.sandbox
def test_a_list_with_one_receipt_missing_is_proven_and_its_receipts_are_the_same_bytes(wordcount, taskgen):
    whole = {path.name: path.read_bytes() for path in (wordcount / "receipts").iterdir()}
    (wordcount / "receipts" / f"{FIRST}.json").unlink()
    assert taskgen("prove", cwd=wordcount).code == 0
    assert {path.name: path.read_bytes() for path in (wordcount / "receipts").iterdir()} == whole


@pytest.mark.sandbox
def test_only_what_failed_is_tried_again(wordcount, taskgen):
    assert "[nothing-failed]" in taskgen("prove", "--failed", cwd=wordcount).err
    path = wordcount / "test_prompts.json"
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8"))[:2]), encoding="utf-8"
    )  # two take less time
    rewrite(wordcount / "test_prompts.json", '"expected": 4', '"expected": 5')
    assert taskgen("render", "--prune", cwd=wordcount).code == 0
    assert taskgen("prove", cwd=wordcount).code == 1
    stand = proofs(taskgen, wordcount)
    assert (stand[FIRST], stand.keys()) == ("not proven", {FIRST, SECOND})
    verdicts = json.loads(taskgen("prove", "--failed", "--format", "json", cwd=wordcount).out)["lists"][0]["verdicts"]
    assert {one["case"] for one in verdicts} == {FIRST}


def test_nothing_is_rendered_without_the_proof_that_was_asked_for(wordcount, taskgen):
    assert taskgen("render", "--require-proof", cwd=wordcount).code == 0
    rewrite(wordcount / "test_prompts.json", '"expected": 4', '"expected": 5')
    before = {path: path.read_bytes() for path in wordcount.rglob("*") if path.is_file()}
    told = taskgen("render", "--require-proof", cwd=wordcount)
    assert told.code == 1
    assert "error: stale: expectation: the expected output, what the case expects changed since" in told.err
    assert {path: path.read_bytes() for path in wordcount.rglob("*") if path.is_file()} == before
    assert taskgen("render", cwd=wordcount).code == 0


def paste(folder, case, path):
    task = (folder / "tasks" / f"{case}.md").read_text(encoding="utf-8")
    code = re.search(rf'```python title="{path}"\n(.*?)```', task, re.DOTALL)[1]
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text(code, encoding="utf-8")


def test_next_goes_on_with_what_is_done(wordcount, taskgen):
    first = taskgen("next", cwd=wordcount)
    assert first.out == f"tasks/{FIRST}.md\nTask 1: Make test {FIRST} pass\n"
    assert first.err == f"0 of 4 tasks done; when this one is: taskgen done {FIRST}\n"
    paste(wordcount, FIRST, "app/words.py")
    assert taskgen("done", FIRST, cwd=wordcount).code == 0
    assert json.loads(taskgen("next", "--format", "json", cwd=wordcount).out)["next"]["case"] == SECOND
    assert re.search(rf"^Task 1 +{FIRST} +proven +done$", taskgen("status", cwd=wordcount).out, re.MULTILINE)


def test_what_was_done_before_the_task_changed_is_not_done(wordcount, taskgen):
    paste(wordcount, FIRST, "app/words.py")
    assert taskgen("done", FIRST, cwd=wordcount).code == 0
    rewrite(wordcount / "library" / "words.yaml", "def ", "# new\n      def ")
    assert taskgen("next", cwd=wordcount).out.startswith(f"tasks/{FIRST}.md")


@pytest.mark.parametrize("record", ["", "{", "[]", '{"done": 3}', '{"done": {"x": [1]}}'])
def test_a_mangled_record_of_what_is_done_is_no_record(record, wordcount, taskgen):
    (wordcount / ".taskgen").mkdir()
    (wordcount / ".taskgen" / "done.json").write_text(record)
    assert taskgen("next", cwd=wordcount).out.startswith(f"tasks/{FIRST}.md")


def test_a_task_waits_for_what_it_needs(tmp_path, taskgen):
    (tmp_path / "tasks.md").write_text("## Task 1: A\n\nSee `a_001`.\n\n## Task 2: B\n\nSee `b_001`.\n")
    (tmp_path / "test_prompts.json").write_text(
        '[{"id": "a_001", "input": 1, "expected": 1, "needs": "b_001"}, {"id": "b_001", "input": 1, "expected": 1}]'
    )
    lists = json.loads(taskgen("status", "--format", "json", cwd=tmp_path).out)["lists"]
    assert {task["case"]: task["waits_for"] for task in lists[0]["tasks"]} == {"a_001": ["b_001"], "b_001": []}
    assert json.loads(taskgen("next", "--format", "json", cwd=tmp_path).out)["next"]["case"] == "b_001"


def test_all_done_is_said(tmp_path, taskgen):
    (tmp_path / "tasks.md").write_text("## Task 1: A\n\nSee `a_001`.\n")
    (tmp_path / "test_prompts.json").write_text('[{"id": "a_001", "input": 1, "expected": 1}]')
    (tmp_path / "taskgen.toml").write_text('command = "echo 1"\n')
    assert taskgen("render", cwd=tmp_path).code == 0
    assert taskgen("done", "a_001", cwd=tmp_path).code == 0
    assert taskgen("next", cwd=tmp_path).out == "all of 1 task done\n"
    assert json.loads(taskgen("next", "--format", "json", cwd=tmp_path).out) == {"version": 1, "next": None, "left": 0}
