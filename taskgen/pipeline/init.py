"""A new project: a small list with cases and library that renders and proves at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, RefusedError, error
from taskgen.doors import output, workspace
from taskgen.pipeline.schemas import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE: Final = "wordcount"
SCHEMA_FOLDER: Final = "schema"
_INPUTS: Final = ("tasks.md", "test_prompts.json", "taskgen.toml")


def new_files() -> dict[str, str]:
    """The files of a new project by path, editors' schema lines included."""
    folder = workspace.builtin_folder("samples") / SAMPLE
    texts = {name: _text(folder / name) for name in _INPUTS}
    cases = json.loads(texts["test_prompts.json"])
    texts["test_prompts.json"] = _dump({"$schema": f"{SCHEMA_FOLDER}/cases.json", "cases": cases})
    texts["taskgen.toml"] = f"#:schema {SCHEMA_FOLDER}/config.json\n{texts['taskgen.toml']}"
    for path in workspace.library_files(folder / "library", "library"):
        modeline = f"# yaml-language-server: $schema=../{SCHEMA_FOLDER}/library.json\n"
        texts[f"library/{path.name}"] = modeline + _text(path)
    for path in workspace.files_in(folder / "captures", ".txt"):
        texts[f"captures/{path.name}"] = _text(path)
    for name in ("cases", "library", "config"):
        texts[f"{SCHEMA_FOLDER}/{name}.json"] = _dump(SCHEMAS[name]())
    return texts


def _text(path: Path) -> str:
    return workspace.read(path, path.name, "the sample's file").decode()


def _dump(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def init(folder: Path, shown: str) -> list[str]:
    """Write a new project into a folder; the paths written.

    Raises:
        RefusedError: a file of that name is there already; nothing is written.
    """
    texts = new_files()
    there = [name for name in texts if (folder / name).exists()]
    # What an init that was cut off has written is no obstacle: it is the same.
    if len(there) == len(texts) or any(_is_other(folder / name, texts[name]) for name in there):
        places = [Location(f"{shown}/{name}" if shown != "." else name) for name in there]
        next_step = "choose an empty folder: taskgen init FOLDER"
        raise RefusedError(*(error("file-exists", place, "this file is there already", next_step) for place in places))
    for parent in {(folder / name).parent for name in texts}:
        output.sweep(parent)
    missing = sorted(texts.keys() - there)
    output.write_all([output.Write(path=folder / name, text=texts[name]) for name in missing])
    return missing


def _is_other(path: Path, text: str) -> bool:
    return workspace.read_optional(path) != text.encode()
