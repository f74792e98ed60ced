"""A server of one page, for this machine alone; the page is told when it has changed."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import parse_qs, urlsplit

from taskgen.diagnostics import MachineError, error

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
CHANGES = "/changes"
MOST_WAITING = 32  # pages that wait for a change at once; more of them are refused
BREATH = 15.0  # seconds between two signs of life to a page that waits


class PageServer:
    """Serves the page that it was given last: `put` a page, and those who look at the one before are told.

    Args:
        port: 0 for any that is free.

    Raises:
        MachineError: the port is taken.
    """

    def __init__(self, port: int = 0) -> None:
        try:
            self._server = _Server((HOST, port), _Handler)
        except (OSError, OverflowError) as wrong:
            reason = getattr(wrong, "strerror", None) or str(wrong)
            message = f"can't serve on port {port}: {reason}"
            raise MachineError(error("no-port", None, message, "give --port 0")) from None
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._server.stop()
        self._thread.join(timeout=5)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self._server.server_address[1]}/"

    @property
    def next_changes(self) -> str:
        """The address at which the page that is put next asks for changes."""
        return f"{CHANGES}?seen={self._server.number + 1}"

    def put(self, page: str) -> None:
        """Serve this page from now on."""
        self._server.put(page.encode("utf-8", "replace"))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.page = b""
        self.number = 0  # of the page: each one that is put has the next
        self.stopping = False
        self.changed = threading.Condition()
        self.waiting = threading.BoundedSemaphore(MOST_WAITING)

    def put(self, page: bytes) -> None:
        with self.changed:
            self.page, self.number = page, self.number + 1
            self.changed.notify_all()

    def stop(self) -> None:
        with self.changed:
            self.stopping = True
            self.changed.notify_all()
        self.shutdown()
        self.server_close()

    def news(self, seen: int) -> Iterator[bytes]:
        """What to send to a page: signs of life until it is no longer the one that is served."""
        while not self.stopping:
            with self.changed:
                self.changed.wait_for(lambda: self.stopping or self.number != seen, timeout=BREATH)
            if self.number != seen:
                yield b"event: changed\ndata: reload\n\n"
                return
            yield b": still here\n\n"


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 30
    hosts: ClassVar = ("127.0.0.1", "localhost")

    def do_GET(self) -> None:
        """The page, or news of it; only under this machine's own names, so that no other site can read it."""
        asked = urlsplit(self.path)
        if self.headers.get("Host", "").partition(":")[0] not in self.hosts:
            self.send_error(421)
        elif asked.path == "/":
            self._send(self.server.page)
        elif asked.path == CHANGES:
            self._tell(parse_qs(asked.query).get("seen", [""])[0])
        else:
            self.send_error(404)

    def _send(self, page: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(page)

    def _tell(self, seen: str) -> None:
        if not self.server.waiting.acquire(blocking=False):
            self.send_error(503)
            return
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            for news in self.server.news(int(seen) if seen.isascii() and seen.isdigit() else 0):
                self.wfile.write(news)
        except OSError:
            return  # the page was closed
        finally:
            self.server.waiting.release()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
        """Nothing: who looks at the page is no news."""
