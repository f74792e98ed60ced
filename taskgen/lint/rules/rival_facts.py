"""rival-facts: one port or path given two ways, in the list or in list and workspace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from taskgen.lint.reading import Reading

_PORT: Final = re.compile(
    r"\b(?P<who>[A-Za-z][\w-]{2,20})(?: server| proxy| service| API| app)?(?: (?:runs?|listens?|running|listening|is|available|served))? (?:on|at) "
    r"(?:the )?(?:`?(?:https?://)?localhost:|port `?)(?P<port>\d{2,5})\b",
    re.IGNORECASE,
)
_SIGNS: Final = ("localhost:", "port ", "Port ", "PORT ")  # of every match, one is a part
DEEPEST: Final = 12  # folders of a path that are looked at
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

_PATH: Final = re.compile(r"`(?P<path>[\w-][\w.-]*(?:/[\w.-]+)+\.[A-Za-z]\w{0,4})(?::\d+(?:-\d+)?)?`")
_STATED: Final = re.compile(
    r"[\W_]*[^\W\d_][\w ]{1,24}[*_]*:[*_\s]*`"
)  # `**File:** src/words/count.py` says where it is
_MADE: Final = re.compile(r"\b(?:create|add|new|move|rename|copy|write|generate|extract|split)\w*\b", re.IGNORECASE)


def _find(reading: Reading) -> Iterator[Hit]:
    yield from _ports(reading)
    yield from _port_of_project(reading)
    yield from _paths(reading)


def _port_of_project(reading: Reading) -> Iterator[Hit]:
    """The one port of this machine that the list asks, where the settings have one, and another."""
    named = list(_located(reading, LOOPBACK))
    ports = {found["port"] for _line, found in named}
    known = reading.facts.ports
    if len(ports) == 1 and len(known) == 1 and not ports & known.keys():
        line, found = named[0]
        port, where = next(iter(known.items()))
        message = f"port {found['port']} is asked here, and port {port} in {where}"
        yield Hit(line=line, column=found.start("port") + 1, length=len(found["port"]), message=message)


def _located(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Matches with their lines, fences included: a port in a command counts as much as one in a sentence."""
    if pattern.search(reading.text) is None:
        return
    for number, line in enumerate(reading.text.split("\n"), start=1):
        yield from ((number, found) for found in pattern.finditer(line))


def _paths(reading: Reading) -> Iterator[Hit]:
    """Paths that are the end of another one: of a file of the workspace, or of one that the list names as well."""
    files = reading.facts.files
    ends = _ends(files) if files is not None else {}
    first, clear = _named(reading)
    named = _ends(first)
    for path, (line, column) in first.items():
        on_disk, in_list = _only(ends.get(path)), _only(named.get(path))
        if (files is not None and path in files) or (in_list and not clear.isdisjoint((path, in_list))):
            continue
        if on_disk:
            message = f"the workspace has `{path}` as `{on_disk}`"
        elif in_list and reading.part_at(first[in_list][0]) is reading.part_at(line):
            message = f"`{path}` here is `{in_list}` in line {first[in_list][0]}"
        else:
            continue
        yield Hit(line=line, column=column, length=len(path), message=message)


def _named(reading: Reading) -> tuple[dict[str, tuple[int, int]], set[str]]:
    """Where each path is named first; and those of titles and of lines like `**File:**`, beside which none is a rival."""
    first: dict[str, tuple[int, int]] = {}
    clear = set()
    for sentence in reading.sentences:
        if "`" not in sentence.text or _MADE.search(sentence.words):
            continue
        is_stated = _STATED.match(sentence.text) is not None
        for found in _PATH.finditer(sentence.text):
            path = found["path"]
            if is_stated or (sentence.is_heading and path not in first):
                clear.add(path)
            first.setdefault(path, sentence.at(found.start("path")))
    return first, clear


def _ends(paths: Collection[str]) -> dict[str, list[str]]:
    """For each end of a path, two names long or longer, the paths that end so."""
    found: dict[str, list[str]] = {}
    for path in paths:
        names = path.split("/")
        for cut in range(1, min(len(names) - 1, DEEPEST)):
            found.setdefault("/".join(names[cut:]), []).append(path)
    return found


def _only(paths: Sequence[str] | None) -> str:
    return paths[0] if paths and len(paths) == 1 else ""


def _ports(reading: Reading) -> Iterator[Hit]:
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
