"""Whether a case that runs beside a replay asks it anything: an answer that nobody was asked for is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.compose.names import is_local
from taskgen.pipeline.recorded import file_of

if TYPE_CHECKING:
    from taskgen.model import Case
    from taskgen.pipeline.judging import Ran
    from taskgen.pipeline.running import RunContext


def begin(setting: RunContext, case: Case) -> str:
    """Tell the replay that a case begins; its URL where one serves a recording of this case, else an empty string."""
    if setting.spec is None or setting.spec.kind == "openai" or not file_of(setting.project, case.id).is_file():
        return ""
    from taskgen.doors.recordings import ask  # noqa: PLC0415 - only where there is a recording

    local = [url for url in setting.needs(case) if is_local(url)]
    return next((url for url in local if ask.begin(url, case.id)), "")


def asked(ran: Ran, url: str) -> Ran:
    """How a case came out, once it is known whether it asked the replay at all: an answer without is no answer."""
    from taskgen.doors.recordings import ask  # noqa: PLC0415 - as above

    if not url or ran.status != "PASS" or ask.served(url, ran.case) != 0:
        return ran
    return replace(ran, status="FAIL", message=f"it made no request to {url}, where its recording is served")
