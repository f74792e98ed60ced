"""A small Claude proxy on loopback: answers of a real model, and the manners that make clients fail.

`proxy.py MODEL_URL SECONDS [--port N] [--key KEY]`. Prints `listening URL`, and ends after that time, or when its
standard input is closed. What it does depends on the model that is asked for, see `MANNERS`; it serves the OpenAI paths
under /v1 only, and wants the key where one is set.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Callable

    Said = tuple[int, dict[str, Any]]  # status and body

MANNERS = {
    "max/text-general": "prompt",
    "max/json-expert": "prompt",
    "max/deep-thinker": "slow",
    "max/batch-writer": "job",
    "max/free-tier": "limited",
    "max/on-demand": "asleep",
    "gpt-small": "prompt",
}
SLOW = 7.0  # seconds that a slow model takes
ROUNDS = 2  # how often a job is looked for before it is done, and a sleeping model asked before it is awake
ACCEPTED = 202
CREATED = 1_767_225_600  # one time for all replies, so that recordings made twice are the same


class Refused(Exception):  # noqa: N818 - it is an answer
    """An answer that is none: status, message, headers."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}


class Proxy(ThreadingHTTPServer):
    """The server with what it remembers: how often a request came, and the answers of jobs."""

    daemon_threads = True

    def __init__(self, port: int, upstream: str, key: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.upstream, self.key = upstream, key
        self.asked: Counter[str] = Counter()
        self.jobs: dict[str, dict[str, Any]] = {}

    def answer(self, body: dict[str, Any], name: str) -> dict[str, Any]:
        """The model's own answer, under the name that was asked for and with an id that does not change."""
        request = Request(  # noqa: S310 - a URL on loopback
            f"{self.upstream}/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=60) as reply:  # noqa: S310 - the same
            told = json.load(reply)
        usage = {key: told["usage"][key] for key in ("prompt_tokens", "completion_tokens", "total_tokens")}
        steady = {"id": f"chatcmpl-{name}", "object": "chat.completion", "created": CREATED}
        return {**steady, "model": body["model"], "choices": told["choices"], "usage": usage}

    def chat(self, body: dict[str, Any]) -> Said:
        """Status and answer of one request, in the manner of its model."""
        name = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:12]
        manner = MANNERS.get(body["model"])
        self.asked[name] += 1
        if manner is None:
            raise Refused(404, f"model {body['model']!r} not found")
        if manner == "slow":
            time.sleep(SLOW)
        if manner == "limited" and self.asked[name] % 2:
            raise Refused(429, "rate limit reached", Retry_After="1")
        if manner == "asleep" and self.asked[name] % (ROUNDS + 1):
            raise Refused(503, "the model is waking up")
        if manner == "job":
            self.jobs[name] = self.answer(body, name)
            return ACCEPTED, {"id": name, "status": "queued"}
        return 200, self.answer(body, name)

    def job(self, name: str) -> Said:
        """Status and answer of a question for a job: accepted for some rounds, then what the model said."""
        if name not in self.jobs:
            raise Refused(404, f"job {name!r} not found")
        self.asked[name] += 1
        return (200, self.jobs[name]) if self.asked[name] > ROUNDS else (ACCEPTED, {"id": name, "status": "running"})


class Handler(BaseHTTPRequestHandler):
    """One request: path, key, then the proxy's answer as JSON."""

    server: Proxy
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """A chat completion."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.told(lambda: self.server.chat(body) if self.path == "/v1/chat/completions" else self.nothing_here())

    def do_GET(self) -> None:
        """A job's state."""
        head, _, name = self.path.rpartition("/")
        self.told(lambda: self.server.job(name) if head == "/v1/jobs" else self.nothing_here())

    def nothing_here(self) -> Said:
        """The answer to all other paths."""
        raise Refused(404, f"there is no {self.path}; the API lies under /v1")

    def admit(self) -> None:
        """Refuse a request without the key."""
        if self.server.key and self.headers.get("Authorization") != f"Bearer {self.server.key}":
            raise Refused(401, "an API key is needed: Authorization: Bearer KEY")

    def told(self, answer: Callable[[], Said]) -> None:
        """Send what `answer()` gives, or its refusal."""
        headers: dict[str, str] = {}
        try:
            self.admit()
            status, body = answer()
        except Refused as refused:
            status, body = refused.status, {"error": {"message": str(refused), "code": refused.status}}
            headers = refused.headers
        if status == ACCEPTED:
            headers = {"Location": f"/v1/jobs/{body['id']}"}
        data = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until the time is over or nobody listens any more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model_url")
    parser.add_argument("seconds", type=float)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", default="")
    given = parser.parse_args()
    over = threading.Timer(given.seconds, os._exit, [0])
    over.daemon = True
    over.start()
    server = Proxy(given.port, given.model_url, given.key)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"listening http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201 - its starter waits for this
    sys.stdin.read()


if __name__ == "__main__":
    main()
