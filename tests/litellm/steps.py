"""`make test-litellm`: known faults of LiteLLM code fail as the library says. Run by pytest in taskgen's own environment.

LiteLLM itself is in `build/litellm`, which `tests/with_packages.sh` installs.
"""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from starting import free_port, started

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LITELLM = ROOT / "build" / "litellm" / "bin" / "python"
SAMPLE = ROOT / "samples" / "claude-proxy-litellm"
FAULTS = {"provider": "no-provider", "timeout": "plain-completion-awaited", "validation": "flat-response"}
"""Files of `faults/` with the pitfall of the sample's library that says how each of them fails."""

TASKGEN = [sys.executable, "-m", "taskgen"]


def with_litellm(folder: Path) -> Path:
    """The project with the Python that has LiteLLM."""
    config = folder / "taskgen.toml"
    config.write_text(f"python = {json.dumps(str(LITELLM))}\n{config.read_text(encoding='utf-8')}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def replay():
    """The URL of the sample's recorded answers."""
    with started([*TASKGEN, "replay", "--port", str(free_port())], cwd=SAMPLE) as url:
        yield url


@pytest.mark.parametrize(("fault", "pitfall"), FAULTS.items(), ids=FAULTS)
def test_a_fault_fails_as_the_library_says_and_its_mended_form_passes(fault, pitfall, replay):
    wrong, right = (
        subprocess.run(
            [LITELLM, HERE / "one.py", HERE / "faults" / f"{fault}.py", side, replay],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        for side in ("wrong", "right")
    )
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
    shutil.copytree(SAMPLE / "recordings", folder / "recordings")
    code, verdicts = prove(folder)
    refused = verdicts["proxy_001_as_planned", "alone"]
    assert code == 1
    assert (refused["status"], refused["step"]) == ("not proven", "green")
    assert "LLM Provider NOT provided" in refused["message"]
    corrected = {mode: one["status"] for (case, mode), one in verdicts.items() if case == "proxy_002_corrected"}
    assert set(corrected.values()) == {"proven"}


@pytest.mark.sandbox
def test_the_sample_is_proven_and_its_receipts_are_current(tmp_path):
    folder = with_litellm(Path(shutil.copytree(SAMPLE, tmp_path / "sample")))
    code, verdicts = prove(folder)
    assert code == 0, verdicts
    for receipt in (SAMPLE / "receipts").glob("*.json"):
        assert (folder / "receipts" / receipt.name).read_bytes() == receipt.read_bytes()
