"""rival-facts: one port given two ways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading

_PORT: Final = re.compile(
    r"\b(?P<who>[A-Za-z][\w-]{2,20})(?: server| proxy| service| API| app)?(?: (?:runs?|listens?|running|listening|is|available|served))? (?:on|at) "
    r"(?:the )?(?:`?(?:https?://)?localhost:|port `?)(?P<port>\d{2,5})\b",
    re.IGNORECASE,
)
_SIGNS: Final = ("localhost:", "port ", "Port ", "PORT ")  # of every match, one is a part
_NOBODY: Final = frozenset(
    {
        "server",
        "the",
        "running",
        "runs",
        "listening",
        "available",
        "service",
        "app",
        "api",
        "proxy",
        "that",
        "and",
        "not",
        "start",
        "starts",
        "started",
    }
)


def _find(reading: Reading) -> Iterator[Hit]:
    first: dict[str, tuple[str, int]] = {}
    if not any(sign in reading.text for sign in _SIGNS):
        return
    for sentence in reading.sentences:
        for found in _PORT.finditer(sentence.text):
            who, port = found["who"].lower(), found["port"]
            line, column = sentence.at(found.start("port"))
            if who in _NOBODY:
                continue
            known, at = first.setdefault(who, (port, line))
            if known != port:
                message = f"{found['who']} is on port {port} here, and on port {known} in line {at}"
                yield Hit(line=line, column=column, length=len(port), message=message)


RULE: Final = Rule(
    name="rival-facts",
    what="one thing given in two ways",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    why="Of two facts an executor takes the one that it read last.",
    next_step="keep the one that is true",
    weight=8,
    cap=16,
    bad=TASK
    + "The gateway listens on port 8080. Make `words_001` pass while the gateway runs on port 9090.\n\n"
    + COMMAND
    + EXPECTATION
    + CODE,
    good=GOOD,
    find=_find,
)
