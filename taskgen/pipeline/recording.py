"""A case recorded: run through a proxy that takes down what it says to its server and hears."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from taskgen import digest
from taskgen.compose.names import is_local
from taskgen.diagnostics import Location, MachineError, RefusedError, Severity, UsageError, error
from taskgen.doors import output, targets, workspace
from taskgen.doors.recordings.proxy import Recorder, origin_of, recording
from taskgen.doors.targets.redaction import keys
from taskgen.exchanges import form
from taskgen.exchanges.redaction import clean
from taskgen.exchanges.values import Recording
from taskgen.hygiene import secrets
from taskgen.model import Model
from taskgen.pipeline import recorded
from taskgen.pipeline.judging import Ran, judged
from taskgen.pipeline.running import completed_by, set_up, target_of
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.doors.recordings.proxy import Origin
    from taskgen.model import Case
    from taskgen.pipeline.project import Project
    from taskgen.pipeline.running import RunContext

BASE: Final = "OPENAI_BASE_URL"
_PROXIES: Final = ("http_proxy", "HTTP_PROXY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How recording one case came out; `file` is what was written, as shown; empty where nothing was."""

    ran: Ran
    exchanges: int
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asks for.

    Attributes:
        upstream: the real server; None for the one that OPENAI_BASE_URL or the settings name.
        made_by: what answers there, for whoever reads the recording.
        force: keep also what a case heard that failed.
    """

    upstream: str | None = None
    made_by: str = ""
    force: bool = False


def record(project: Project, cases: Sequence[Case], wanted: Wanted) -> Iterator[Taken]:
    """Record cases, one after the other.

    Raises:
        UsageError: there is no target, or nothing says where the real server is.
        MachineError: the port is taken, or the real server does not answer.
    """
    setting = set_up(project, target_of(project))
    for case in cases:
        yield _one(setting, case, wanted)


def _one(setting: RunContext, case: Case, wanted: Wanted) -> Taken:
    completed, _findings = completed_by(setting, case)
    upstream = _upstream(setting, case, wanted)
    address = _address(setting, case, upstream)
    with ExitStack() as stack:
        try:
            proxy = stack.enter_context(recording(address, upstream))
        except OSError as problem:
            message = f"can't listen on {address[0]}:{address[1]}: {problem.strerror or problem}"
            next_step = "move what listens there to another port, and give that as --upstream"
            raise MachineError(error("port-taken", None, message, next_step)) from None
        result = targets.run_case(**_call(setting, case, proxy))
    if result.kind in targets.MACHINE and not proxy.problem:
        raise MachineError(error(f"target-{result.kind}", None, result.message, result.hint))
    if proxy.problem:
        next_step = "start it, or give another as --upstream"
        raise MachineError(error("no-upstream", None, proxy.problem, next_step))
    ran = judged(completed, result, setting.pitfalls(case))
    if proxy.garbled:
        ran = replace(ran, status="FAIL", message=proxy.garbled, place="")
    return _kept(setting.project, case, ran, proxy, wanted)


def _kept(project: Project, case: Case, ran: Ran, proxy: Recorder, wanted: Wanted) -> Taken:
    exchanges = tuple(clean(one, keys(_key_names(project))) for one in proxy.exchanges)
    if not exchanges and ran.status == "PASS":
        message = "it made no request through the recorder, so there is nothing to record"
        place = "if its code asks a server by an address of its own, run that on another port: --upstream URL"
        ran = replace(ran, status="FAIL", message=message, place=place)
    if not exchanges or (ran.status != "PASS" and not wanted.force):
        return Taken(ran=ran, exchanges=len(exchanges), file="")
    path = recorded.file_of(project, case.id)
    shown = project.shown(path)
    text = form.write(
        Recording(case=case.id, input=digest.of_data(case.input), made_by=wanted.made_by, exchanges=exchanges)
    )
    found = secrets(text, shown)
    if found:
        raise RefusedError(*(replace(one, severity=Severity.ERROR) for one in found))
    project.refuse_outside(path.parent)
    output.write_all([output.Write(path=path, text=text)])
    return Taken(ran=ran, exchanges=len(exchanges), file=shown)


def _key_names(project: Project) -> list[str]:
    return [model.api_key_env for model in project.config.models.values() if model.api_key_env]


def _expected(setting: RunContext, case: Case) -> str | None:
    """The URL at which the case's code expects its server, on this machine; None where it names none."""
    local = [service.url for service in setting.project.config.services if is_local(service.url)]
    return next(iter([*filter(is_local, setting.needs(case)), *local]), None)


def _upstream(setting: RunContext, case: Case, wanted: Wanted) -> Origin:
    given = wanted.upstream or _server(setting, case)
    origin = origin_of(given) if given else None
    if given and origin is None:
        message = f"--upstream {given[:80]!r} is no URL of a server"
        raise UsageError(error("bad-url", None, message, "write http://HOST:PORT"))
    if origin is None:
        place = Location(setting.project.shown(setting.project.root / workspace.CONFIG))
        message = f"nothing says where the real server of case {case.id!r} is"
        next_step = "give --upstream URL: where it runs, on another port than the code asks"
        raise UsageError(error("no-upstream", place, message, next_step))
    return origin


def _server(setting: RunContext, case: Case) -> str | None:
    """The server that the surroundings name: for `openai` the one that it asks, else the one that the code expects."""
    if _is_openai(setting):
        return targets.request_of(case.input, setting.project.config.models).url
    return workspace.variable(BASE) or _expected(setting, case)


def _is_openai(setting: RunContext) -> bool:
    return setting.spec is not None and setting.spec.kind == "openai"


def _address(setting: RunContext, case: Case, upstream: Origin) -> tuple[str, int]:
    """Where the proxy listens: where the code expects its server, unless that is the real one; else on a free port."""
    expected = None if _is_openai(setting) else origin_of(_expected(setting, case) or "")
    is_real = expected is not None and expected.port == upstream.port and is_local(str(upstream))
    return "127.0.0.1", 0 if expected is None or is_real else expected.port


def _call(setting: RunContext, case: Case, proxy: Recorder) -> dict[str, Any]:
    """The call of a case with the proxy in the place of its server, in every way that a client may be told."""
    call = setting.call(case)
    base = workspace.variable(BASE)
    here = f"{proxy.origin}{urlsplit(base).path if base else '/v1'}"
    call["env"] = {BASE: here, **dict.fromkeys(_PROXIES, str(proxy.origin))}
    if _is_openai(setting):
        request = targets.request_of(case.input, setting.project.config.models)
        path = urlsplit(request.url).path.removesuffix("/chat/completions")
        sent = str(request.body["model"])
        call["models"] = {
            "*": Model(base_url=f"{proxy.origin}{path}", api_key_env=request.key_env or None, send_as=sent)
        }
    return call
