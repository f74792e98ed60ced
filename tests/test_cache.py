"""`check`, and a `render` with nothing to do, answer from a cache only while all that they looked at is as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

import pytest

from taskgen.pipeline import cache


@pytest.fixture(params=["check", "render"])
def asked(request, sample, taskgen, monkeypatch):
    """A checked sample whose answer is in the cache; `ask()` says whether the next one came from there."""
    folder = sample("wordcount")
    age(folder)
    assert taskgen(request.param, cwd=folder).code == 0
    recalled: list[bool] = []
    real = cache.recall

    def watched(question):
        answer = real(question)
        recalled.append(answer is not None)
        return answer

    monkeypatch.setattr(cache, "recall", watched)

    def ask(*words):
        said = taskgen(request.param, *words, cwd=folder)
        return recalled[-1], said

    return folder, ask


def age(folder):
    """Make all files look written long ago; what stays young are the times of their entries."""
    old = time.time() - 1000
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (old, old))
    time.sleep(0.1)


def test_a_second_check_answers_from_the_cache_and_says_the_same(asked):
    _folder, ask = asked
    cached, second = ask()
    assert cached
    os.environ["XDG_CACHE_HOME"] += "-another"
    cached, fresh = ask()
    assert not cached
    assert (second.out, second.err, second.code) == (fresh.out, fresh.err, fresh.code)
    assert "5 of 5 files current, 4 of 4 tasks proven" in second.err or "0 files in tasks/, 5 unchanged" in second.err


CHANGES = {
    "a case": lambda folder: edit(folder / "test_prompts.json", "quick", "slow_"),
    "the list": lambda folder: edit(folder / "tasks.md", "Research", "Explore_"),
    "the library": lambda folder: edit(folder / "library" / "words.yaml", "Count words", "Tally words"),
    "a file more in the library": lambda folder: (folder / "library" / "more.yaml").write_text("snippets: []\n"),
    "a capture": lambda folder: edit(folder / "captures" / "top_001_ties.txt", "KeyError", "BadError"),
    "the config": lambda folder: edit(folder / "taskgen.toml", "answer", "answer"),
    "an output": lambda folder: edit(folder / "tasks" / "index.md", "Read", "Seen"),
    "an output less": lambda folder: (folder / "tasks" / "index.md").unlink(),
    "a receipt": lambda folder: edit(folder / "receipts" / "top_001_ties.json", "proven", "broken"),
    "a file more among the outputs": lambda folder: shutil.copy(
        folder / "tasks" / "index.md", folder / "tasks" / "x.md"
    ),
}


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(change, asked):
    folder, ask = asked
    assert ask()[0]
    change(folder)
    assert not ask()[0]


def test_a_change_behind_a_link_is_seen(asked, tmp_path):
    folder, ask = asked
    (tmp_path / "elsewhere").mkdir()
    code = tmp_path / "elsewhere" / "words.py"
    code.write_text("x = 1\n", encoding="utf-8")
    (folder / "library" / "code").symlink_to(tmp_path / "elsewhere")
    (folder / "library" / "round").symlink_to(folder / "library")
    os.utime(code, (1, 1))
    age(folder)
    ask()
    assert ask()[0]
    with code.open("a", encoding="utf-8") as file:
        file.write("y = 2\n")
    assert not ask()[0]


def test_a_change_of_the_same_size_that_keeps_the_time_is_seen(asked):
    folder, ask = asked
    path = folder / "test_prompts.json"
    status = path.stat()
    edit(path, "quick", "thick")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    cached, said = ask()
    assert not cached
    assert said.code == 1 or "wrote 1 file in tasks/" in said.err


def test_what_was_written_just_now_is_not_trusted(sample, taskgen):
    folder = sample("wordcount")
    taskgen("check", cwd=folder)
    edit(folder / "test_prompts.json", "quick", "thick")
    assert taskgen("check", cwd=folder).code == 1


def test_a_cache_that_is_cut_off_or_gone_costs_time_only(asked):
    _folder, ask = asked
    cache = next(path for path in walk(os.environ["XDG_CACHE_HOME"]) if path.endswith(".json"))
    with open(cache, "r+", encoding="utf-8") as file:  # noqa: PTH123 - cut in place
        file.truncate(100)
    cached, said = ask()
    assert not cached
    assert said.code == 0
    shutil.rmtree(os.environ["XDG_CACHE_HOME"])
    assert ask()[1].code == 0


@pytest.mark.parametrize("asked", ["check"], indirect=True)
def test_warnings_count_also_when_they_come_from_the_cache(asked):
    folder, ask = asked
    (folder / "receipts" / "top_001_ties.json").unlink()
    age(folder)
    assert ask()[1].code == 0
    cached, said = ask("--strict")
    assert cached
    assert said.code == 1


@pytest.mark.parametrize("where", ["in this one", "in another one"])
def test_a_cache_that_lies_in_a_project_is_not_believed(asked, where, tmp_path):
    folder, ask = asked
    other = tmp_path / "other"
    shutil.copytree(os.environ["XDG_CACHE_HOME"], (folder if where == "in this one" else other) / "cache")
    (other / "taskgen.toml").write_text("", encoding="utf-8") if where == "in another one" else None
    os.environ["XDG_CACHE_HOME"] = str((folder if where == "in this one" else other) / "cache")
    assert not ask()[0]
    age(folder)
    ask()
    assert not ask()[0]


@pytest.mark.parametrize("name", [".git/index", ".git/info/exclude", ".gitignore"])
def test_what_git_is_told_is_seen(asked, name):
    folder, ask = asked
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True, capture_output=True)
    (folder / ".gitignore").write_text("*.log\n", encoding="utf-8")
    age(folder)
    ask()
    assert ask()[0]
    if name == ".git/index":
        subprocess.run(["git", "add", "tasks.md"], cwd=folder, check=True, capture_output=True)
    else:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("app/\n", encoding="utf-8")
    assert not ask()[0]


def walk(folder):
    for where, _folders, files in os.walk(folder):
        for name in files:
            yield os.path.join(where, name)  # noqa: PTH118 - paths as text
