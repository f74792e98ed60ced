"""Receipts: the record of a proof, the same bytes wherever and whenever it is made."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from taskgen.prove.verdicts import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.model import Steps
    from taskgen.prove.verdicts import Verdict

FORM: Final = 1
CLASSES: Final = ("executed", "replayed", "live", "weak")

_PARTS: Final = {
    "paste": "the working code",
    "command": "the test command",
    "expected": "the expected output",
    "asserts": "the asserts",
    "before": "what the command says without the code",
    "fixes": "the fixes",
}


def digests(steps: Steps) -> dict[str, str]:
    """The digest of each part of a task that steers its proof; prose, headings and places are in none."""
    parts: dict[str, Json] = {
        "paste": [[paste.path, paste.text] for paste in steps.pastes],
        "command": steps.command,
        "expected": [steps.expected_language, steps.expected],
        "asserts": steps.asserts,
        "before": steps.before,
        "fixes": [[fix.error, fix.wrong, fix.fixed, fix.delay] for fix in steps.fixes],
    }
    return {name: _digest(part) for name, part in parts.items()}


def _digest(data: Json) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_proven(verdicts: Sequence[Verdict]) -> bool:
    """Whether nothing speaks against a task, and something for it."""
    return all(verdict.is_good for verdict in verdicts) and any(verdict.status is Status.PROVEN for verdict in verdicts)


def make(steps: Steps, verdicts: Sequence[Verdict], inputs: Mapping[str, str], proof_class: str) -> str:
    """The text of one task's receipt.

    Args:
        steps: as proven.
        verdicts: those of this task.
        inputs: digests of what the steps worked on (the case, services, the workspace's files), by name.
        proof_class: one of `CLASSES`.
    """
    receipt = {
        "receipt": FORM,
        "case": steps.case,
        "class": proof_class,
        "result": str(Status.PROVEN if is_proven(verdicts) else Status.NOT_PROVEN),
        "steps": digests(steps),
        "inputs": dict(inputs),
        "verdicts": [_entry(verdict) for verdict in verdicts],
    }
    return json.dumps(receipt, sort_keys=True, indent=1) + "\n"


def _entry(verdict: Verdict) -> dict[str, str]:
    """A verdict without its words: those may hold times and places."""
    entry = {"mode": str(verdict.mode), "status": str(verdict.status)}
    if verdict.step is not None:
        entry["step"] = str(verdict.step)
    if verdict.subject:
        entry["of"] = verdict.subject
    if verdict.covered_by is not None:
        entry["covered by"] = verdict.covered_by
    return entry


def stale(text: str, steps: Steps, inputs: Mapping[str, str]) -> str | None:
    """Why a receipt does not vouch for these steps any more, in words after "stale: "; None where it does."""
    receipt = _read(text)
    if receipt is None:
        return "it can't be read as a receipt"
    if receipt.get("case") != steps.case:
        return f"it belongs to {str(receipt.get('case'))[:60]!r}"
    changed = _changed(receipt.get("steps"), digests(steps))
    if changed:
        return f"{', '.join(_PARTS[name] for name in changed)} changed since"
    changed = _changed(receipt.get("inputs"), inputs)
    if changed:
        return f"inputs changed since: {', '.join(changed)}"
    return None if receipt.get("result") == str(Status.PROVEN) else "it says that the task is not proven"


def _read(text: str) -> dict[str, Any] | None:
    try:
        receipt = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return receipt if isinstance(receipt, dict) and receipt.get("receipt") == FORM else None


def _changed(recorded: Json, now: Mapping[str, str]) -> list[str]:
    """The names whose digests differ, those that only one side has included, in the order of `now`."""
    old = recorded if isinstance(recorded, dict) else {}
    return [name for name in dict.fromkeys([*now, *sorted(old)]) if old.get(name) != now.get(name)]
