"""The list of guards that `make sabotage` switches off is up to date: each one's text stands once in its module."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUARDS = tomllib.loads((ROOT / "tests" / "sabotage" / "guards.toml").read_text(encoding="utf-8"))["guard"]


@pytest.mark.parametrize("guard", GUARDS, ids=[guard["name"] for guard in GUARDS])
def test_a_guard_stands_where_the_list_says(guard):
    assert (ROOT / guard["module"]).read_text(encoding="utf-8").count(guard["old"]) == 1
