"""Recordings of a project as files: where they are, what is in them, whether they are true to its cases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen import digest
from taskgen.compose.names import slug
from taskgen.diagnostics import Location, error, warning
from taskgen.doors.recordings import folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.exchanges.values import Recording
    from taskgen.model import Case, Service
    from taskgen.pipeline.project import Project

REPLAY: Final = "replay"
STALE: Final = "stale-recording"


def home(project: Project) -> Path:
    """The folder of a project's recordings."""
    return project.root / project.config.recordings


def file_of(project: Project, case: str) -> Path:
    """The file of a case's recording."""
    return home(project) / f"{slug(case)}{folder.SUFFIX}"


def in_sandbox(project: Project) -> tuple[Service, ...]:
    """The config's services as a sandbox starts them: our own replay with the folder that it serves."""
    where = project.config.recordings
    return tuple(
        replace(service, command=f"{REPLAY} {where}") if service.command.strip() == REPLAY else service
        for service in project.config.services
    )


def read(project: Project) -> tuple[list[Recording], list[Finding]]:
    """All recordings, and an error for each file that is none."""
    recordings: list[Recording] = []
    findings: list[Finding] = []
    for kept in folder.read(home(project)):
        place = Location(project.shown(home(project) / kept.name))
        if kept.recording is None:
            next_step = "take it anew: taskgen record CASE"
            findings.append(error("bad-recording", place, f"this is no recording: {kept.problem}", next_step))
        else:
            recordings.append(kept.recording)
    return recordings, findings


def states(project: Project, cases: Iterable[Case]) -> list[Finding]:
    """What is wrong with the recordings: files that are none, inputs that changed since, cases that are gone."""
    if not folder.files(home(project)):
        return []
    recordings, findings = read(project)
    by_id = {case.id: case for case in cases}
    for recording in recordings:
        place = Location(project.shown(file_of(project, recording.case)))
        case = by_id.get(recording.case)
        if case is None:
            message = f"no case has the id {recording.case[:80]!r} any more"
            findings.append(warning("orphan-recording", place, message, "take the file away"))
        elif digest.of_data(case.input) != recording.input:
            next_step = f"take it anew: taskgen record {recording.case}"
            findings.append(warning(STALE, place, f"the input of case {recording.case!r} changed since", next_step))
    return findings
