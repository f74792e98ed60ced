"""Stands in for `taskgen run`: one case against the function, the answer on standard output, a verdict on the other."""

import json
import sys

from taskgen.model import Limits
from taskgen.doors.targets import run_case

case = sys.argv[1]
given = json.load(open("cases.json"))[case]
result = run_case(
    "python:app.router:complete", given["input"], root=".", python=sys.executable, limits=Limits(seconds=3)
)
if result.kind != "value":
    if result.place or result.hint:
        print(result.place or result.hint, file=sys.stderr)
    print(f"FAIL {case}: {result.message}", file=sys.stderr)
    sys.exit(1)
if result.value["content"] != given["content"]:
    print(f"FAIL {case}: content: expected {given['content']!r}, found {result.value['content']!r}", file=sys.stderr)
    sys.exit(1)
print(json.dumps(result.value))
print(f"PASS {case} {result.seconds:.2f} s", file=sys.stderr)
