"""The `openai` target against a real server on loopback that behaves well and badly."""

import json
import socket
import sys
import threading
import time

import pytest
from servers import ANSWER, Server, serving

from taskgen.doors.targets import KINDS, run_case
from taskgen.doors.targets.chat import NoAnswerError, request_of, streamed_answer_of
from taskgen.expect.sketch import match_text
from taskgen.model import Limits, Model

CANARY = "sk-canary-0123456789abcdef"
ASKED = {"model": "max/text-general", "question": "What does a CPU do?"}


@pytest.fixture(autouse=True)
def keyless(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def ask(server, given=ASKED, model=None, **more):
    models = {"*": model or Model(base_url=f"{server.url}/v1")}
    return run_case("openai", given, root=".", python=sys.executable, models=models, **more)


def test_a_question_is_asked_and_answered():
    with serving() as server:
        result = ask(server, {**ASKED, "llm_config": {"temperature": 0}})
    assert result.value == {
        "content": ANSWER,
        "model": "max/text-general",
        "usage": {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8},
    }
    path, headers, body = server.requests[0]
    assert path == "/v1/chat/completions"
    assert "Authorization" not in headers
    assert body == {
        "model": "max/text-general",
        "messages": [{"role": "user", "content": "What does a CPU do?"}],
        "temperature": 0,
    }


def test_an_answer_in_pieces_is_the_same():
    with serving() as server:
        whole = ask(server)
        assert ask(server, {**ASKED, "stream": True}).value == whole.value
    assert server.requests[1][2]["stream"] is True


def test_a_model_is_sent_under_another_name_and_answered_under_its_own():
    with serving() as server:
        result = ask(server, model=Model(base_url=f"{server.url}/v1", send_as="small"))
    assert server.requests[0][2]["model"] == "small"
    assert result.value["model"] == "max/text-general"


def test_the_pattern_that_fits_best_says_where_a_model_is():
    models = {
        "*": Model(base_url="http://a"),
        "max/*": Model(base_url="http://b"),
        "max/x*": Model(base_url="http://c"),
    }
    urls = {name: request_of({**ASKED, "model": name}, models, None).url for name in ("gpt", "max/t", "max/x")}
    assert urls == {
        "gpt": "http://a/chat/completions",
        "max/t": "http://b/chat/completions",
        "max/x": "http://c/chat/completions",
    }


def test_a_key_goes_to_its_own_server_only(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    with serving() as server:
        ask(server)
        assert "Authorization" not in server.requests[0][1]
        ask(server, model=Model(base_url=f"{server.url}/v1", api_key_env="OPENAI_API_KEY"))
        assert server.requests[1][1]["Authorization"] == f"Bearer {CANARY}"
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1/")
        assert run_case("openai", ASKED, root=".", python="").kind == "value"
        assert server.requests[2][1]["Authorization"] == f"Bearer {CANARY}"


@pytest.mark.parametrize("failures", [["429=0"], ["500", "503"], ["408", "409", "502"]], ids=" ".join)
def test_what_may_pass_is_asked_again(failures):
    with serving(*failures, "good") as server:
        assert ask(server).kind == "value"
    assert len(server.requests) == len(failures) + 1


def test_the_server_says_how_long_to_wait():
    with serving("429=1", "good") as server:
        began = time.monotonic()
        result = ask(server)
        assert 1 <= time.monotonic() - began < 2
    assert result.seconds < 0.5  # of the answer, without the waiting


def test_a_server_that_starts_late_is_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    started: list[Server] = []

    def start():
        started.append(Server(("good",), port))
        started[0].serve_forever(poll_interval=0.02)

    timer = threading.Timer(0.4, start)
    timer.start()
    try:
        models = {"*": Model(base_url=f"http://127.0.0.1:{port}/v1")}
        assert run_case("openai", ASKED, root=".", python="", models=models).kind == "value"
    finally:
        timer.join(0)
        started[0].shutdown()
        started[0].server_close()


BAD = {
    "html": ("bad-answer", "the answer is HTML: <html>... does the base URL lead to a server that speaks ..."),
    "half": ("bad-answer", "...: the connection ended before the answer did (...)"),
    "closes": ("bad-answer", "...: the connection ended before the answer did (...)"),
    "shape": ("bad-answer", 'the answer has no choices[0].message.content: {"content": ...'),
    "utf8": ("bad-answer", "the answer is no UTF-8 (byte 14) ..."),
    "deep": ("bad-answer", "the answer is no JSON: [[[..."),
    "flood": ("too-much", "...: it answered more than 256 KiB"),
    "slow=9": ("timed-out", "...: it did not answer within 0.3 s give the case a longer `timeout`, or ask for less"),
    "drip=0.1": ("timed-out", "...: it did not answer within 0.3 s ..."),
    "400": ("http-status", "HTTP 400 Bad Request: made-up error 400"),
    "404": ("http-status", "HTTP 404 Not Found: made-up error 404 is the path right? ..."),
    "500": ("http-status", "HTTP 500 Internal Server Error (4 tries): made-up error 500"),
    "429=600": ("http-status", "HTTP 429 Too Many Requests: made-up error 429 ...; it says Retry-After: 600"),
    "job": ("http-status", "HTTP 202 Accepted: ... it points to /jobs/1, where taskgen does not follow"),
    "key=other": ("http-status", "HTTP 401 ...: Incorrect API key provided: it wants a key, or another one: ..."),
}


@pytest.mark.parametrize("behaviour", BAD)
def test_a_bad_server_is_told(behaviour):
    kind, said = BAD[behaviour]
    with serving(behaviour) as server:
        began = time.monotonic()
        result = ask(server, timeout=0.3 if "=" in behaviour else 5, limits=Limits(output=256))
        assert time.monotonic() - began < 4
    assert result.kind == kind
    assert kind in KINDS
    assert not match_text(said, " ".join(filter(None, [result.message, result.hint]))), (result.message, result.hint)


def test_a_stream_that_breaks_off_is_no_answer():
    with serving('good=a"b') as server:
        assert ask(server, {**ASKED, "stream": True}).value["content"] == 'a"b'
    request = request_of({**ASKED, "stream": True}, {}, "http://localhost/v1")
    with pytest.raises(NoAnswerError, match="broke off before its"):
        streamed_answer_of(request, 'data: {"choices": []}\n\n')
    with pytest.raises(NoAnswerError, match="the answer is an error: too long"):
        streamed_answer_of(request, 'data: {"error": {"message": "too long"}}\n\ndata: [DONE]\n')


NOTHING_ASKED = {
    "no question": ({"model": "m"}, "the case's input has neither `question` nor `messages`"),
    "no model": ({"question": "q"}, "the case's input names no model"),
    "a number": (3, "the case's input asks nothing"),
}


@pytest.mark.parametrize("name", NOTHING_ASKED)
def test_an_input_that_asks_nothing_is_told(name):
    given, said = NOTHING_ASKED[name]
    result = run_case("openai", given, root=".", python="")
    assert (result.kind, result.message) == ("bad-input", said)


def test_a_far_server_wants_a_key_before_it_is_asked():
    result = run_case("openai", ASKED, root=".", python="")
    assert result.kind == "no-key"
    assert result.message == "OPENAI_API_KEY is not set, and https://api.openai.com/v1/chat/completions wants a key"
    far = run_case("openai", ASKED, root=".", python="", models={"*": Model(base_url="https://u:pw@far.example/v1")})
    assert far.message == "no key is named for https://...@far.example/v1/chat/completions"
    bad = run_case("openai", ASKED, root=".", python="", models={"*": Model(base_url="far.example")})
    assert bad.message == "the base URL 'far.example' is no URL of a server"


def test_the_key_is_never_told(monkeypatch, tmp_path, taskgen):
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    monkeypatch.setenv("MAX_KEY_IN", CANARY[::-1])
    (tmp_path / "app.py").write_text(
        "import os\n\n\ndef f(given):\n    print(os.environ['OPENAI_API_KEY'])\n"
        "    if given == 'return':\n        return {'content': [os.environ['MAX_KEY_IN']]}\n"
        "    raise ValueError(os.environ['OPENAI_API_KEY'])\n"
    )
    cases = [
        {"id": "ask_001", "input": ASKED, "expected": {"content": "x"}},
        {"id": "raise_001", "input": "raise", "expected": {"content": "x"}},
        {"id": "return_001", "input": "return", "expected": {"content": "x"}},
    ]
    (tmp_path / "test_prompts.json").write_text(json.dumps(cases))
    with serving("key=another", f"good={CANARY}") as server:
        keys = f'[models."*"]\nbase_url = "{server.url}/v1"\napi_key_env = "MAX_KEY_IN"\n'
        (tmp_path / "taskgen.toml").write_text(f'target = "openai"\n{keys}')
        told = [taskgen("run", "ask_001", *more, cwd=tmp_path) for more in ([], ["--format", "json"], ["--dry-run"])]
        target = ["--target", "python:app:f"]
        told += [taskgen("run", name, *target, cwd=tmp_path) for name in ("raise_001", "return_001")]
        told += [taskgen("run", "return_001", *target, "--format", "json", cwd=tmp_path)]
    assert server.requests[0][1]["Authorization"] == f"Bearer {CANARY[::-1]}"
    assert [said.code for said in told] == [1, 1, 0, 1, 1, 1]
    assert "[key]" in told[0].err
    assert "Authorization: Bearer $MAX_KEY_IN" in told[2].out
    for said in told:
        assert CANARY not in said.all
        assert CANARY[::-1] not in said.all


def test_a_server_that_is_down_is_the_machines_fault_and_openai_proves_nothing(tmp_path, taskgen, sample):
    (tmp_path / "test_prompts.json").write_text(json.dumps([{"id": "a_001", "input": ASKED, "expected": {}}]))
    (tmp_path / "taskgen.toml").write_text('target = "openai"\n[models."*"]\nbase_url = "http://127.0.0.1:9/v1"\n')
    said = taskgen("run", "a_001", cwd=tmp_path)
    assert said.code == 3
    assert "http://127.0.0.1:9/v1/chat/completions: no connection (Connection refused)" in said.err
    assert "run `taskgen replay` in another terminal" in said.err
    began = time.monotonic()
    assert taskgen("run", "a_001", cwd=tmp_path).code == 3
    assert time.monotonic() - began < 0.5  # it is waited for once
    folder = sample("wordcount")
    (folder / "taskgen.toml").write_text('target = "openai"\n')
    refused = taskgen("prove", cwd=folder)
    assert refused.code == 2
    assert "the target openai tests a server, never code" in refused.err
