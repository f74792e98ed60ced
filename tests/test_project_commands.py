"""init, schema, check, library, and the further forms of render."""

from __future__ import annotations

import json
import shutil
import tomllib

import jsonschema
import pytest
import yaml

SAMPLE_FILES = {
    "cases": ("test_prompts.json", json.loads),
    "library": ("library/words.yaml", yaml.safe_load),
    "config": ("taskgen.toml", tomllib.loads),
}
REFUSED = {
    "cases": [{"description": "no id"}],
    "library": {"snipets": []},
    "config": {"tarjet": "python:a:b"},
    "output": {"version": 2, "lists": []},
}


def schema(taskgen, kind, folder):
    said = taskgen("schema", kind, cwd=folder)
    assert said.code == 0
    found = json.loads(said.out)
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


@pytest.mark.parametrize("kind", SAMPLE_FILES)
def test_the_schemas_accept_the_samples_files(kind, sample, taskgen):
    folder = sample("wordcount")
    name, read = SAMPLE_FILES[kind]
    schema(taskgen, kind, folder).validate(read((folder / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", REFUSED)
def test_the_schemas_refuse_what_the_readers_refuse(kind, tmp_path, taskgen):
    assert not schema(taskgen, kind, tmp_path).is_valid(REFUSED[kind])


def test_what_render_prints_for_programs_is_as_its_schema_says(sample, taskgen):
    folder = sample("wordcount")
    said = taskgen("render", "--format", "json", cwd=folder)
    assert said.code == 0
    data = json.loads(said.out)
    schema(taskgen, "output", folder).validate(data)
    files = {file["path"]: file["text"] for file in data["lists"][0]["files"]}
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in (folder / "tasks").iterdir()}
    assert files == on_disk


@pytest.mark.sandbox
def test_a_new_project_renders_and_proves_at_once(tmp_path, taskgen):
    assert taskgen("init", cwd=tmp_path).code == 0
    assert taskgen("render", "tasks.md", cwd=tmp_path).code == 0
    said = taskgen("prove", cwd=tmp_path)
    assert said.code == 0, said.all
    assert taskgen("check", "--strict", cwd=tmp_path).code == 0
    for kind, (name, read) in {**SAMPLE_FILES}.items():
        validator = jsonschema.Draft202012Validator(json.loads((tmp_path / "schema" / f"{kind}.json").read_text()))
        validator.validate(read((tmp_path / name).read_text(encoding="utf-8")))


def test_init_never_overwrites(sample, taskgen):
    folder = sample("wordcount")
    before = (folder / "tasks.md").read_bytes()
    said = taskgen("init", cwd=folder)
    assert said.code == 1
    assert "tasks.md:1:1: error: this file is there already" in said.err
    assert (folder / "tasks.md").read_bytes() == before
    assert not (folder / "schema").exists()


def test_check_sees_what_is_not_current_and_what_is_not_proven(sample, taskgen):
    folder = sample("wordcount")
    assert taskgen("check", "--strict", cwd=folder).code == 0
    receipt = folder / "receipts" / "top_001_ties.json"
    receipt.rename(folder / "kept.json")
    missing = taskgen("check", cwd=folder)
    assert missing.code == 0
    assert "warning: case 'top_001_ties' is not proven" in missing.err
    assert taskgen("check", "--strict", cwd=folder).code == 1
    (folder / "kept.json").rename(receipt)
    library = folder / "library" / "words.yaml"
    library.write_text(library.read_text(encoding="utf-8").replace("ranked[:3]", "ranked[:4]"), encoding="utf-8")
    changed = taskgen("check", cwd=folder)
    assert changed.code == 1
    assert "tasks/top_001_ties.md:1:1: error: this file is out of date" in changed.err
    assert "stale: code: the working code changed since" in changed.err


def test_check_shows_where_a_setting_comes_from(sample, taskgen):
    folder = sample("wordcount")
    said = taskgen("check", "--show-config", "--cases", "other.json", cwd=folder)
    rows = {line.split()[0]: line.split()[-2:] for line in said.out.splitlines()[1:]}
    assert rows["target"][-1] == "taskgen.toml:1:1"
    assert rows["cases"] == ["command", "line"]
    assert rows["command"][-1] == "default"


def test_one_task_on_stdout_and_nothing_written(sample, taskgen):
    folder = sample("wordcount")
    shutil.rmtree(folder / "tasks")
    said = taskgen("render", "--only", "top_001_ties", "--out", "-", cwd=folder)
    assert said.code == 0
    assert said.out.count("# Task 3: Make test top_001_ties pass") == 1
    assert "words_001" not in said.out
    assert not (folder / "tasks").exists()


def test_all_tasks_in_one_file_which_is_kept_like_any_output(sample, taskgen):
    folder = sample("wordcount")
    assert "wrote 1 file" in taskgen("render", "--single", "all.md", cwd=folder).err
    assert "wrote 0 files" in taskgen("render", "--single", "all.md", cwd=folder).err
    text = (folder / "all.md").read_text(encoding="utf-8")
    assert text.count("\n# Task ") == 4
    assert text.count("then the next task, below") == 3
    assert text.count("<!-- taskgen: end;") == 1
    (folder / "all.md").write_text(text.replace("Windows", "Doors").replace("carriage", "horse"), encoding="utf-8")
    assert "[edited-output]" in taskgen("render", "--single", "all.md", cwd=folder).err


def test_only_some_tasks_are_rendered(sample, taskgen):
    folder = sample("wordcount")
    shutil.rmtree(folder / "tasks")
    assert taskgen("render", "--only", "Task 2", cwd=folder).code == 0
    assert sorted(path.name for path in (folder / "tasks").iterdir()) == [
        "lines_001_no_final_newline.md",
        "lines_002_windows.md",
    ]


def test_every_list_of_the_config_is_rendered_each_into_its_folder(sample, taskgen):
    folder = sample("wordcount")
    shutil.copy(folder / "tasks.md", folder / "more.md")
    config = folder / "taskgen.toml"
    lists = '\n[[list]]\npath = "tasks.md"\n\n[[list]]\npath = "more.md"\nout = "further"\n'
    config.write_text(config.read_text(encoding="utf-8") + lists, encoding="utf-8")
    said = taskgen("render", cwd=folder)
    assert said.code == 0, said.all
    assert "wrote 5 files in further/" in said.err
    assert taskgen("check", cwd=folder).err.count("5 of 5 files current") == 2
    assert len(json.loads(taskgen("list", "--format", "json", cwd=folder).out)["lists"]) == 2


def test_the_library_is_listed_shown_searched_and_checked(sample, taskgen):
    folder = sample("wordcount")
    listed = json.loads(taskgen("library", "list", "--format", "json", cwd=folder).out)["entries"]
    assert {entry["id"]: entry["cases"] for entry in listed}["word-counts"] == 3
    shown = taskgen("library", "show", "split-on-one-space", cwd=folder)
    assert "error: expected 4, found 7" in shown.out
    assert (
        taskgen("library", "search", "newline", cwd=folder).out.splitlines()[1].split()[1] == "newlines-are-not-lines"
    )
    assert taskgen("library", "check", cwd=folder).code == 0
    library = folder / "library" / "words.yaml"
    library.write_text(
        library.read_text(encoding="utf-8").replace("def top_words(text):", "def top_words(text)"), encoding="utf-8"
    )
    broken = taskgen("library", "check", cwd=folder)
    assert broken.code == 1
    assert "[broken-code]" in broken.err
    assert (
        taskgen("library", "show", "splt-on-one-space", cwd=folder).err.count("did you mean 'split-on-one-space'?") == 1
    )


@pytest.mark.sandbox
def test_two_lists_have_receipts_and_names_of_their_own(sample, taskgen):
    folder = sample("wordcount")
    shutil.rmtree(folder / "receipts")
    cases = json.loads((folder / "test_prompts.json").read_text(encoding="utf-8"))
    (folder / "test_prompts.json").write_text(json.dumps(cases[:1]), encoding="utf-8")
    (folder / "more.json").write_text(json.dumps(cases[3:]), encoding="utf-8")
    (folder / "more.md").write_text("## Task 1: Rank\n\nSee `top_001_ties`.\n", encoding="utf-8")
    (folder / "captures" / "top_001_ties.txt").unlink()
    lists = '\n[[list]]\npath = "tasks.md"\n\n[[list]]\npath = "more.md"\ncases = "more.json"\n'
    config = folder / "taskgen.toml"
    config.write_text(config.read_text(encoding="utf-8") + lists, encoding="utf-8")
    assert taskgen("render", "--prune", cwd=folder).code == 0
    said = taskgen("prove", cwd=folder)
    assert said.code == 0, said.all
    assert (folder / "receipts" / "more" / "top_001_ties.json").exists()
    checked = taskgen("check", cwd=folder)
    assert checked.err.count("1 of 1 tasks proven") == 2, checked.all
    assert "belongs to Task 1" in taskgen("explain", "top_001_ties", cwd=folder).out
    assert taskgen("prove", "top_001_ties", cwd=folder).code == 0
    assert (
        "# Task 1: Make test top_001_ties"
        in taskgen("render", "--only", "top_001_ties", "--format", "json", cwd=folder).out
    )
    assert taskgen("run", "top_001_ties", cwd=folder).code == 1
    assert "NOT DONE top_001_ties" in taskgen("done", "top_001_ties", cwd=folder).err
    assert taskgen("explain", "nope", cwd=folder).code == 2
    assert taskgen("render", "--out", "x", cwd=folder).code == 2


@pytest.mark.sandbox
def test_what_tasks_have_pasted_already_does_not_keep_them_from_being_proven(tmp_path, taskgen, doubling):
    doubling(tmp_path, 'return given["number"] * 2')
    assert taskgen("render", cwd=tmp_path).code == 0
    text = (tmp_path / "tasks" / "double_001.md").read_text(encoding="utf-8")
    code = text.split('```python title="app/double.py"\n')[1].split("```")[0]
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "double.py").write_text(code, encoding="utf-8")
    assert taskgen("run", "double_001", cwd=tmp_path).code == 0
    said = taskgen("prove", "--all", cwd=tmp_path)
    assert said.code == 0, said.all
    assert "red: ModuleNotFoundError" in said.out


def test_a_command_is_a_target_and_its_exit_code_can_be_checked(tmp_path, taskgen):
    cases = [
        {"id": "echo_001", "input": {"content": "a"}, "expected": {"content": "a"}},
        {"id": "exit_001", "input": 3, "checks": [{"type": "exit-code", "value": 1}]},
        {"id": "json_001", "input": 3, "expected": {"content": "a"}},
    ]
    (tmp_path / "test_prompts.json").write_text(json.dumps(cases), encoding="utf-8")
    config = tmp_path / "taskgen.toml"
    config.write_text('target = "command:cat"\n', encoding="utf-8")
    assert taskgen("run", "echo_001", cwd=tmp_path).err.startswith("PASS echo_001")
    assert taskgen("run", "exit_001", cwd=tmp_path).code == 1
    config.write_text("target = \"command:echo '{'; exit 1\"\n", encoding="utf-8")
    assert taskgen("run", "exit_001", cwd=tmp_path).code == 0
    assert taskgen("run", "echo_001", cwd=tmp_path).err == "FAIL echo_001: it exited with 1\n"
    config.write_text("target = \"command:echo '{'\"\n", encoding="utf-8")
    assert taskgen("run", "json_001", cwd=tmp_path).err.startswith("its output begins as JSON does, but is none")
