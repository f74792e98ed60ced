"""Cases that were run, as JUnit's XML, which CI services show. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML can't hold


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """One case: `status` as `run` says it, `details` what it shows below the verdict."""

    __test__ = False  # pytest takes it for one of its own

    name: str
    status: str
    message: str
    details: str
    seconds: float


def element(case: TestCase) -> str:
    """The element of one case, on lines of its own."""
    head = f"  <testcase classname={_quoted('taskgen')} name={_quoted(case.name)} time={_quoted(f'{case.seconds:.3f}')}"
    if case.status == "PASS":
        return f"{head}/>"
    kind = "error" if case.status == "NOT RUN" else "failure"
    body = escape(_fit(case.details))
    return f"{head}>\n    <{kind} message={_quoted(case.message)}>{body}</{kind}>\n  </testcase>"


def document(elements: Sequence[str], *, failures: int, errors: int, seconds: float) -> str:
    """The whole document, from the elements of its cases."""
    counts = f'tests="{len(elements)}" failures="{failures}" errors="{errors}" time="{seconds:.3f}"'
    suite = [f'<testsuite name="taskgen" {counts}>', *elements, "</testsuite>"]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *suite])


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _quoted(text: str) -> str:
    return quoteattr(_fit(text))
