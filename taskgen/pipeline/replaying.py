"""The replay of a project: what it serves, and where its code expects it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from taskgen.compose.names import is_local
from taskgen.diagnostics import Location, MachineError, UsageError, did_you_mean, error
from taskgen.doors.recordings.replay import ReplayServer
from taskgen.exchanges.tape import Tape
from taskgen.pipeline.load import read_library
from taskgen.pipeline.recorded import REPLAY, home, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from taskgen.exchanges.values import Recording
    from taskgen.pipeline.project import Project


def served_at(project: Project, url: str | None, port: int | None) -> tuple[str, int]:
    """Where the replay is to listen: as asked, else where the project's code expects a server.

    Raises:
        UsageError: nothing says where, or the URL is none of this machine's.
    """
    if url is None and port is not None:
        return "localhost", port
    named = [service.url for service in project.config.services if service.command.strip() == REPLAY]
    wanted = url or next(iter([*named, *filter(is_local, _needs(project))]), None)
    if wanted is None:
        next_step = "give --port N, or write `needs` or `services` into the settings"
        raise UsageError(error("no-port", None, "nothing says on which port the code expects its server", next_step))
    parts = urlsplit(wanted if "//" in wanted else f"http://{wanted}")
    try:
        number = parts.port or 80
    except ValueError:
        number = 0
    if not number or not is_local(f"http://{parts.netloc}"):
        next_step = "give a URL such as http://localhost:8080"
        raise UsageError(error("bad-url", None, f"{wanted[:80]!r} is no URL of this machine", next_step))
    return parts.hostname or "localhost", number


def _needs(project: Project) -> list[str]:
    library, _findings = read_library(project)
    return [*project.config.needs, *(url for snippet in library.snippets for url in snippet.needs)]


def chosen(project: Project, wanted: Sequence[str]) -> list[Recording]:
    """The recordings to serve: all, or those of some cases.

    Raises:
        UsageError: there are none, or a file of them can't be read.
    """
    recordings, findings = read(project)
    if findings:
        raise UsageError(*findings)
    by_case = {recording.case: recording for recording in recordings}
    for name in wanted:
        if name not in by_case:
            next_step = did_you_mean(name, by_case, f"take one: taskgen record {name}")
            raise UsageError(error("no-recording", None, f"there is no recording of case {name[:80]!r}", next_step))
    found = [by_case[name] for name in wanted] or recordings
    if not found:
        place = Location(project.shown(home(project)))
        raise UsageError(
            error("no-recordings", place, "there are no recordings here", "take some: taskgen record CASE")
        )
    return found


def open_server(
    address: tuple[str, int], recordings: Sequence[Recording], delay: float, told: Callable[[str], None]
) -> ReplayServer:
    """The replay, listening.

    Raises:
        MachineError: the port is taken, or may not be used.
    """
    try:
        return ReplayServer(address, Tape(recordings), delay, told)
    except OSError as problem:
        host, port = address
        message = f"can't listen on {host}:{port}: {problem.strerror or problem}"
        raise MachineError(
            error("port-taken", None, message, "end what listens there, or choose another with --port")
        ) from None
