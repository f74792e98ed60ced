"""Recordings at work: which answer a request gets, and what is nearest to one that none knows."""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from taskgen.exchanges.redaction import clean_request
from taskgen.exchanges.streaming import as_asked
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taskgen.exchanges.values import Answer, Recording, Request

LONGEST: Final = 60  # characters of a value that is shown
_COMPARED: Final = 2000  # characters of a request that are compared with others


@dataclass(slots=True)
class _Turn:
    """The answers of one case to one request, in the order recorded; after the last the first comes again."""

    case: str
    answers: list[Answer] = field(default_factory=list)
    next: int = 0

    def take(self) -> Answer:
        answer = self.answers[self.next]
        self.next = (self.next + 1) % len(self.answers)
        return answer


class Tape:
    """Answers of several recordings; whoever serves it lets in one thread at a time.

    Each request that is answered counts for every case that has recorded it. A case that begins anew gets its first
    answers again.
    """

    def __init__(self, recordings: Iterable[Recording]) -> None:
        self.recordings = tuple(recordings)
        self._turns: dict[str, list[_Turn]] = {}
        self._served: dict[str, int] = {}
        for recording in self.recordings:
            self._add(recording)

    def _add(self, recording: Recording) -> None:
        own: dict[str, _Turn] = {}
        for exchange in recording.exchanges:
            key = exchange.request.key
            if key not in own:
                own[key] = _Turn(recording.case)
                self._turns.setdefault(key, []).append(own[key])
            own[key].answers.append(exchange.answer)

    def answer(self, request: Request) -> tuple[str, Answer] | None:
        """The case and the answer for a request, in the form that it asks for; None where nothing was recorded."""
        clean = clean_request(request)
        turns = self._turns.get(clean.key) or self._turns.get(clean_request(request, names_alone=True).key)
        if not turns:
            return None
        for turn in turns:
            self._served[turn.case] = self._served.get(turn.case, 0) + 1
        # Of cases that ask the same, the one that began last comes first.
        return turns[0].case, as_asked(turns[0].take(), clean)

    def begin(self, case: str) -> bool:
        """Start a case anew: its first answers come next, before those of other cases that ask the same.

        Returns:
            whether there is a recording of it.
        """
        found = False
        self._served[case] = 0
        for turns in self._turns.values():
            for turn in [one for one in turns if one.case == case]:
                found, turn.next = True, 0
                turns.remove(turn)
                turns.insert(0, turn)
        return found

    def served(self, case: str) -> int:
        """How many requests of a case were answered since it began."""
        return self._served.get(case, 0)

    def elsewhere(self, request: Request) -> str:
        """The recorded path that a request has misplaced: the same below another root; empty where there is none."""
        asked = request.path.partition("?")[0].rstrip("/")
        paths = {exchange.request.path.partition("?")[0] for one in self.recordings for exchange in one.exchanges}
        if asked in paths or not asked:
            return ""
        return next((path for path in sorted(paths) if path.endswith(asked) or asked.endswith(path)), "")

    def nearest(self, request: Request) -> str:
        """The recorded request that is most like one that nothing answers, in words; empty where there is none."""
        import difflib  # noqa: PLC0415 - only for what nobody recorded

        clean = clean_request(request)
        wanted = clean.key[:_COMPARED]
        best: tuple[float, str, Request] | None = None
        for recording in self.recordings:
            for exchange in recording.exchanges:
                matcher = difflib.SequenceMatcher(None, wanted, exchange.request.key[:_COMPARED], autojunk=False)
                close = matcher.quick_ratio() + (exchange.request.path == clean.path)
                if best is None or close > best[0]:
                    best = (close, recording.case, exchange.request)
        if best is None:
            return ""
        first = next(differences(_plain(best[2]), _plain(clean)), "")
        return f"the nearest is case {best[1]}" + (f", which differs: {first}" if first else "")


def _plain(request: Request) -> dict[str, Any]:
    return dict(zip(("method", "path", "kind", "body"), json.loads(request.key), strict=True))


def differences(recorded: Any, came: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Where two values differ, in words: the path, what was recorded, what came."""
    if isinstance(recorded, dict) and isinstance(came, dict):
        for name in dict.fromkeys([*recorded, *came]):
            where = f"{path}.{name}" if path else name
            if name not in recorded or name not in came:
                yield f"{where} is {'not recorded' if name not in recorded else 'missing'}"
            else:
                yield from differences(recorded[name], came[name], where)
    elif isinstance(recorded, list) and isinstance(came, list) and len(recorded) == len(came):
        for number, pair in enumerate(zip(recorded, came, strict=True)):
            yield from differences(*pair, f"{path}[{number}]")
    elif recorded != came:
        yield f"{path} was recorded as {_short(recorded)}, {_short(came)} came"


def _short(value: Any) -> str:  # noqa: ANN401 - any JSON
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
