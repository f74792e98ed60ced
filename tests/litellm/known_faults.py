"""`make test-litellm`: known faults fail as the library says. Run by pytest in taskgen's own environment.

LiteLLM itself is in `build/litellm`, which `tests/with_packages.sh` installs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from servers import serving

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LITELLM = ROOT / "build" / "litellm" / "bin" / "python"
SAMPLE = ROOT / "samples" / "claude-proxy-litellm"
# Files of `faults/`: the pitfall of the sample's library that says how it fails, and its requests till then.
FAULTS = [
    ("provider", "no-provider", 0),
    ("timeout", "plain-completion-awaited", 1),
    ("validation", "flat-response", 1),
]
TASKGEN = [sys.executable, "-m", "taskgen"]


def with_litellm(folder: Path) -> Path:
    """The project with the Python that has LiteLLM."""
    config = folder / "taskgen.toml"
    config.write_text(f"python = {json.dumps(str(LITELLM))}\n{config.read_text(encoding='utf-8')}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server():
    """A server that gives a good answer."""
    with serving("good") as one:
        yield one


def one_side(fault, side, url):
    command = [LITELLM, HERE / "one.py", HERE / "faults" / f"{fault}.py", side, url]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("fault", "pitfall", "requests"), FAULTS)
def test_a_fault_fails_as_the_library_says_and_its_mended_form_passes(fault, pitfall, requests, server):
    before = len(server.requests)
    wrong = one_side(fault, "wrong", server.url)
    assert len(server.requests) - before == requests
    right = one_side(fault, "right", server.url)
    library = yaml.safe_load((SAMPLE / "library" / "litellm.yaml").read_text(encoding="utf-8"))
    assert wrong.returncode == 1
    assert next(entry["error"] for entry in library["pitfalls"] if entry["id"] == pitfall) in wrong.stderr
    assert right.returncode == 0, right.stderr


def prove(folder):
    """The verdicts of `taskgen prove` in a project, by (case, mode)."""
    said = subprocess.run([*TASKGEN, "prove", "--format", "json"], cwd=folder, capture_output=True, check=False)
    verdicts = json.loads(said.stdout)["lists"][0]["verdicts"]
    return said.returncode, {(one["case"], one["mode"]): one for one in verdicts}


@pytest.mark.sandbox
def test_a_planned_call_is_refused_at_green_and_its_corrected_form_is_proven(tmp_path):
    folder = with_litellm(Path(shutil.copytree(HERE / "handwritten", tmp_path / "handwritten")))
    shutil.copy(ROOT / "tests" / "servers.py", folder)
    code, verdicts = prove(folder)
    refused = verdicts["proxy_001_as_planned", "alone"]
    assert code == 1
    assert (refused["status"], refused["step"]) == ("not proven", "green")
    assert "LLM Provider NOT provided" in refused["message"]
    corrected = {mode: one["status"] for (case, mode), one in verdicts.items() if case == "proxy_002_corrected"}
    assert set(corrected.values()) == {"proven"}


@pytest.mark.sandbox
def test_the_sample_is_proven_its_fixes_taken_back(tmp_path):
    folder = with_litellm(Path(shutil.copytree(SAMPLE, tmp_path / "sample")))
    code, verdicts = prove(folder)
    assert code == 0, verdicts
    assert {one["status"] for one in verdicts.values()} == {"proven", "covered"}
    assert {mode for _case, mode in verdicts} == {"alone", "in order", "after all", "controls", "fixes", "crossing"}
