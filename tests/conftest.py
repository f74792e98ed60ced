"""What tests share: the command line in this process, the corpus, and hypothesis settings."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import compiled
import hypothesis
import pytest

from taskgen.cli.boundary import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]

hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

compiled.once()

# A shell starts its background jobs with SIGINT ignored, and children inherit that: no interrupt would arrive.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Both streams."""
        return self.out + self.err


@pytest.fixture
def taskgen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Said]:
    """The command line, run in this process: `taskgen("render", "tasks.md", cwd=folder)`."""

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))

    def run(*arguments: str, cwd: Path) -> Said:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["taskgen", *arguments])
        capfd.readouterr()
        code = guarded()
        captured = capfd.readouterr()
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture
def sample(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a sample project, alone in a folder."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(ROOT / "samples" / name, tmp_path / name))

    return copy


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real inputs beside the checkout."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"there is no corpus of real inputs at {folder}")
    return folder


@pytest.fixture
def doubling() -> Callable[[Path, str], None]:
    """A project of one case, `double_001`: `doubling(folder, body)` with the body of its snippet's function."""
    return write_doubling


def write_doubling(folder: Path, body: str) -> None:
    code = f"def answer(given):\n    {body}\n"
    indented = "".join(f"      {line}\n" if line else "\n" for line in code.splitlines())
    (folder / "library").mkdir()
    (folder / "library" / "code.yaml").write_text(
        "snippets:\n  - id: double\n    when: {id: double_001}\n    language: python\n"
        f"    file: app/double.py\n    code: |\n{indented}",
        encoding="utf-8",
    )
    (folder / "tasks.md").write_text("## Task 1: Double\n\nSee `double_001`.\n", encoding="utf-8")
    (folder / "test_prompts.json").write_text(
        '[{"id": "double_001", "input": {"number": 2}, "expected": 4}]', encoding="utf-8"
    )
    (folder / "taskgen.toml").write_text('target = "python:app.double:answer"\n', encoding="utf-8")
