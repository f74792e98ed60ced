"""`taskgen replay`: recorded answers, served where the project's code expects its server."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Annotated

import typer

from taskgen.cli.boundary import OK, USAGE
from taskgen.cli.console import counted, err
from taskgen.cli.options import QuietOption, case_ids

EXAMPLES = """\b
Examples:
  taskgen replay                                  all recordings, on the port that the project names
  taskgen replay --port 9000 --delay 7            on another port, each answer after seven seconds
  taskgen replay max_text_001_simple_question     the recording of one case
"""


def command(
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CASE]...",
            help="Cases whose recordings are served; all if none.",
            show_default=False,
            autocompletion=case_ids,
        ),
    ] = None,
    *,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", min=1, max=65535, help="Where it listens. Default: where the code asks.", show_default=False
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="The same as a URL of this machine.", show_default=False)
    ] = None,
    delay: Annotated[
        float,
        typer.Option("--delay", min=0, max=3600, envvar="TASKGEN_DELAY", help="Seconds before each answer."),
    ] = 0,
    seconds: Annotated[
        float | None, typer.Option("--seconds", min=0, help="End by itself after so long.", show_default=False)
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Serve recorded answers on loopback until Ctrl-C, plain and streaming; a line on stderr for each request.

    A request that no recording knows gets 501, with the nearest one that does.
    """
    from taskgen.hygiene import visible
    from taskgen.pipeline import project, replaying

    if url is not None and port is not None:
        err("--url names a port as well: give one of --url and --port")
        raise typer.Exit(USAGE)
    opened = project.open_without_list(project.Overrides(), Path.cwd())
    recordings = replaying.chosen(opened, cases or [])
    address = replaying.served_at(opened, url, port)
    tell = (lambda _line: None) if quiet else (lambda line: err(visible(line)))
    with replaying.open_server(address, recordings, delay, tell) as server:
        _host, number = server.server_address[:2]
        err(f"serving {counted(len(recordings), 'recording')} on http://{address[0]}:{number}; Ctrl-C ends it")
        if seconds is not None:
            end = threading.Timer(seconds, server.shutdown)
            end.daemon = True
            end.start()
        server.serve_forever(poll_interval=0.05)
    raise typer.Exit(OK)
