"""`make test-live`: a real chat model asked, recorded and replayed. Run by pytest in taskgen's own environment.

The model's server runs in `build/live`, whose packages `tests/with_packages.sh` installs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from starting import free_port, moved, started

from taskgen.text import markdown

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIVE = ROOT / "build" / "live" / "bin" / "python"
KEY = "key-of-this-test"
CPU = "max_text_001_simple_question"
HIGHEST = "max_retry_002_waking_up"  # its code passes every case
CLIENT = """
import sys
from openai import OpenAI

client = OpenAI(base_url=sys.argv[1] + "/v1", api_key="none")
asked = {
    "model": "max/text-general",
    "messages": [{"role": "user", "content": "What is the primary function of a CPU in a computer?"}],
}
whole = client.chat.completions.create(**asked).choices[0].message.content
pieces = client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True})
streamed = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
assert "instruction" in whole and streamed == whole, (whole, streamed)
"""


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


@pytest.fixture
def at_work(sample):
    """A copy of the sample with the highest rung pasted, and the URL of its own at which its code asks."""
    url = f"http://localhost:{free_port()}"
    folder = moved(sample("claude-proxy"), url)
    shutil.rmtree(folder / "recordings")
    task = (folder / "tasks" / f"{HIGHEST}.md").read_text(encoding="utf-8")
    code = next(fence for fence in markdown.fences(task) if "title" in fence.attributes)
    (folder / "app").mkdir()
    (folder / "app" / "router.py").write_text(code.content, encoding="utf-8")
    return folder, url


def curl(url, *, stream):
    asked = {"model": "max/text-general", "messages": [{"role": "user", "content": "Hello!"}], "stream": stream}
    command = ["curl", "-sS", "--fail", f"{url}/v1/chat/completions", "-d", json.dumps(asked)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_every_case_is_recorded_from_the_model_replayed_and_passes(model, at_work, taskgen):
    folder, url = at_work
    with started([sys.executable, str(HERE / "proxy.py"), model, "200"]) as upstream:
        said = taskgen("record", "--all", "--upstream", upstream, "--made-by", "the model of this test", cwd=folder)
    assert said.code == 0, said.all
    assert "13 cases recorded" in said.err
    with started([sys.executable, "-m", "taskgen", "replay"], cwd=folder) as replay:
        assert replay == url
        said = taskgen("run", "--all", "--jobs", "4", cwd=folder)
        assert said.code == 0, said.all
        assert "13 of 13 cases passed" in said.err
        subprocess.run([str(LIVE), "-c", CLIENT, url], check=True, timeout=60)
        if shutil.which("curl"):
            assert "helpful AI" in curl(url, stream=False)
            assert "data: [DONE]" in curl(url, stream=True)


def test_a_key_that_is_wanted_and_missing_is_told(proxy, at_work, taskgen):
    folder, _url = at_work
    said = taskgen("record", CPU, "--upstream", proxy, cwd=folder)
    assert said.code == 1
    assert "HTTP Error 401: Unauthorized" in said.out
    assert not (folder / "recordings").exists()
