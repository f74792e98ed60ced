"""Five hundred mangled projects: an answer with a place and what to do, no traceback, no hang, little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent


def test_five_hundred_mangled_projects_are_answered():
    ran = subprocess.run(
        [sys.executable, "-m", "fuzz", "--runs", "500", "--json"],
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not json.loads(ran.stdout)["wrong"]
