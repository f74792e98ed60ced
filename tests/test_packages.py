"""Packages that code requires: told where they are lacking, installed for a proof as wheels, and seen by it alone."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CODE = 'import tinydouble\n\n\ndef answer(given):\n    return tinydouble.double(given["number"])\n'


def wheel(folder: Path) -> None:
    """A package of one function, as a wheel; its `jinja2` would break whatever of ours imports it."""
    name = "tinydouble-1.0.dist-info"
    files = {
        "tinydouble.py": "def double(number):\n    return number * 2\n",
        "jinja2.py": "raise ImportError('this is not for taskgen')\n",
        f"{name}/METADATA": "Metadata-Version: 2.1\nName: tinydouble\nVersion: 1.0\n",
        f"{name}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{name}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{name}/RECORD"])
    with zipfile.ZipFile(folder / "tinydouble-1.0-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)


@pytest.fixture
def project(tmp_path, taskgen, monkeypatch) -> Path:
    (tmp_path / "wheels").mkdir()
    wheel(tmp_path / "wheels")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    folder = tmp_path / "project"
    (folder / "library").mkdir(parents=True)
    indented = "".join(f"      {line}\n" if line else "\n" for line in CODE.splitlines())
    (folder / "library" / "code.yaml").write_text(
        "snippets:\n  - id: double\n    when: {id: double_001}\n    language: python\n    file: app/double.py\n"
        f"    requires: [tinydouble]\n    code: |\n{indented}",
        encoding="utf-8",
    )
    (folder / "tasks.md").write_text("## Task 1: Double\n\nSee `double_001`.\n", encoding="utf-8")
    case = {"id": "double_001", "input": {"number": 2}, "expected": 4}
    (folder / "test_prompts.json").write_text(json.dumps([case]), encoding="utf-8")
    (folder / "taskgen.toml").write_text('target = "python:app.double:answer"\n', encoding="utf-8")
    assert taskgen("render", cwd=folder).code == 0
    return folder


@pytest.mark.sandbox
def test_a_package_is_installed_once_and_only_where_that_is_asked_for(project, taskgen, monkeypatch):
    said = taskgen("prove", cwd=project)
    assert said.code == 3
    assert "the code requires tinydouble, which its Python does not have" in said.err
    assert "taskgen prove --install" in said.err
    said = taskgen("prove", "--install", cwd=project)
    assert said.code == 0, said.all
    assert "1 of 1 task proven" in said.err
    # The next time it is taken from the cache: there is nowhere to have it from.
    monkeypatch.setenv("PIP_FIND_LINKS", str(project))
    assert taskgen("prove", "--install", "--all", cwd=project).code == 0


@pytest.mark.sandbox
def test_what_can_not_be_installed_is_told(project, taskgen, monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", str(project))
    said = taskgen("prove", "--install", cwd=project)
    assert said.code == 3
    assert "pip can't install tinydouble: ERROR: No matching distribution found for tinydouble" in said.err
    assert "only wheels are taken" in said.err


@pytest.mark.sandbox
def test_a_python_inside_the_project_is_found_from_the_copies(project, taskgen, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(project / ".venv")], check=True)
    site = next((project / ".venv" / "lib").glob("python*")) / "site-packages"
    with zipfile.ZipFile(tmp_path / "wheels" / "tinydouble-1.0-py3-none-any.whl") as archive:
        archive.extractall(site)
    settings = project / "taskgen.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'python = ".venv/bin/python"\n', encoding="utf-8")
    said = taskgen("prove", cwd=project)
    assert said.code == 0, said.all
