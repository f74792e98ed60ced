"""What both servers share: requests read whole within bounds, answers written, nothing that a client does ends them."""

from __future__ import annotations

import http.server
import socketserver
from typing import TYPE_CHECKING, Any, Final

from taskgen.exchanges.bodies import body_of
from taskgen.exchanges.values import EVENTS, Request, sorted_path

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST: Final = 10 * 1024 * 1024  # bytes of a body
PATIENCE: Final = 30.0  # seconds that a client may take to send the next bytes


class RefusedRequestError(ValueError):
    """A request can't be taken: the status and what is said of it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Server(socketserver.ThreadingTCPServer):
    """A server on loopback, a thread a connection."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """A client that went away in the middle is no trouble of ours."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Reads requests for a subclass that answers them."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "taskgen", ""
    timeout = PATIENCE
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        """One request of any method: the base class would look for a method of its name."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if len(self.raw_requestline) > 65536:  # noqa: PLR2004 - as the base class has it
                self.requestline = self.request_version = self.command = ""
                self.send_error(414)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if self.parse_request():
                self._answered()
                self.wfile.flush()
        except (TimeoutError, OSError):
            self.close_connection = True

    def _answered(self) -> None:
        try:
            data = self._body()
        except RefusedRequestError as problem:
            self.close_connection = True  # what is left of the request can't be told from the next one
            self.say(problem.status, str(problem))
            return
        self.answer(data)

    def answer(self, data: bytes) -> None:
        """Answer the request whose body this is."""
        raise NotImplementedError

    def request_of(self, data: bytes) -> Request:
        """The request as it is kept."""
        kind = self.headers.get("Content-Type", "")
        return Request(method=self.command, path=sorted_path(self.path), body=body_of(data, kind))

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = self.headers.get("Content-Length", "0")
        if not length.isascii() or not length.isdigit():
            raise RefusedRequestError(400, "Content-Length is no number")
        if int(length) > LARGEST:
            raise RefusedRequestError(413, f"the body is larger than {LARGEST >> 20} MiB")
        data = self.rfile.read(int(length))
        if len(data) < int(length):
            raise RefusedRequestError(400, "the body ends early")
        return data

    def _chunks(self) -> bytes:
        parts: list[bytes] = []
        left = LARGEST
        while True:
            try:
                size = int(self.rfile.readline(64).split(b";")[0], 16)
            except ValueError:
                raise RefusedRequestError(400, "a chunk has no length") from None
            left -= size
            if size < 0 or left < 0:
                raise RefusedRequestError(413, f"the body is larger than {LARGEST >> 20} MiB")
            parts.append(self.rfile.read(size))
            self.rfile.readline(64)
            if size == 0:
                return b"".join(parts)

    def say(self, status: int, message: str, code: str = "taskgen") -> None:
        """An error as OpenAI's servers write it."""
        import json  # noqa: PLC0415 - only for errors

        text = json.dumps({"error": {"message": message, "type": "taskgen_replay", "code": code}})
        self.give(status, text.encode(), "application/json", {})

    def give(self, status: int, data: bytes, content_type: str, headers: dict[str, str]) -> None:
        """Write a whole answer; one to HEAD, and one that may have no body, without it."""
        self.send_response(status)
        if content_type:
            self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name, value)
        bare = status in {204, 304} or status < 200  # noqa: PLR2004 - informational
        if not bare:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if not bare and self.command != "HEAD":
            self.wfile.write(data)

    def give_events(self, status: int, events: Iterable[bytes], headers: dict[str, str]) -> None:
        """Write the events of a stream, one after the other, and close."""
        self.send_response(status)
        self.send_header("Content-Type", EVENTS)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        for event in events if self.command != "HEAD" else ():
            self.wfile.write(event)
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as the base class has it
        """Nothing: subclasses tell what they served in their own words."""
