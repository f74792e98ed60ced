"""Runs in the target's own Python, alone: calls the user's function and tells what it gave back.

Called as `child.py CHANNEL ROOT MODULE CALLABLE`, with JSON {"token", "input"} on standard input; without "input" the
function is only looked up. On CHANNEL goes the token, the length of what follows in ten digits, and JSON: {"kind",
"message", "place", "seconds", "value", "prefixes"}.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
import time
import traceback

TYPE_CHECKING = False  # as typing's, which takes milliseconds to import
if TYPE_CHECKING:
    from typing import Any


def one_line(problem: BaseException) -> str:
    """`Type: text`, as the last line of a traceback has it; a text of several lines gives its first."""
    name = type(problem).__qualname__
    if type(problem).__module__ not in ("builtins", "__main__"):
        name = f"{type(problem).__module__}.{name}"
    try:
        text = str(problem.msg if isinstance(problem, SyntaxError) else problem)
    except Exception:  # noqa: BLE001 - an exception of the user may not even be printable
        text = ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return f"{name}: {lines[0]}" if lines else name


def inside(path: str, root: str) -> str | None:
    """The path relative to the root; None for a file that lies elsewhere or is a library's."""
    if path.startswith("<"):  # code of Python itself, or made on the way
        return None
    path = os.path.realpath(path)
    if not path.startswith(root + os.sep):
        return None
    relative = path[len(root) + 1 :].replace(os.sep, "/")
    return None if "site-packages/" in relative else relative


def place_of(problem: BaseException, root: str) -> str:
    """FILE:LINE of the innermost frame that is the user's, else an empty string."""
    if isinstance(problem, SyntaxError) and problem.filename:
        path = inside(problem.filename, root)
        if path:
            return f"{path}:{problem.lineno or 1}"
    found = ""
    for frame, line in traceback.walk_tb(problem.__traceback__):
        path = inside(frame.f_code.co_filename, root)
        if path:
            found = f"{path}:{line}"
    return found


def failed(problem: BaseException, root: str) -> dict[str, Any]:
    """What is told about an exception; its traceback goes to standard error, without our own frames."""
    frames = problem.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    shown = traceback.TracebackException(type(problem), problem, frames)
    sys.stderr.write("".join(shown.format()))
    return {"kind": "exception", "message": one_line(problem), "place": place_of(problem, root)}


def find(module: str, name: str, root: str) -> tuple[Any, dict[str, Any] | None]:
    """The callable, or None and what is told instead."""
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as problem:
        ours = problem.name == module or module.startswith(f"{problem.name}.")
        if ours:
            return None, {"kind": "missing-module", "message": one_line(problem), "place": ""}
        return None, failed(problem, root)
    for part in name.split("."):
        try:
            found = getattr(found, part)
        except AttributeError as problem:
            return None, {"kind": "missing-callable", "message": one_line(problem), "place": ""}
    if not callable(found):
        return None, {"kind": "missing-callable", "message": f"TypeError: {name} is not callable", "place": ""}
    return found, None


async def awaited(value: Any) -> Any:  # noqa: ANN401 - whatever the user returns
    """For `asyncio.run`, which takes coroutines only."""
    return await value


def called(function: Any, given: Any, root: str) -> dict[str, Any]:  # noqa: ANN401 - the same
    """What is told about one call."""
    began = time.perf_counter()
    try:
        value = function(given)
        if hasattr(value, "__await__"):
            import asyncio  # noqa: PLC0415 - slow, and most functions are plain

            value = asyncio.run(awaited(value))
    except SystemExit as problem:
        return {"kind": "ended-early", "message": one_line(problem), "place": place_of(problem, root)}
    except BaseException as problem:  # noqa: BLE001 - whatever it raises, it is told
        return failed(problem, root)
    seconds = time.perf_counter() - began
    try:
        text = json.dumps(value, allow_nan=False)
    except Exception as problem:  # noqa: BLE001 - a class of the user may raise anything
        said = "it is nested too deep" if isinstance(problem, RecursionError) else str(problem).split("\n")[0]
        message = f"it returned {type(value).__name__}, which JSON can't hold ({said})"
        return {"kind": "not-json", "message": message, "place": "", "seconds": seconds}
    return {"kind": "value", "message": "", "place": "", "seconds": seconds, "value": text}


def tell(channel: int, token: str, message: dict[str, Any]) -> None:
    """All of the frame, in as many writes as it takes."""
    body = json.dumps({**message, "prefixes": [sys.prefix, sys.base_prefix]}).encode()
    frame = token.encode() + b"%010d" % len(body) + body
    while frame:
        frame = frame[os.write(channel, frame) :]


def main() -> None:
    """Find, call, tell; end without waiting for threads that the user's code left behind."""
    channel, root = int(sys.argv[1]), os.path.realpath(sys.argv[2])
    module, name = sys.argv[3:5]
    given = json.load(sys.stdin)
    token = given.pop("token")
    with open(os.devnull, "rb") as empty:  # noqa: PTH123 - pathlib costs milliseconds
        os.dup2(empty.fileno(), 0)
    os.set_inheritable(channel, False)  # noqa: FBT003 - it takes no keyword
    sys.path[0] = root
    sys.argv = [module]
    try:
        function, problem = find(module, name, root)
        there = {"kind": "value", "message": "", "place": "", "value": "null"}
        message = problem or (called(function, given["input"], root) if "input" in given else there)
    except SystemExit as problem:
        message = {"kind": "ended-early", "message": one_line(problem), "place": place_of(problem, root)}
    except BaseException as problem:  # noqa: BLE001 - raised while the module was imported
        message = failed(problem, root)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # closed by the user's code: there is nothing to save
            stream.flush()
    tell(channel, token, message)
    os._exit(0)


if __name__ == "__main__":
    main()
