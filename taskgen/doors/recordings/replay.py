"""The replay: a server on loopback that gives recorded answers, and says so where it has none.

Under `/.taskgen/` it tells what `taskgen run` asks: `begin?case=ID` starts a case anew, `served?case=ID` says how many
of its requests were answered since.
"""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from taskgen.doors.recordings.handling import Handler, Server
from taskgen.exchanges.bodies import bytes_of, event
from taskgen.exchanges.values import OURS

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.exchanges.tape import Tape
    from taskgen.exchanges.values import Answer, Request

UNKNOWN: Final = 501
MISPLACED: Final = 404  # as the recorded server would have answered


class ReplayServer(Server):
    """Serves a tape.

    Args:
        address: host and port; port 0 takes a free one.
        tape: what is served.
        delay: seconds before each recorded answer.
        told: called with a line for each request.
    """

    def __init__(self, address: tuple[str, int], tape: Tape, delay: float, told: Callable[[str], None]) -> None:
        self.tape, self.delay, self.told = tape, delay, told
        self.one_at_a_time = threading.Lock()
        super().__init__(address, ReplayHandler)


class ReplayHandler(Handler):
    """Answers from the tape."""

    server: ReplayServer

    def answer(self, data: bytes) -> None:
        """Give what was recorded for this request; 501 where nothing was."""
        if self.path.startswith(OURS):
            self._ours()
            return
        request = self.request_of(data)
        with self.server.one_at_a_time:
            found = self.server.tape.answer(request)
        if found is None:
            self._unknown(request)
            return
        case, answer = found
        if self.server.delay:
            time.sleep(self.server.delay)
        self.server.told(f"{answer.status} {request.method} {request.path}  {case}")
        self._recorded(answer)

    def _recorded(self, answer: Answer) -> None:
        headers = dict(answer.headers)
        if answer.body.kind == "events":
            self.give_events(answer.status, map(event, answer.body.value), headers)
        else:
            self.give(answer.status, bytes_of(answer.body), answer.content_type, headers)

    def _unknown(self, request: Request) -> None:
        path = self.server.tape.elsewhere(request)
        if path:
            self.server.told(f"{MISPLACED} {request.method} {request.path}  the recordings have it at {path}")
            self.say(MISPLACED, f"there is no {request.path}: the recordings have it at {path}", code="not_found")
            return
        nearest = self.server.tape.nearest(request)
        message = "no recording answers this request" + (f"; {nearest}" if nearest else "")
        self.server.told(f"{UNKNOWN} {request.method} {request.path}  {message}")
        self.say(UNKNOWN, message, code="unknown_request")

    def _ours(self) -> None:
        parts = urlsplit(self.path)
        case = (parse_qs(parts.query).get("case") or [""])[0]
        word = parts.path.removeprefix(OURS)
        if word not in {"begin", "served"}:
            self.say(404, f"there is no {parts.path}")
            return
        with self.server.one_at_a_time:
            known = self.server.tape.begin(case) if word == "begin" else True
            told = {"taskgen": "replay", "recorded": known, "served": self.server.tape.served(case)}
        self.give(200, json.dumps(told).encode(), "application/json", {})
