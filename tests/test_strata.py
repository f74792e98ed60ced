"""The house: each stratum imports only those before it, the doors are imported by the pipeline alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "taskgen"

# From the ground up; a module may import its own stratum and those before it.
STRATA = (
    {"__init__", "records", "patterns", "diagnostics", "decode", "model", "digest", "places"},
    {"text", "hygiene", "markers", "exchanges"},
    {"expect"},
    {"read"},
    {"link"},
    {"compose"},
    {"render", "prove", "lint", "reporters"},
    {"page"},
    {"report", "handbook"},
    {"pipeline"},
    {"cli"},
    {"pytest"},
    {"__main__"},
)
DOORS = {"doors"}
# What touches the world: only doors and the command line may import these.
WORLD = {
    "subprocess",
    "socket",
    "tempfile",
    "shutil",
    "glob",
    "urllib",
    "http",
    "time",
    "random",
    "secrets",
    "threading",
}
PURE_URLLIB = {"urllib.parse"}
# `read/` never opens a file; `pathlib` in it is for pure paths.
OPENING = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "unlink",
    "mkdir",
    "glob",
    "rglob",
    "iterdir",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, also late and for types."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


def rooms_imported(path: Path) -> set[str]:
    parts = [name.split(".") for name in imported(path) if name.startswith("taskgen.")]
    return {part[1] for part in parts} & {room for stratum in (*STRATA, DOORS) for room in stratum}


def level(room: str) -> int:
    return next(number for number, stratum in enumerate(STRATA) if room in stratum)


def ids(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_every_module_has_a_place_in_the_house():
    known = set().union(*STRATA, DOORS)
    assert {room_of(path) for path in modules()} <= known


@pytest.mark.parametrize("path", modules(), ids=ids)
def test_a_module_imports_only_what_stands_before_it(path):
    room, rooms = room_of(path), rooms_imported(path)
    if room in DOORS:
        allowed = DOORS | set().union(*STRATA[:3])
        assert rooms <= allowed, f"the door {room} imports {sorted(rooms - allowed)}"
        return
    doors = rooms & DOORS
    assert not doors or room == "pipeline", f"{room} imports the doors {sorted(doors)}; only the pipeline may"
    above = {other for other in rooms - DOORS if level(other) > level(room)}
    assert not above, f"{room} imports {sorted(above)}, which stand above it"


@pytest.mark.parametrize(
    "path", [path for path in modules() if room_of(path) not in DOORS | {"cli", "__main__"}], ids=ids
)
def test_a_module_inside_the_house_does_not_touch_the_world(path):
    names = {name for name in imported(path) if name.split(".")[0] in WORLD and name not in PURE_URLLIB}
    assert not {name for name in names if not name.startswith("urllib.parse")}
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not called & OPENING


def test_markdown_it_is_imported_in_one_folder():
    importers = {
        path.parent.name for path in modules() if any(name.startswith("markdown_it") for name in imported(path))
    }
    assert importers == {"markdown"}


def test_only_the_command_line_prints():
    printing = {
        ids(path)
        for path in modules()
        if room_of(path) not in {"cli", "__main__"}
        and any(
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }
    # What runs as a program of its own inside a sandbox or a child has no other way to speak.
    assert printing <= {"sandbox/asserts.py", "sandbox/demote.py", "sandbox/intruder.py", "sandbox/supervisor.py"}
