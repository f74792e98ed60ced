"""The door to packages: what snippets require, looked for in a Python, and installed for a proof as wheels alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import MachineError, error

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SECONDS: Final = 900.0  # that an installation may take
_READY: Final = ".ready"
_LACKING: Final = (
    "import json, sys\nfrom importlib import metadata\nlacking = []\n"
    "for name in json.loads(sys.argv[1]):\n"
    "    try:\n        metadata.distribution(name)\n"
    "    except metadata.PackageNotFoundError:\n        lacking.append(name)\n"
    "print(json.dumps([lacking, sys.version_info[:3]]))\n"
)


def lacking(requires: Sequence[str], python: str) -> list[str]:
    """Those of the requirements whose packages a Python does not have; versions are not compared.

    Raises:
        MachineError: the Python can't be run.
    """
    names = {_name(one): one for one in requires}
    absent, _version = _asked(python, list(names))
    return [names[name] for name in absent]


def _name(requirement: str) -> str:
    found = _NAME.match(requirement.strip())
    return found[0] if found else requirement


def _asked(python: str, names: Sequence[str]) -> tuple[list[str], list[int]]:
    ran = _run([python, "-I", "-c", _LACKING, json.dumps(names)], seconds=60)
    try:
        absent, version = json.loads(ran.stdout)
    except ValueError:
        message = f"{python} can't tell what it has: {_last(ran)}"
        raise MachineError(error("bad-python", None, message, "name a Python that can: `python`")) from None
    return absent, version


def _run(argv: Sequence[str], *, seconds: float) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            argv, capture_output=True, text=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return subprocess.CompletedProcess(argv, 1, stdout="", stderr=str(problem))


def _last(ran: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in ran.stderr.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if line.startswith("ERROR")), lines[-1] if lines else "no word")[:200]


def installed(requires: Sequence[str], python: str, cache: Path) -> str:
    """A folder that holds the packages, for a Python's path; from the cache, if it was made before.

    Args:
        requires: requirements, as pip takes them.
        python: the Python that will import them.
        cache: where such folders are kept.

    Raises:
        MachineError: pip can't install them; only wheels are taken, since building one runs a stranger's code.
    """
    _absent, version = _asked(python, [])
    key = hashlib.sha256(json.dumps([version, sorted(requires)]).encode()).hexdigest()[:32]
    folder = cache / "packages" / key
    if (folder / _READY).is_file():
        return str(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as room:
        target = Path(room) / "packages"
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
        ran = _run([*pip, "--only-binary", ":all:", "--target", str(target), *sorted(requires)], seconds=_SECONDS)
        if ran.returncode != 0:
            message = f"pip can't install {', '.join(sorted(requires))}: {_last(ran)}"
            next_step = "only wheels are taken; install them into the project's Python, or mend `requires`"
            raise MachineError(error("not-installed", None, message, next_step))
        (target / _READY).write_text("", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(target, folder)  # noqa: PTH105 - a folder over nothing
    return str(folder)
