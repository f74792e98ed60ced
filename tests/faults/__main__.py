"""`python -m faults`: operations x faults x outcome, as a table; exit 1 if a promise is broken."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from faults.harness import room, warm_up
from faults.places import places
from faults.trials import crowds, failing_calls, kills, scenes

if TYPE_CHECKING:
    from collections.abc import Iterator

from faults.trials import Row

ALL = 200  # kills from which on the other faults are tried in full too
HEAD = ("operation", "fault", "trials", "exit codes", "all old", "all new", "some of each", "broken promises")


def _rows(total: int, seed: int) -> Iterator[Row]:
    with room() as here:
        os.environ["XDG_CACHE_HOME"] = str(Path(here) / "cache")
        warm = Path(here) / "warm"
        warm.mkdir()
        warm_up(warm)
        stage = scenes(Path(here) / "scenes")
        yield from failing_calls(stage, every=total >= ALL)
        yield from kills(stage, total, seed)
        yield from places(stage[0])
        yield from crowds(stage, max(1, total // 50))


def _cells(row: Row) -> tuple[str, ...]:
    exits = ", ".join(f"{code} x{count}" for code, count in sorted(row.exits.items()))
    numbers = (row.old, row.new, row.between, len(row.wrong))
    return (row.operation, row.fault, str(row.trials), exits, *map(str, numbers))


def _table(rows: list[Row]) -> str:
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def main() -> int:
    """Run the trials, print the table and what was not as promised."""
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--json", action="store_true", help="for programs")
    given = parser.parse_args()
    rows = list(_rows(given.kills, given.seed))
    wrong = [text for row in rows for text in row.wrong]
    if given.json:
        print(json.dumps({"trials": sum(row.trials for row in rows), "wrong": wrong}))
    else:
        print(_table(rows))
        print(*wrong[:40], sep="\n")
        print(f"{sum(row.trials for row in rows)} trials, {len(wrong)} broken promises")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
