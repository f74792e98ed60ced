"""Places that make trouble: folders that can't be written, disks that are full, links, odd names, other line ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from faults.harness import room, run
from faults.jobs import tree
from faults.trials import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from faults.jobs import Scene

ODD = (
    b"with space ",
    b"-x",
    b"'quoted\"",
    b"$(touch pwned)`",
    b"new\nline",
    b"\xc3\xa9\xe2\x9c\x93",
    b"not utf-8 \xff\xfe",
    b"%s{}",
    b"a" * 200,
)
COLLIDING = (
    ("Case_a", "case_A"),
    ("caf\u00e9", "cafe\u0301"),
    ("stra\u00dfe", "STRASSE"),
    ("a/b", "a:b"),
    ("Index", "x"),
)


def places(scene: Scene) -> Iterator[Row]:
    """One row for each kind of place."""
    yield _read_only(scene)
    yield from _full(scene)
    yield _linked("folder of outputs", scene, _link_folder)
    yield _linked("one output", scene, _link_file)
    yield _odd(scene)
    yield _crlf(scene)
    yield _colliding(scene)


def _read_only(scene: Scene) -> Row:
    row = Row(operation="a folder", fault="read-only")
    with room() as here:
        folder = Path(shutil.copytree(scene.folder, Path(here) / "work"))
        lock, unlock = _locks(folder / "tasks")
        lock()
        try:
            ran = run(folder, *scene.job.words)
        finally:
            unlock()
        row.judge(scene, folder, ran)
    return row


def _locks(folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """What makes a folder read-only and takes that back; permissions bind nobody who is root."""
    if os.geteuid():
        return lambda: folder.chmod(0o555), lambda: folder.chmod(0o755)
    return lambda: _bound_read_only(folder), lambda: subprocess.run(["umount", folder], check=True)


def _bound_read_only(folder: Path) -> None:
    _mount("--bind", folder, folder)
    _mount("-o", "remount,bind,ro", folder)


def _mount(*words: str | Path) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)


def _full(scene: Scene) -> Iterator[Row]:
    if os.geteuid():
        sys.stderr.write("a full disk is not tried: only root may mount a small one\n")
        return
    row = Row(operation="a disk", fault="full")
    for free in range(0, 40 * 1024, 4096):
        with room() as here:
            disk = Path(here) / "disk"
            disk.mkdir()
            _mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", disk)
            try:
                _fill(row, scene, disk, free)
            finally:
                subprocess.run(["umount", disk], check=True)
    yield row


def _fill(row: Row, scene: Scene, disk: Path, free: int) -> None:
    folder = Path(shutil.copytree(scene.folder, disk / "work"))
    filler = disk / "filler"
    room_left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler.write_bytes(bytes(max(0, room_left - free)))
    ran = run(folder, *scene.job.words)
    filler.unlink()
    row.judge(scene, folder, ran)


def _linked(what: str, scene: Scene, link: Callable[[Path], Path]) -> Row:
    row = Row(operation=what, fault="a symbolic link")
    with room() as here:
        folder = Path(shutil.copytree(scene.folder, Path(here) / "work"))
        path = link(folder)
        ran = run(folder, *scene.job.words)
        if not path.is_symlink():
            row.wrong.append(f"{what}: the link is gone")
        row.judge(_with_links(scene, folder), folder, ran)
    return row


def _link_folder(folder: Path) -> Path:
    (folder / "tasks").rename(folder / "elsewhere")
    (folder / "tasks").symlink_to("elsewhere")
    return folder / "tasks"


def _link_file(folder: Path) -> Path:
    path = folder / "tasks" / "double_002.md"
    path.rename(path.with_name("other.txt"))
    path.symlink_to("other.txt")
    return path


def _with_links(scene: Scene, folder: Path) -> Scene:
    """The scene as it looks through links: what a link stands for is there under two names."""
    moved = {"elsewhere/": "tasks/"} if (folder / "elsewhere").exists() else {"tasks/other.txt": "tasks/double_002.md"}
    (new, old) = next(iter(moved.items()))
    twice = [{**side, **_renamed(side, old, new)} for side in (scene.old, scene.new)]
    keep = tree(folder)  # a walk goes through links to files, not to folders
    return replace(scene, old=_seen(twice[0], keep), new=_seen(twice[1], keep))


def _renamed(side: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
    return {name.replace(old, new): data for name, data in side.items() if name.startswith(old)}


def _seen(side: dict[str, bytes], keep: dict[str, bytes]) -> dict[str, bytes]:
    through = any(name.startswith("tasks/") for name in keep)
    return {name: data for name, data in side.items() if through or not name.startswith("tasks/")}


def _odd(scene: Scene) -> Row:
    row = Row(operation="a folder", fault="an odd name")
    for name in ODD:
        with room() as here:
            folder = Path(shutil.copytree(scene.folder, Path(here) / os.fsdecode(name)))
            row.judge(scene, folder, run(folder, *scene.job.words))
    return row


def _crlf(scene: Scene) -> Row:
    row = Row(operation="a checkout", fault="with CRLF")
    with room() as here:
        folder = Path(shutil.copytree(scene.folder, Path(here) / "work"))
        for path in folder.rglob("*"):
            if path.is_file():
                path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        ran = run(folder, *scene.job.words)
        for path in folder.rglob("*"):
            if path.is_file():
                path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
        row.judge(scene, folder, ran)
    return row


def _colliding(scene: Scene) -> Row:
    row = Row(operation="two cases", fault="one file name")
    for ids in COLLIDING:
        with room() as here:
            folder = Path(shutil.copytree(scene.folder, Path(here) / "work"))
            given = folder / "test_prompts.json"
            before = given.read_bytes()
            cases = [{"id": name, "input": {"number": 1}, "expected": 2} for name in ids]
            given.write_text(json.dumps(cases), encoding="utf-8")
            ran = run(folder, *scene.job.words)
            if ran.code != 1 or not all(repr(name)[1:-1] in ran.said for name in ids if name != "x"):
                row.wrong.append(f"{ids}: exit {ran.code}: {ran.said[:400]}")
            given.write_bytes(before)
            row.judge(scene, folder, replace(ran, code=3))
    return row
