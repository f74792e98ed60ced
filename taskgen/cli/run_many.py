"""Several cases run and told: a verdict each as they come, and how many of each there were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from taskgen.cli.boundary import ENVIRONMENT, ERRORS, OK
from taskgen.cli.console import counted, err, out, paint, progress
from taskgen.cli.run_ import fields

if TYPE_CHECKING:
    from taskgen.pipeline.judging import Ran
    from taskgen.pipeline.project import Project
    from taskgen.pipeline.running import Choice

_STATUSES: Final = {"PASS": "passed", "FAIL": "failed", "UNCHECKED": "unchecked", "NOT RUN": "not run"}


class _Teller(Protocol):
    """One way of telling results while they come; keeps of each only what it will print."""

    def take(self, ran: Ran) -> None: ...

    def end(self, counts: dict[str, int]) -> None: ...


def run(opened: Project, choice: Choice, jobs: int, style: str) -> int:
    """Run the cases and tell how they came out; the exit code."""
    from taskgen.pipeline.runs import Course

    course = Course(opened, choice)
    teller = _TELLERS[style]()
    counts = dict.fromkeys(_STATUSES, 0)
    for ran in progress(course.run(jobs), len(course.cases), "running"):
        counts[ran.status] += 1
        teller.take(ran)
    teller.end(counts)
    err(_summary(counts))
    if counts["FAIL"] or counts["UNCHECKED"]:
        return ERRORS
    return ENVIRONMENT if counts["NOT RUN"] else OK


def _summary(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    others = [f"{count} {_STATUSES[status]}" for status, count in counts.items() if count and status != "PASS"]
    return ", ".join([f"{counts['PASS']} of {counted(total, 'case')} passed", *others])


def details(ran: Ran) -> list[str]:
    """What is told below a verdict: what was not checked, what helps, where to look."""
    return [*(f"not run: {words}" for words in ran.not_run), *ran.help, *ran.place.splitlines()]


class _Text:
    """For people: a line each, and below a failure what helps."""

    def take(self, ran: Ran) -> None:
        from taskgen.hygiene import visible

        if ran.status == "PASS":
            out(f"{paint('PASS', 'ok')} {visible(ran.case)} {ran.seconds:.2f} s")
            return
        out(f"{paint(ran.status, 'error')} {visible(ran.case)}: {visible(ran.message)}")
        for line in details(ran):
            out(f"    {visible(line)}")

    def end(self, counts: dict[str, int]) -> None:
        """Every line is out."""


class _Json:
    """For programs: one document; a result is kept as the text that it will be."""

    def __init__(self) -> None:
        self._results: list[str] = []

    def take(self, ran: Ran) -> None:
        import json

        self._results.append(json.dumps(fields(ran)))

    def end(self, counts: dict[str, int]) -> None:
        import json

        told = {_STATUSES[status].replace(" ", "_"): count for status, count in counts.items()}
        out('{\n"version": 1,\n"counts": ' + json.dumps(told) + ',\n"results": [')
        for at, result in enumerate(self._results, start=1):
            out(result + ("," if at < len(self._results) else ""))
        out("]\n}")


class _Junit:
    """For CI services: JUnit's XML."""

    def __init__(self) -> None:
        self._elements: list[str] = []
        self._seconds = 0.0

    def take(self, ran: Ran) -> None:
        from taskgen.reporters import junit

        told = "\n".join([*details(ran), *(f"| {line}" for line in ran.printed.splitlines())])
        case = junit.TestCase(name=ran.case, status=ran.status, message=ran.message, details=told, seconds=ran.seconds)
        self._elements.append(junit.element(case))
        self._seconds += ran.seconds

    def end(self, counts: dict[str, int]) -> None:
        from taskgen.reporters import junit

        failures = counts["FAIL"] + counts["UNCHECKED"]
        out(junit.document(self._elements, failures=failures, errors=counts["NOT RUN"], seconds=self._seconds))


_TELLERS: Final[dict[str, type[_Teller]]] = {"text": _Text, "json": _Json, "junit": _Junit}
