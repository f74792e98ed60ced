"""The recorder: a proxy on loopback that passes requests on to the real server and keeps what was said."""

from __future__ import annotations

import contextlib
import http.client
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from taskgen.doors.recordings.handling import Handler, Server
from taskgen.exchanges.bodies import body_of
from taskgen.exchanges.values import Answer, Exchange
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT: Final = ("retry-after", "location")
"""Headers of an answer that a client's behaviour hangs on."""

_HOP = ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer")
_OWN: Final = frozenset([*_HOP, "transfer-encoding", "upgrade", "host", "content-length", "accept-encoding"])
_SECONDS: Final = 300.0  # that the real server may take
_BAD_GATEWAY: Final = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A server: scheme, host and port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def origin_of(url: str) -> Origin | None:
    """The server of a URL; None where it names none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return Origin(scheme=parts.scheme, host=parts.hostname, port=port) if parts.hostname and port else None


class Recorder(Server):
    """Takes down what passes through it.

    Attributes:
        exchanges: in the order in which they were answered.
        problem: why the real server could not be asked; empty where it could.
        garbled: what it answered that nobody can read; empty where it did not.
    """

    def __init__(self, address: tuple[str, int], upstream: Origin) -> None:
        self.upstream = upstream
        self.exchanges: list[Exchange] = []
        self.problem = self.garbled = ""
        self.lock = threading.Lock()
        super().__init__(address, RecorderHandler)

    @property
    def origin(self) -> Origin:
        """Where it listens."""
        host, port = self.server_address[:2]
        return Origin(scheme="http", host=str(host), port=int(port))


@contextlib.contextmanager
def recording(address: tuple[str, int], upstream: Origin) -> Iterator[Recorder]:
    """A recorder at work, in a thread of its own.

    Raises:
        OSError: the address is taken.
    """
    with Recorder(address, upstream) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class RecorderHandler(Handler):
    """Passes requests on."""

    server: Recorder

    def answer(self, data: bytes) -> None:
        """Ask the real server, keep the exchange, give its answer."""
        to = self._to()
        try:
            status, content_type, headers, body = self._asked(to, data)
        except OSError as problem:
            said = f"{to} did not answer: {str(problem) or type(problem).__name__}"
            with self.server.lock:
                self.server.problem = self.server.problem or said
            self.say(_BAD_GATEWAY, said)
            return
        except http.client.HTTPException as problem:
            said = f"{to} answered what is no HTTP: {(str(problem) or type(problem).__name__).strip()}"
            with self.server.lock:
                self.server.garbled = self.server.garbled or said
            self.say(_BAD_GATEWAY, said)
            return
        answer = Answer(status=status, body=body_of(body, content_type), content_type=content_type, headers=headers)
        with self.server.lock:
            self.server.exchanges.append(Exchange(request=self.request_of(data), answer=answer))
        self.give(status, body, content_type, headers)

    def _to(self) -> Origin:
        """The server that is meant: of a request that names its own (as to a proxy), that one."""
        named = origin_of(self.path) if "://" in self.path.partition("?")[0] else None
        here = self.server.origin
        return self.server.upstream if named is None or named.port == here.port else named

    def _asked(self, to: Origin, data: bytes) -> tuple[int, str, dict[str, str], bytes]:
        kind = http.client.HTTPSConnection if to.scheme == "https" else http.client.HTTPConnection
        connection = kind(to.host, to.port, timeout=_SECONDS)
        try:
            parts = urlsplit(self.path)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN}
            connection.request(self.command, path, body=data or None, headers=headers)
            reply = connection.getresponse()
            body = reply.read()
            kept = {name.title(): reply.headers[name] for name in KEPT if name in reply.headers}
            return reply.status, reply.headers.get("Content-Type", ""), kept, body
        finally:
            connection.close()
