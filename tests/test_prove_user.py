"""The sample proven as an ordinary user where the suite runs as root; elsewhere the whole suite is that user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534
PYTHON = "/usr/bin/python3"  # one that other users may run; ours may lie in root's home
IDS = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
AS_NOBODY = (*IDS, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs")


@pytest.fixture
def owned():
    """A copy of the sample that nobody owns, where nobody can get at it."""
    folder = Path(tempfile.mkdtemp(prefix="taskgen-test-user-"))
    folder.chmod(0o755)
    copy = Path(shutil.copytree(ROOT / "samples" / "wordcount", folder / "wordcount"))
    for path in (copy, *copy.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    yield copy
    shutil.rmtree(folder)


@pytest.mark.sandbox
@pytest.mark.skipif(os.geteuid() != 0, reason="not root: the other tests prove as an ordinary user already")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="no setpriv to become another user with")
def test_an_ordinary_user_proves_the_same_and_gets_the_same_receipts(owned):
    packages = [entry for entry in sys.path if entry.endswith("site-packages")]
    environment = {
        "HOME": str(owned),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *packages]),
    }
    ready = subprocess.run([*AS_NOBODY, PYTHON, "-c", "import taskgen.cli.app"], env=environment, check=False)
    if ready.returncode != 0:
        pytest.skip(f"{PYTHON} can't import taskgen as another user")
    before = {path.name: path.read_bytes() for path in (owned / "receipts").iterdir()}
    shutil.rmtree(owned / "receipts")
    ran = subprocess.run(
        [*AS_NOBODY, PYTHON, "-m", "taskgen", "prove"],
        cwd=owned,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "4 of 4 tasks proven" in ran.stderr
    assert {path.name: path.read_bytes() for path in (owned / "receipts").iterdir()} == before
