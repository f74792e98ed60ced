"""One HTTP request with its time limit, its bound on what comes back, and its retries."""

from __future__ import annotations

import functools
import time
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import MachineError, error
from taskgen.records import dataclass

try:
    import urllib3
    from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError, ProtocolError
    from urllib3.exceptions import TimeoutError as TimedOut
except ModuleNotFoundError:
    _NEXT = "run `pip install 'taskgen-cli[openai]'`"
    raise MachineError(error("no-urllib3", None, "the target openai needs the package urllib3", _NEXT)) from None

if TYPE_CHECKING:
    from collections.abc import Mapping

RETRIED: Final = frozenset({408, 409, 429, 500, 502, 503, 504, 507, 529})
TRIES: Final = 4
_LONGEST_WAIT: Final = 60.0  # seconds that a Retry-After is honoured for
_FIRST_WAIT: Final = 0.25  # seconds before the second try; doubles with each
_CONNECT: Final = 10.0  # seconds
_CHUNK: Final = 65536
_given_up: Final[set[str]] = set()  # URLs that were waited for in vain: many cases need not wait for one each
_POOL: Final = 64  # connections kept for one server


class ServerFault(Exception):  # noqa: N818 - it is the server's, and may be cured by asking again
    """No whole answer came; `kind` is one of the results' kinds."""

    def __init__(self, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered: `seconds` from sending to the last byte, `tries` how often it was asked."""

    status: int
    reason: str
    headers: Mapping[str, str]
    data: bytes
    seconds: float
    tries: int


@functools.cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=8, maxsize=_POOL, retries=False)


def post(url: str, data: bytes, headers: Mapping[str, str], *, seconds: float, most: int) -> Reply:
    """Ask, and ask again where that may help: on a refused connection and the statuses of `RETRIED`.

    Args:
        url: http or https.
        data: the body.
        headers: of the request; redirects are not followed, so no key goes anywhere else.
        seconds: the time limit of each try.
        most: bytes that an answer may have.

    Raises:
        ServerFault: no whole answer came.
    """
    for tried in range(1, TRIES):
        try:
            reply = _once(url, data, headers, seconds, most, tried)
        except ServerFault as fault:
            if fault.kind != "unreachable" or url in _given_up:
                raise
            time.sleep(_back_off(tried))
            continue
        if reply.status not in RETRIED:
            return reply
        wait = _retry_after(reply, tried)
        if wait > _LONGEST_WAIT:
            return reply
        time.sleep(wait)
    try:
        return _once(url, data, headers, seconds, most, TRIES)
    except ServerFault as fault:
        if fault.kind == "unreachable":
            _given_up.add(url)
        raise


def _back_off(tried: int) -> float:
    return _FIRST_WAIT * 2.0 ** (tried - 1)


def _retry_after(reply: Reply, tried: int) -> float:
    """Seconds to wait: what the server asks for, else longer each time."""
    asked = reply.headers.get("Retry-After")
    if asked is None:
        return _back_off(tried)
    try:
        return urllib3.Retry().parse_retry_after(asked)
    except (HTTPError, ValueError, OverflowError):
        return _back_off(tried)


def _once(url: str, data: bytes, headers: Mapping[str, str], seconds: float, most: int, tried: int) -> Reply:
    began = time.monotonic()
    timeout = urllib3.Timeout(connect=min(seconds, _CONNECT), read=seconds)
    try:
        response = _pool().request(
            "POST", url, body=data, headers=dict(headers), timeout=timeout, preload_content=False, redirect=False
        )
        try:
            body = _read(response, began + seconds, most)
        except BaseException:
            response.close()  # half an answer: the connection is of no more use
            raise
        response.release_conn()
    except (HTTPError, OSError, ValueError) as problem:
        raise _fault(problem, seconds) from None
    return Reply(
        status=response.status,
        reason=response.reason or "",
        headers=response.headers,
        data=body,
        seconds=time.monotonic() - began,
        tries=tried,
    )


def _read(response: urllib3.BaseHTTPResponse, deadline: float, most: int) -> bytes:
    """The body, as it comes: a server that sends a byte now and then gains no time by that."""
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > most:
            raise ServerFault("too-much", f"it answered more than {most // 1024} KiB")
        if time.monotonic() > deadline:
            raise TimedOut
    return bytes(body)


def _fault(problem: Exception, seconds: float) -> ServerFault:
    """What went wrong, in words that hold no header and no key."""
    if isinstance(problem, NewConnectionError | MaxRetryError):
        return ServerFault("unreachable", f"no connection ({_reason(problem)})")
    if isinstance(problem, TimedOut):
        hint = "give the case a longer `timeout`, or ask for less"
        return ServerFault("timed-out", f"it did not answer within {seconds:g} s", hint)
    if isinstance(problem, ProtocolError):
        return ServerFault("bad-answer", f"the connection ended before the answer did ({_reason(problem)})")
    return ServerFault("unreachable", f"no connection ({_reason(problem)})")


def _reason(problem: Exception) -> str:
    """The innermost cause, such as `Connection refused`."""
    seen: BaseException = problem
    while (inner := seen.__cause__ or seen.__context__) is not None and inner is not seen:
        seen = inner
    text = seen.strerror if isinstance(seen, OSError) and seen.strerror else str(seen)
    return text.splitlines()[0][:120] if text else type(seen).__name__
