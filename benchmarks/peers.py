"""The same work for taskgen's peers: as many files, of the same bytes, made by their own means."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from measure import process

if TYPE_CHECKING:
    from pathlib import Path

    from measure import Took


def put_aside(folder: Path) -> None:
    """Out of the way, but not deleted: a file system may take long to make files just after as many were deleted."""
    if folder.exists():
        aside = folder.parent / "aside"
        aside.mkdir(exist_ok=True)
        folder.rename(aside / f"{folder.name}-{len(list(aside.iterdir()))}")


def emptied(folder: Path) -> Path:
    put_aside(folder)
    folder.mkdir(parents=True)
    return folder


def bare_loop(source: Path, target: Path) -> Took:
    """A loop that writes the bytes that taskgen wrote."""
    contents = [(path.name, path.read_bytes()) for path in source.iterdir()]
    emptied(target)
    began = time.perf_counter()
    for name, content in contents:
        with (target / name).open("wb") as file:
            file.write(content)
    return time.perf_counter() - began, 0.0


def cog_files(source: Path, target: Path) -> None:
    """As many files for cog, each with a generator that gives the same text."""
    emptied(target)
    for path in source.iterdir():
        text = path.read_text(encoding="utf-8")
        code = f"[[[cog\nimport cog\ncog.out({text!r})\n]]]\n[[[end]]]\n"
        (target / path.name).write_text(code, encoding="utf-8")
    names = "\n".join(path.name for path in target.iterdir())
    (target / "files.txt").write_text(names, encoding="utf-8")


def copier_template(source: Path, target: Path) -> None:
    """As many templates for copier, each of which gives the same text, with one value filled in."""
    emptied(target)
    (target / "copier.yml").write_text("title:\n  type: str\n  default: tasks\n", encoding="utf-8")
    for path in source.iterdir():
        text = path.read_text(encoding="utf-8")
        filled = f"{{% raw %}}{text}{{% endraw %}}{{{{ title }}}}\n"
        (target / f"{path.name}.jinja").write_text(filled, encoding="utf-8")


def cog_run(binary: str, source: Path, target: Path) -> Took:
    """All of cog's files made anew, as by the first run: where nothing changes it writes nothing."""
    cog_files(source, target)
    return process([binary, "-r", "@files.txt"], target)


def copier_copy(binary: str, template: Path, target: Path) -> Took:
    put_aside(target)
    return process([binary, "copy", "--defaults", "--quiet", str(template), str(target)], template.parent)


def hook_repository(folder: Path) -> Path:
    """A repository whose one hook for pre-commit does nothing."""
    emptied(folder)
    hook = (
        "  - {id: nothing, name: nothing, language: system, entry: 'true', always_run: true, pass_filenames: false}\n"
    )
    (folder / ".pre-commit-config.yaml").write_text(f"repos:\n- repo: local\n  hooks:\n{hook}", encoding="utf-8")
    for words in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder
