"""A small chat server on loopback that behaves well or badly, as its script says.

Run it by hand with `python tests/servers.py PORT BEHAVIOUR...`; in tests, `with serving("429", "good") as server:`.
Each POST takes the next behaviour; the last one stays. A behaviour is a word, some with a value after `=`:

good[=TEXT]       an answer; with `"stream": true` in the request as server-sent events
slow=SECONDS      the same after a while
drip=SECONDS      a byte of the answer each so many seconds
STATUS[=SECONDS]  an error of that status ("429", "500"), its Retry-After where given
job[=POLLS]       202 with a Location; the job is done after so many GETs of it
html, half, shape, utf8, closes, deep, flood   what no client should trip over
key=SECRET        401 unless the request carries it; the refusal repeats what the request did carry
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER = "The CPU carries out the instructions of programs."
ERRORS = {"400", "401", "404", "408", "409", "422", "429", "500", "502", "503"}


def completion(model: str, text: str) -> dict[str, Any]:
    usage = {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8}
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage,
    }


def events(model: str, text: str) -> bytes:
    """The answer in pieces, as a stream."""
    parts = [{"choices": [{"index": 0, "delta": {"content": word}}]} for word in text.replace(" ", " \0").split("\0")]
    last = {"choices": [], "usage": completion(model, text)["usage"]}
    lines = [json.dumps({"object": "chat.completion.chunk", "model": model, **part}) for part in [*parts, last]]
    return "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]).encode()


class Server(ThreadingHTTPServer):
    """The server; `requests` are (path, headers, body) of what came, in order."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, script: tuple[str, ...], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.script = script
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self.polls = 0
        self.ended = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what these tests are about."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else an answer in two writes waits for the client's acknowledgement
    NAMED: ClassVar = {"html": b"<html><body><h1>502 Bad Gateway</h1></body></html>", "utf8": b'{"choices": "\xff"}'}

    def log_message(self, *_arguments: object) -> None:
        """Nothing on stderr."""

    def do_GET(self) -> None:
        if not self.path.startswith("/jobs/"):
            self.reply(200, b'{"data": []}')
            return
        self.server.polls -= 1
        done = self.server.polls <= 0
        self.reply(200, json.dumps({"status": "done", **completion("job", ANSWER)} if done else {"status": "running"}))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        text = self.rfile.read(length)
        body = json.loads(text) if text else None
        with self.server.lock:
            number = len(self.server.requests)
            self.server.requests.append((self.path, dict(self.headers), body))
        word, _, value = self.server.script[min(number, len(self.server.script) - 1)].partition("=")
        getattr(self, f"do_{word}", self.do_named)(body, value) if word not in ERRORS else self.refuse(word, value)

    def refuse(self, status: str, retry_after: str) -> None:
        headers = {"Retry-After": retry_after} if retry_after else {}
        self.reply(int(status), json.dumps({"error": {"message": f"made-up error {status}"}}), **headers)

    def reply(self, status: int, body: bytes | str, kind: str = "application/json", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_good(self, body: Any, value: str) -> None:
        text, model = value or ANSWER, (body or {}).get("model", "none")
        if (body or {}).get("stream"):
            self.reply(200, events(model, text), "text/event-stream")
        else:
            self.reply(200, json.dumps(completion(model, text)))

    def do_slow(self, body: Any, value: str) -> None:
        self.server.ended.wait(float(value))
        self.do_good(body, "")

    def do_drip(self, body: Any, value: str) -> None:
        data = json.dumps(completion(body["model"], ANSWER)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for byte in data:
            self.wfile.write(bytes([byte]))
            if self.server.ended.wait(float(value)):
                return

    def do_job(self, _body: Any, value: str) -> None:
        self.server.polls = int(value or 1)
        self.reply(202, json.dumps({"status": "running", "id": "1"}), Location="/jobs/1")

    def do_half(self, body: Any, _value: str) -> None:
        data = json.dumps(completion(body["model"], ANSWER)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2])
        self.close_connection = True

    def do_closes(self, _body: Any, _value: str) -> None:
        self.close_connection = True

    def do_shape(self, body: Any, _value: str) -> None:
        self.reply(200, json.dumps({"content": ANSWER, "model": body["model"]}))

    def do_deep(self, _body: Any, _value: str) -> None:
        self.reply(200, "[" * 100_000)

    def do_flood(self, _body: Any, _value: str) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.ended.is_set():
            self.wfile.write(b" " * 65536)

    def do_key(self, body: Any, value: str) -> None:
        given = self.headers.get("Authorization", "")
        if given == f"Bearer {value}":
            self.do_good(body, "")
        else:
            self.reply(401, json.dumps({"error": {"message": f"Incorrect API key provided: {given}"}}))

    def do_named(self, _body: Any, _value: str) -> None:
        word = self.server.script[min(len(self.server.requests), len(self.server.script)) - 1]
        self.reply(200, self.NAMED[word], "text/html" if word == "html" else "application/json")


@contextlib.contextmanager
def serving(*script: str) -> Iterator[Server]:
    """A server on a free port of loopback that is gone afterwards."""
    server = Server(script or ("good",))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


if __name__ == "__main__":
    by_hand = Server(tuple(sys.argv[2:]) or ("good",), int(sys.argv[1]))
    threading.Timer(3600, by_hand.shutdown).start()  # never left behind for long
    sys.stderr.write(f"{by_hand.url} ({time.strftime('%H:%M')})\n")
    by_hand.serve_forever()
