"""What the command of a case looks at beside what its task can show."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from taskgen.compose.complete import complete
from taskgen.expect.answers import Answer
from taskgen.prove.judge import response_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.compose.complete import Completed
    from taskgen.model import CaseLinks, Outcome
    from taskgen.prove.crossing import Refuses


def refuser(links: Sequence[CaseLinks]) -> Refuses:
    """A function that tells whether `taskgen run CASE` would refuse what another case's command printed.

    Some checks have no line of Python that a task could show; the command tries them all the same.
    """
    by_case = {link.case.id: link for link in links}

    @functools.cache
    def completed(case: str) -> Completed | None:
        link = by_case.get(case)
        return complete(link.case, link.expectations)[0] if link else None

    def refuses(case: str, outcome: Outcome) -> bool:
        made = completed(case)
        if made is None:
            return False
        response, code = response_of(outcome.output), outcome.exit_code or 0
        answer = Answer(response=response, output=outcome.output, seconds=outcome.seconds, exit_code=code)
        return any(check.judge(answer).status in {"failed", "error"} for check in made.checks)

    return refuses
