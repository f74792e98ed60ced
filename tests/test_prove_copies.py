"""Copies of a workspace: which files they hold, what may be pasted into them."""

import os
import subprocess
from pathlib import Path

import pytest

from taskgen.diagnostics import UsageError
from taskgen.doors import copying
from taskgen.doors.copying import copy, paste, snapshot, why_not_pasted


@pytest.fixture
def root(tmp_path):
    top = tmp_path / "project"
    for path in ("a.txt", "src/b.py", ".git-like", "node_modules/x.js", ".venv/y", "src/__pycache__/z.pyc", "ignored"):
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(path)
    (top / ".gitignore").write_text("ignored\n.venv\nnode_modules\n__pycache__\n")
    (tmp_path / "outside").write_text("secret")
    return top


def git(root, *words):
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words], cwd=root, check=True)


def test_git_says_what_belongs_to_the_workspace(root):
    git(root, "init", "-q")
    git(root, "add", "a.txt")
    (root / "src" / "gone.py").write_text("")
    git(root, "add", "src/gone.py")
    (root / "src" / "gone.py").unlink()
    assert snapshot(root).files == (".git-like", "a.txt", "src/b.py")
    assert snapshot(root / "src").files == ("b.py",)


def test_what_is_for_git_and_editors_does_not_count(root):
    before = copying.digest_of(root, ())
    for name in (".gitattributes", ".github/workflows/ci.yml", "src/.editorconfig", ".pre-commit-config.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("new")
    assert copying.digest_of(root, ()) == before
    (root / "src" / "new.py").write_text("new")
    assert copying.digest_of(root, ()) != before


def test_git_starts_no_program_that_the_repository_names(root, tmp_path):
    git(root, "init", "-q")
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    hook.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(hook))
    assert snapshot(root).files
    assert not (tmp_path / "started").exists()


def test_without_git_the_folders_of_tools_are_left_out(root):
    assert snapshot(root).files == (".git-like", "a.txt", "ignored", "src/b.py")


def test_links_are_kept_only_where_they_lead_inside(root, tmp_path):
    (root / "src" / "inside").symlink_to("../a.txt")
    (root / "absolute").symlink_to(root / "src")
    (root / "outside").symlink_to("../outside")
    (root / "nowhere").symlink_to("gone")
    (root / "round").symlink_to("round")
    os.mkfifo(root / "pipe")
    taken = snapshot(root)
    assert taken.links == (("absolute", "src"), ("src/inside", "../a.txt"))
    assert [finding.message for finding in taken.findings] == [
        "'nowhere' is not copied: it is a link that leads nowhere",
        "'outside' is not copied: it is a link that leads outside the workspace",
        "'pipe' is not copied: it is no plain file",
        "'round' is not copied: it is a link that leads nowhere",
    ]
    copy(taken, tmp_path / "copy")
    assert (tmp_path / "copy" / "src" / "inside").read_text() == "a.txt"
    assert (tmp_path / "copy" / "absolute" / "b.py").read_text() == "src/b.py"


@pytest.mark.parametrize("linked", [False, True])
def test_a_copy_can_be_pasted_into_without_touching_the_original(linked, root, tmp_path):
    (root / "a.txt").chmod(0o700)
    copy(snapshot(root), tmp_path / "copy", linked=linked)
    assert paste(tmp_path / "copy", "a.txt", "new\r\n") == ""
    assert paste(tmp_path / "copy", "deep/er/x", "\u2713") == ""
    assert (tmp_path / "copy" / "a.txt").read_bytes() == b"new\r\n"
    assert (root / "a.txt").read_text() == "a.txt"


def test_everyone_can_read_a_copy(root, tmp_path):
    (root / "a.txt").chmod(0o600)
    (root / "src" / "b.py").chmod(0o700)
    copy(snapshot(root), tmp_path / "copy")
    modes = [(tmp_path / "copy" / name).stat().st_mode & 0o777 for name in ("a.txt", "src/b.py", "src")]
    assert modes == [0o644, 0o755, 0o755]


@pytest.mark.parametrize(("name", "value"), [("MAX_FILES", 2), ("MAX_BYTES", 10)])
def test_a_workspace_that_is_too_large_is_refused(name, value, root, monkeypatch):
    monkeypatch.setattr(copying, name, value)
    with pytest.raises(UsageError, match="the workspace has more than") as caught:
        snapshot(root)
    assert "gitignore" in caught.value.findings[0].next_step


PLACES = {
    "app/x.py": "",
    "./app/x.py": "",
    "app/../../x": "lies outside the workspace",
    "/etc/passwd": "lies outside the workspace",
    "~/x": "lies outside the workspace",
    "a\\b": "lies outside the workspace",
    "a\0b": "lies outside the workspace",
    "": "lies outside the workspace",
    ".git/hooks/x": "lies in git's own folder",
    "cases.json": "is an input of taskgen",
    "./library/x.yaml": "is an input of taskgen",
    "library": "is an input of taskgen",
    "library2/x": "",
}


@pytest.mark.parametrize("path", PLACES)
def test_a_place_may_or_may_not_be_pasted_to(path):
    said = why_not_pasted(path, ["cases.json", "library/"])
    assert PLACES[path] in said
    assert bool(said) == bool(PLACES[path])


def test_nothing_is_pasted_through_a_link(root, tmp_path):
    folder = tmp_path / "copy"
    copy(snapshot(root), folder)
    (folder / "way").symlink_to(tmp_path)
    (folder / "file").symlink_to(tmp_path / "outside")
    assert paste(folder, "way/outside", "x") == "'way/outside' can't be made: 'way' is no folder"
    assert paste(folder, "file", "x") == ""
    assert (folder / "file").read_text() == "x"
    assert Path(tmp_path, "outside").read_text() == "secret"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("src", "x", "'src' can't be made: it is a folder"),
        ("a.txt/x", "x", "'a.txt/x' can't be made: 'a.txt' is no folder"),
        ("x" * 300, "x", "can't be written"),
        ("x" * 300 + "/y", "x", "can't be written"),
        ("surrogate", "\ud800", "can't be written"),
    ],
    ids=["a folder", "below a file", "a long name", "a long folder", "no text"],
)
def test_a_paste_that_can_not_be_made_is_said(path, text, said, root, tmp_path):
    copy(snapshot(root), tmp_path / "copy")
    problem = paste(tmp_path / "copy", path, text)
    assert said in problem
    assert str(tmp_path) not in problem
