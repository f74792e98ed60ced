"""`taskgen prove --infer`: hand-written tasks, carried out as their headings and labels say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.cli.boundary import USAGE
from taskgen.cli.console import err, finding_line, out_json, progress, say
from taskgen.cli.options import Format
from taskgen.cli.verdicts import exit_code, fields, sum_up, tell
from taskgen.diagnostics import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.cli.verdicts import How
    from taskgen.decode import Json
    from taskgen.pipeline.inferring import HandWritten
    from taskgen.prove.verdicts import Verdict


def run(files: Sequence[str], how: How) -> int:
    """Prove the tasks of each file; the exit code."""
    from taskgen.pipeline import inferring

    if not files:
        err("taskgen prove --infer needs a file; see --help")
        return USAGE
    given = [inferring.read(name, Path.cwd()) for name in files]
    codes, results = [], []
    with inferring.runner_for(how.sandbox) as runner:
        for one in given:
            if how.style is Format.TEXT and not how.quiet:
                for finding in one.findings:  # all of them: what was taken is the first thing to look at
                    err(finding_line(finding))
            total = 5 * len(one.tasks)
            came = list(progress(inferring.carry_out(one, runner, how.jobs), total, "proving"))
            verdicts = [item for item in came if not isinstance(item, Finding)]
            order = {task.name: number for number, task in enumerate(one.tasks)}
            verdicts.sort(key=lambda told: order[told.task] if told.mode == "alone" else len(order))
            findings = [item for item in came if isinstance(item, Finding)]
            say(findings, quiet=how.quiet)
            codes.append(exit_code((*one.findings, *findings), verdicts, strict=how.strict))
            results.append(_fields(one, verdicts, findings))
            if how.style is Format.TEXT:
                tell(verdicts, quiet=how.quiet)
                sum_up(verdicts, sandboxed=runner.isolated)
    if how.style is Format.JSON:
        out_json({"version": 1, "files": results})
    return max(codes)


def _fields(one: HandWritten, verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> dict[str, Json]:
    return {"file": one.path, **fields(verdicts, (*one.findings, *findings))}
