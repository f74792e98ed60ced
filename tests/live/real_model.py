"""`make test-live`: a real chat model asked, recorded and replayed. Run by pytest in taskgen's own environment.

The model's server runs in `build/live`, whose packages `tests/with_packages.sh` installs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from starting import moved, started

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIVE = ROOT / "build" / "live" / "bin" / "python"
KEY = "key-of-this-test"
CPU = "max_text_001_simple_question"


@pytest.fixture(scope="module")
def model():
    """The URL of the model's own server."""
    with started([str(LIVE), str(HERE / "model.py"), "220", "max/text-general"]) as url:
        yield url


@pytest.fixture(scope="module")
def proxy(model):
    """The URL of the proxy before it, which wants a key."""
    with started([sys.executable, str(HERE / "proxy.py"), model, "220", "--key", KEY]) as url:
        yield url


def test_the_real_model_passes_the_cpu_question(model, sample, taskgen):
    said = taskgen("run", CPU, "--target", "openai", cwd=moved(sample("claude-proxy"), model))
    assert said.code == 0, said.all
    assert "instruction" in said.out
    assert said.err.splitlines()[-1].startswith(f"PASS {CPU}")
