"""Recording and replay as users meet them: real servers and clients on loopback."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from taskgen.doors.recordings import ask
from taskgen.doors.recordings.replay import ReplayServer
from taskgen.exchanges import form
from taskgen.exchanges.bodies import DONE, body_of, bytes_of
from taskgen.exchanges.redaction import clean
from taskgen.exchanges.tape import Tape
from taskgen.exchanges.values import Answer, Body, Exchange, Recording, Request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATH = "/v1/chat/completions"
KEY = "sk-canary-0123456789abcdef0123456789"
CODE = """\
import json
import os
from urllib.request import Request, urlopen


def ask(given):
    body = {"model": given["model"], "api_key": os.environ.get("CANARY_API_KEY", ""), "messages": given["messages"]}
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ.get("CANARY_API_KEY", "")}
    with urlopen(Request(URL + "/v1/chat/completions", json.dumps(body).encode(), headers), timeout=10) as reply:
        answer = json.load(reply)
    return {"content": answer["choices"][0]["message"]["content"]}
"""


def completion(content: str) -> dict:
    message = {"role": "assistant", "content": content}
    return {
        "id": "c1",
        "object": "chat.completion",
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"total_tokens": 3},
    }


def exchange(question: str, *answers: tuple[int, dict], **more: object) -> list[Exchange]:
    body = {"model": "m", "messages": [{"role": "user", "content": question}], **more}
    request = Request(method="POST", path=PATH, body=Body(kind="json", value=body))
    return [
        Exchange(
            request=request,
            answer=Answer(
                status=status, body=Body(kind="json", value=value), content_type="application/json", headers={}
            ),
        )
        for status, value in answers
    ]


def recording(case: str, *exchanges: Exchange) -> Recording:
    return Recording(case=case, input="00000000", made_by="the tests", exchanges=exchanges)


@contextlib.contextmanager
def replaying(*recordings: Recording, delay: float = 0) -> Iterator[tuple[str, list[str]]]:
    told: list[str] = []
    with ReplayServer(("127.0.0.1", 0), Tape(recordings), delay, told.append) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", told
        finally:
            server.shutdown()


def post(url: str, body: object, path: str = PATH) -> tuple[int, str]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"})  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - ours
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def asked(question: str, **more: object) -> dict:
    return {"messages": [{"role": "user", "content": question}], "model": "m", **more}


def test_a_recorded_request_gets_its_answer_whatever_the_order_of_its_members():
    with replaying(recording("a", *exchange("hello", (200, completion("hi"))))) as (url, told):
        status, text = post(url, asked("hello"))
    assert status == 200
    assert json.loads(text) == completion("hi")
    assert told == [f"200 POST {PATH}  a"]


def test_an_unknown_request_gets_501_that_names_the_nearest_case_and_the_difference():
    kept = [recording("a", *exchange("hello", (200, {}))), recording("b", *exchange("good night", (200, {})))]
    with replaying(*kept) as (url, _told):
        status, text = post(url, asked("hello!"))
    assert status == 501
    said = json.loads(text)["error"]
    assert said["code"] == "unknown_request"
    assert "the nearest is case a" in said["message"]
    assert 'body.messages[0].content was recorded as "hello", "hello!" came' in said["message"]


@pytest.mark.parametrize("path", ["/chat/completions", "/v1/v1/chat/completions", "/chat/completions/"])
def test_a_recorded_path_below_another_root_is_not_found(path):
    with replaying(recording("a", *exchange("hello", (200, completion("hi"))))) as (url, _told):
        status, text = post(url, asked("hello"), path)
    assert status == 404
    assert f"the recordings have it at {PATH}" in json.loads(text)["error"]["message"]


def test_answers_come_in_the_order_recorded_and_begin_again_with_the_case():
    kept = recording("job", *exchange("q", (202, {"state": "queued"}), (202, {"state": "works"}), (200, {"ok": 1})))
    with replaying(kept) as (url, _told):
        assert [post(url, asked("q"))[0] for _ in range(4)] == [202, 202, 200, 202]
        assert ask.begin(url, "job")
        assert [post(url, asked("q"))[0] for _ in range(3)] == [202, 202, 200]
        assert ask.served(url, "job") == 3


def test_a_plain_answer_serves_a_client_that_wants_a_stream():
    with replaying(recording("a", *exchange("hello", (200, completion("one two  three"))))) as (url, _told):
        _status, text = post(url, asked("hello", stream=True, stream_options={"include_usage": True}))
    events = [line.removeprefix("data: ") for line in text.splitlines() if line]
    assert events[-1] == DONE
    chunks = [json.loads(event) for event in events[:-1]]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    pieces = [choice["delta"].get("content", "") for chunk in chunks for choice in chunk["choices"]]
    assert "".join(pieces) == "one two  three"
    assert chunks[-1]["usage"] == {"total_tokens": 3}


def test_a_streamed_answer_serves_a_client_that_wants_it_whole():
    with replaying(recording("a", *exchange("hello", (200, completion("one two"))))) as (url, _told):
        _status, text = post(url, asked("hello", stream=True, stream_options={"include_usage": True}))
    events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
    answer = Answer(
        status=200, body=Body(kind="events", value=[*events, DONE]), content_type="text/event-stream", headers={}
    )
    request = exchange("hello", (200, {}), stream=True)[0].request
    with replaying(recording("a", Exchange(request=request, answer=answer))) as (url, _told):
        status, text = post(url, asked("hello"))
    assert status == 200
    assert json.loads(text) == completion("one two")


@pytest.mark.parametrize(
    "raw",
    [
        b"GARBAGE\r\n\r\n",
        b"POST /x HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST /x HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /x HTTP/1.1\r\nContent-Length: 50\r\n\r\nshort",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"BREW /coffee HTTP/1.1\r\n\r\n",
        b"POST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\n\xff\xfe",
        b"",
    ],
    ids=range(9),
)
def test_no_request_ends_the_replay(raw):
    with replaying(recording("a", *exchange("hello", (200, {"ok": 1})))) as (url, _told):
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            said = connection.makefile("rb").read()
        assert said == b"" or b"HTTP/1." in said or b"Error" in said
        assert post(url, asked("hello"))[0] == 200


def test_chunked_bodies_and_head_are_understood():
    with replaying(recording("a", *exchange("hello", (200, {"ok": 1})))) as (url, _told):
        body = json.dumps(asked("hello")).encode()
        sent = f"POST {PATH} HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()
        sent += b"%x\r\n" % 10 + body[:10] + b"\r\n" + b"%x;x=y\r\n" % len(body[10:]) + body[10:] + b"\r\n0\r\n\r\n"
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=5) as connection:
            connection.sendall(sent)
            said = connection.makefile("rb").read()
    assert said.startswith(b"HTTP/1.1 200 ")
    assert said.endswith(b'{"ok": 1}')


def test_keys_do_not_count_when_requests_are_compared():
    kept = exchange("hello", (200, {"ok": 1}), api_key="[key]")
    with replaying(recording("a", *kept)) as (url, _told):
        assert post(url, asked("hello", api_key=KEY))[0] == 200


def test_a_dummy_key_stands_for_the_one_that_was_taken_out():
    kept = Exchange(
        request=Request(method="GET", path="/v1/models?key=%5Bkey%5D", body=Body(kind="empty")),
        answer=Answer(status=200, body=Body(kind="text", value="models"), headers={}),
    )
    with replaying(recording("a", kept)) as (url, _told), urllib.request.urlopen(f"{url}/v1/models?key=x") as reply:  # noqa: S310 - ours
        assert reply.read() == b"models"


def exchanged(path: str, data: bytes, kind: str = "") -> Exchange:
    answer = Answer(status=200, body=body_of(data, kind), content_type=kind, headers={})
    return Exchange(request=Request(method="GET", path=path, body=Body(kind="empty")), answer=answer)


@pytest.mark.parametrize("data", [b"\xff" + KEY.encode() + b"\xfe", KEY.encode(), b'{"said": "' + KEY.encode() + b'"}'])
def test_a_key_that_a_server_gives_back_is_taken_out_of_any_body(data):
    cleaned = clean(exchanged("/", data), [KEY])
    assert KEY.encode() not in bytes_of(cleaned.answer.body)
    assert b"[key]" in bytes_of(cleaned.answer.body)


def test_a_stream_whose_events_have_names_is_given_back_as_it_came():
    data = b'event: message_start\ndata: {"a": 1}\n\nevent: ping\ndata: {}\n\n'
    kept = recording("a", exchanged("/v1/messages", data, "text/event-stream"))
    with replaying(kept) as (url, _told), urllib.request.urlopen(f"{url}/v1/messages") as reply:  # noqa: S310 - ours
        assert (reply.headers["Content-Type"], reply.read()) == ("text/event-stream", data)


def test_a_parameter_called_key_that_is_no_secret_tells_requests_apart():
    users, rooms, secret = (clean(exchanged(f"/get?key={key}", b"")) for key in ("users", "rooms", KEY))
    assert users.request.key != rooms.request.key
    assert KEY not in secret.request.path


@pytest.mark.parametrize("data", [b'{"half": "\\ud83d"}', b"[" * 300 + b"]" * 300, b"[" * 99 + b"]" * 99, b"{" * 9000])
def test_whatever_a_server_says_is_written_and_read_back(data):
    kept = recording("a", clean(exchanged("/", data)))
    text = form.write(kept)
    assert form.read(text.encode().decode()) == kept


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
@pytest.mark.parametrize("more", [{}, {"stream": True}], ids=["plain", "streaming"])
def test_curl_talks_to_it(more):
    with replaying(recording("a", *exchange("hello", (200, completion("hi there"))))) as (url, _told):
        command = [
            "curl",
            "-sS",
            "--no-buffer",
            "--max-time",
            "10",
            url + PATH,
            "-d",
            json.dumps(asked("hello", **more)),
        ]
        said = subprocess.run([*command, "-H", "Content-Type: application/json"], capture_output=True, check=True)
    assert (b"data: [DONE]" in said.stdout) == bool(more)
    assert b"there" in said.stdout


BAD = [
    ("", "no JSON"),
    ("[]", "no object"),
    ("{}", "no recording of this form"),
    ('{"recording": 2}', "no recording of this form"),
    ('{"recording": 1, "case": "a", "input": "x"}', "exchanges must be a list"),
    ('{"recording": 1, "case": "a", "input": "x", "exchanges": [1]}', "exchange 1 is no object"),
    ('{"recording": 1, "case": 5, "input": "x", "exchanges": []}', "case must be text"),
    (
        (
            '{"recording": 1, "case": "a", "input": "x", "exchanges": [{"request": {"method": "GET", "path": "/"},'
            ' "answer": {"status": 9}}]}'
        ),
        "status must be a number",
    ),
    (
        (
            '{"recording": 1, "case": "a", "input": "x", "exchanges": [{"request": {"method": "GET", "path": "/"},'
            ' "answer": {"status": 200, "json": 1, "text": "x"}}]}'
        ),
        "two bodies",
    ),
]


@pytest.mark.parametrize(("text", "said"), BAD, ids=[said for _text, said in BAD])
def test_a_file_that_is_no_recording_is_told(text, said, tmp_path, taskgen):
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings" / "a.json").write_text(text, encoding="utf-8")
    told = taskgen("replay", "--port", "1", cwd=tmp_path)
    assert told.code == 2
    assert "recordings/a.json" in told.err
    assert said in told.err
    assert "taskgen record" in told.err


def test_a_recording_reads_back_as_it_was_written():
    answer = Answer(status=429, body=Body(kind="empty"), headers={"Retry-After": "1"})
    binary = Request(method="PUT", path="/b?x=1", body=Body(kind="base64", value="AAE="))
    made = recording("ä", Exchange(request=binary, answer=answer), *exchange("hello", (200, completion("hi"))))
    assert form.read(form.write(made)) == made


# --- The commands ----------------------------------------------------------------------------------------------------


class Upstream(BaseHTTPRequestHandler):
    """The real server: it says what it was asked, wants a key, and has one moody path."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"][-1]["content"]
        data = json.dumps(completion(f"you said {question}")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Trace", KEY)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def upstream() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def asking(tmp_path: Path) -> tuple[Path, str]:
    """A project whose code asks a server at an address of its own."""
    url = f"http://127.0.0.1:{free_port()}"
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "ask.py").write_text(f'URL = "{url}"\n{CODE}', encoding="utf-8")
    case = {
        "id": "ask_001",
        "input": {"model": "m", "messages": [{"role": "user", "content": "hello"}]},
        "expected": {"content": "you said hello"},
    }
    (tmp_path / "test_prompts.json").write_text(json.dumps([case]), encoding="utf-8")
    (tmp_path / "taskgen.toml").write_text(
        f'target = "python:app.ask:ask"\nneeds = ["{url}"]\npython = "{sys.executable}"\n', encoding="utf-8"
    )
    return tmp_path, url


def test_a_case_is_recorded_replayed_and_keys_stand_nowhere(asking, upstream, taskgen, monkeypatch):
    folder, url = asking
    monkeypatch.setenv("CANARY_API_KEY", KEY)
    said = taskgen("record", "ask_001", "--upstream", upstream, "--made-by", "a test server", cwd=folder)
    assert said.code == 0, said.all
    text = (folder / "recordings" / "ask_001.json").read_text(encoding="utf-8")
    assert KEY not in text + said.all
    assert json.loads(text)["made_by"] == "a test server"
    assert json.loads(text)["exchanges"][0]["request"]["json"]["api_key"] == "[key]"
    kept = form.read(text)
    with ReplayServer(("127.0.0.1", int(url.rpartition(":")[2])), Tape([kept]), 0, lambda _line: None) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        assert taskgen("run", "ask_001", cwd=folder).code == 0
        (folder / "app" / "ask.py").write_text("def ask(given):\n    return {'content': 'you said hello'}\n")
        said = taskgen("run", "ask_001", cwd=folder)
        server.shutdown()
    assert said.code == 1
    assert f"it made no request to {url}, where its recording is served" in said.err


def test_code_that_asks_the_real_server_is_recorded_through_the_proxy_variable(asking, upstream, taskgen):
    folder, url = asking
    for name in ("app/ask.py", "taskgen.toml"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(url, upstream), encoding="utf-8")
    said = taskgen("record", "ask_001", cwd=folder)
    assert said.code == 0, said.all
    assert (folder / "recordings" / "ask_001.json").is_file()


def test_the_openai_target_is_recorded(asking, upstream, taskgen, monkeypatch):
    folder, _url = asking
    monkeypatch.setenv("OPENAI_BASE_URL", f"{upstream}/v1")
    said = taskgen("record", "--all", "--target", "openai", cwd=folder)
    # Its answer has members that the case's sketch does not name: nothing is kept of a case that fails.
    assert said.code == 1
    assert not (folder / "recordings").exists()
    said = taskgen("record", "--all", "--target", "openai", "--force", cwd=folder)
    assert "1 exchange in recordings/ask_001.json" in said.out


def test_a_server_that_is_down_is_told_and_nothing_written(asking, taskgen):
    folder, _url = asking
    said = taskgen("record", "ask_001", "--upstream", f"http://127.0.0.1:{free_port()}", cwd=folder)
    assert said.code == 3
    assert "did not answer" in said.err
    assert "--upstream" in said.err
    assert not (folder / "recordings").exists()


def test_an_answer_that_is_no_http_fails_its_case_and_is_told(asking, taskgen):
    folder, _url = asking
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"garbage\r\n\r\n")

        threading.Thread(target=babble, daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        said = taskgen("record", "ask_001", "--upstream", url, cwd=folder)
    assert said.code == 1
    assert f"FAIL ask_001: {url} answered what is no HTTP: garbage" in said.out
    assert "1 failed" in said.err
    assert not (folder / "recordings").exists()


def test_a_port_that_is_taken_is_told(asking, taskgen):
    folder, url = asking
    with socket.create_server(("127.0.0.1", int(url.rpartition(":")[2]))):
        said = taskgen("record", "ask_001", "--upstream", "http://127.0.0.1:9", cwd=folder)
        assert said.code == 3
        assert "can't listen on" in said.err
        (folder / "recordings").mkdir()
        (folder / "recordings" / "ask_001.json").write_text(
            form.write(recording("ask_001", *exchange("hello", (200, {})))), encoding="utf-8"
        )
        said = taskgen("replay", "--seconds", "1", cwd=folder)
        assert said.code == 3
        assert "--port" in said.err


def test_a_delay_that_is_no_number_is_told(asking, taskgen, monkeypatch):
    monkeypatch.setenv("TASKGEN_DELAY", "soon")
    said = taskgen("replay", "--seconds", "0.1", cwd=asking[0])
    assert said.code == 2
    assert "TASKGEN_DELAY" in said.err


def test_the_replay_ends_by_itself_where_it_is_told_to(asking, taskgen):
    folder, url = asking
    (folder / "recordings").mkdir()
    (folder / "recordings" / "ask_001.json").write_text(
        form.write(recording("ask_001", *exchange("hello", (200, {})))), encoding="utf-8"
    )
    said = taskgen("replay", "--seconds", "0.1", cwd=folder)
    assert said.code == 0
    assert f"serving 1 recording on {url}" in said.err
    assert taskgen("replay", "nobody", cwd=folder).code == 2


@pytest.mark.parametrize(
    ("settings", "said"),
    [("", "--port"), ('needs = ["http://example.org:80"]\n', "--port")],
    ids=["nothing names a port", "another machine's"],
)
def test_a_replay_that_knows_no_port_says_so(settings, said, tmp_path, taskgen):
    (tmp_path / "taskgen.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings" / "a.json").write_text(form.write(recording("a")), encoding="utf-8")
    told = taskgen("replay", cwd=tmp_path)
    assert told.code == 2
    assert said in told.err


# --- Recordings and the rest of the project --------------------------------------------------------------------------


def test_check_tells_recordings_that_are_not_true_any_more(sample, taskgen):
    folder = sample("wordcount")
    (folder / "recordings").mkdir()
    for case in ("words_001_extra_spaces", "gone"):
        path = folder / "recordings" / f"{case}.json"
        path.write_text(form.write(recording(case, *exchange("hello", (200, {})))), encoding="utf-8")
    (folder / "recordings" / "half.json").write_text('{"recording": 1,', encoding="utf-8")
    said = taskgen("check", cwd=folder)
    assert said.code == 1
    assert "recordings/half.json:1:1: error: this is no recording" in said.err
    assert "warning: the input of case 'words_001_extra_spaces' changed since [stale-recording]" in said.err
    assert "warning: no case has the id 'gone' any more [orphan-recording]" in said.err


SILENT = "def ask(given):\n    return {'content': 'you said hello'}\n"


def write_snippet(folder: Path, file: str, url: str, code: str) -> None:
    """A library with one snippet, whose code asks a server."""
    indented = "".join(f"      {line}\n" if line else "\n" for line in code.splitlines())
    (folder / "library").mkdir(exist_ok=True)
    (folder / "library" / "ask.yaml").write_text(
        f"snippets:\n  - id: ask\n    when: {{id: ask_001}}\n    language: python\n    file: {file}\n"
        f'    needs: ["{url}"]\n    code: |\n{indented}',
        encoding="utf-8",
    )


@pytest.mark.sandbox
def test_a_proof_runs_beside_the_replay_and_refuses_code_that_does_not_ask(asking, upstream, taskgen):
    folder, url = asking
    code = (folder / "app" / "ask.py").read_text(encoding="utf-8")
    assert taskgen("record", "ask_001", "--upstream", upstream, cwd=folder).code == 0
    shutil.rmtree(folder / "app")
    for body, proven in ((code, True), (SILENT, False)):
        write_snippet(folder, "app/ask.py", url, body)
        (folder / "taskgen.toml").write_text(
            f'target = "python:app.ask:ask"\nservices = [{{command = "replay", url = "{url}"}}]\n', encoding="utf-8"
        )
        (folder / "tasks.md").write_text("## Task 1: Ask\n\nSee `ask_001`.\n", encoding="utf-8")
        assert taskgen("render", "-q", cwd=folder).code == 0
        task = (folder / "tasks" / "ask_001.md").read_text(encoding="utf-8")
        assert "`taskgen replay` serves recorded answers there" in task
        said = taskgen("prove", cwd=folder)
        assert (said.code == 0) == proven, said.all
        assert ("made no request" in said.out) != proven


@pytest.mark.sandbox
@pytest.mark.parametrize("proven", [True, False])
def test_a_command_of_the_project_s_own_must_ask_the_replay_too(proven, asking, upstream, taskgen):
    folder, url = asking
    code = (folder / "app" / "ask.py").read_text(encoding="utf-8")
    assert taskgen("record", "ask_001", "--upstream", upstream, cwd=folder).code == 0
    shutil.rmtree(folder / "app")
    body = code if proven else SILENT
    write_snippet(folder, "ask.py", url, body)
    (folder / "try.py").write_text(
        "import ask, json\n"
        'given = json.load(open("test_prompts.json"))[0]["input"]\nprint(json.dumps(ask.ask(given)))\n',
        encoding="utf-8",
    )
    (folder / "taskgen.toml").write_text(
        f'command = "python try.py {{{{ case.id }}}}"\nservices = [{{command = "replay", url = "{url}"}}]\n',
        encoding="utf-8",
    )
    (folder / "tasks.md").write_text("## Task 1: Ask\n\nSee `ask_001`.\n", encoding="utf-8")
    assert taskgen("render", "-q", cwd=folder).code == 0
    said = taskgen("prove", cwd=folder)
    assert (said.code == 0) == proven, said.all
    assert (f"it made no request to {url}, where its recording is served" in said.out) != proven, said.all
