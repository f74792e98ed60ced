"""What came of running one case against its target. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING, Json, Missing
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_ADDRESS: Final = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")

KINDS: Final = (
    "value",
    "exited",
    "missing-command",
    "ended-early",
    "exception",
    "missing-module",
    "missing-callable",
    "not-json",
    "not-text",
    "timed-out",
    "signal",
    "too-much",
    "bad-input",
    "bad-answer",
    "http-status",
    "not-started",
    "unreachable",
    "no-key",
)
"""All that can come of it."""

MACHINE: Final = frozenset({"not-started", "unreachable", "no-key"})
"""What is the machine's fault, and no verdict on the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """What came of running one case.

    Attributes:
        kind: one of `KINDS`.
        value: what the target gave back; MISSING unless the kind is "value" or "exited".
        message: what went wrong, in one line, with no path of this machine in it; empty for a value.
        place: FILE:LINE in the workspace where it went wrong, else empty.
        hint: what to do about it (the file to create), else empty.
        exit_code: a command's; that it is not 0 is the kind "exited", which only a check of the code can excuse.
        seconds: how long the call took; of the whole child where the call did not end.
        stdout: what the code printed; it is no part of the answer.
        stderr: the same for standard error, a traceback included.
    """

    kind: str
    value: Json | Missing = MISSING
    message: str = ""
    place: str = ""
    hint: str = ""
    exit_code: int = 0
    seconds: float = 0.0
    stdout: str = ""
    stderr: str = ""


def without_paths(text: str, root: str, known: Iterable[str]) -> str:
    """The text without what differs by machine: paths below the root become relative, others lose their beginning.

    Args:
        text: any text.
        root: the workspace, as an absolute path.
        known: folders of Python and of the user.
    """
    text = _below(root).sub("", text) if len(root) > 1 else text
    for folder in sorted({folder.rstrip("/") for folder in known}, key=lambda name: (-len(name), name)):
        if len(folder) > 1:
            text = _below(folder).sub(".../", text)
    return _ADDRESS.sub("0x...", text)


def _below(folder: str) -> re.Pattern[str]:
    """The beginning of each path below a folder."""
    return re.compile(rf"(?<![\w.~/-]){re.escape(folder)}/")
