"""Receipts: the record of a proof, the same bytes wherever and whenever it is made."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from taskgen.prove.standing import Kind, Reason, Standing
from taskgen.prove.verdicts import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.model import Steps
    from taskgen.prove.verdicts import Verdict

FORM: Final = 2
PROOF: Final = 1
"""What a proof means. Raised where a proof of before can't vouch for what one of now would: all become stale."""

LIVE: Final = "live"
DAYS: Final = 30
"""How long a proof without a sandbox is believed, in days: only such a receipt holds a date."""

_PARTS: Final = {
    "paste": (Reason.CODE, "the working code"),
    "fixes": (Reason.CODE, "the fixes"),
    "needs": (Reason.CODE, "the code of the tasks that it needs"),
    "input": (Reason.INPUT, "the input"),
    "command": (Reason.COMMAND, "the test command"),
    "target": (Reason.COMMAND, "the target"),
    "services": (Reason.COMMAND, "the services"),
    "expected": (Reason.EXPECTATION, "the expected output"),
    "asserts": (Reason.EXPECTATION, "the asserts"),
    "before": (Reason.EXPECTATION, "what the command says without the code"),
    "checks": (Reason.EXPECTATION, "what the case expects"),
    "files": (Reason.FILES, "files of the workspace"),
    "recording": (Reason.RECORDING, "the recording"),
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


def make(
    steps: Steps, verdicts: Sequence[Verdict], inputs: Mapping[str, str], proof_class: str, today: str = ""
) -> str:
    """The text of one task's receipt.

    Args:
        steps: as proven.
        verdicts: those of this task.
        inputs: digests of what the steps worked on (the input, services, the workspace's files), by name.
        proof_class: "executed", "replayed", "live" or "weak".
        today: the date (YYYY-MM-DD), which only a live receipt holds.
    """
    receipt = {
        "receipt": FORM,
        "proof": PROOF,
        "case": steps.case,
        "class": proof_class,
        "result": str(Status.PROVEN if is_proven(verdicts) else Status.NOT_PROVEN),
        "steps": digests(steps),
        "inputs": dict(inputs),
        "verdicts": [_entry(verdict) for verdict in verdicts],
    }
    if proof_class == LIVE:
        receipt["date"] = today
    return _sealed(receipt)


def _sealed(receipt: dict[str, Any]) -> str:
    content = {name: value for name, value in receipt.items() if name != "seal"}
    return json.dumps({**content, "seal": _digest(content)}, sort_keys=True, indent=1) + "\n"


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


def standing(text: str, steps: Steps, inputs: Mapping[str, str], today: str) -> Standing:
    """What a receipt says of these steps now.

    Args:
        text: of the receipt.
        steps: as they would be proven today.
        inputs: as for `make`.
        today: the date, as YYYY-MM-DD.
    """
    receipt = _read(text)
    if isinstance(receipt, Standing):
        return receipt
    if receipt["case"] != steps.case:
        return _stale(Reason.ORPHAN, f"it belongs to case {receipt['case'][:60]!r}")
    changed = _changed({**receipt["steps"], **receipt["inputs"]}, {**digests(steps), **inputs})
    if changed:
        reasons = tuple(dict.fromkeys(_PARTS[name][0] for name in changed))
        what = ", ".join(_PARTS[name][1] for name in changed)
        return Standing(kind=Kind.STALE, reasons=reasons, why=f"{what} changed since")
    if receipt["class"] == LIVE and not _is_lately(receipt.get("date", ""), today):
        return _stale(Reason.EXPIRED, f"it was proven without a sandbox, which is believed for {DAYS} days")
    return Standing(kind=_kind(receipt), proof_class=receipt["class"])


def _kind(receipt: Mapping[str, Any]) -> Kind:
    if receipt["result"] != str(Status.PROVEN):
        return Kind.NOT_PROVEN
    is_weak = any(entry.get("status") == str(Status.WEAK) for entry in receipt["verdicts"])
    return Kind.WEAK if is_weak else Kind.PROVEN


def _stale(reason: Reason, why: str) -> Standing:
    return Standing(kind=Kind.STALE, reasons=(reason,), why=why)


def _read(text: str) -> dict[str, Any] | Standing:
    """The receipt, or why it can't be taken at its word."""
    try:
        receipt = json.loads(text)
    except (ValueError, RecursionError):
        receipt = None
    if not isinstance(receipt, dict) or not isinstance(receipt.get("receipt"), int):
        return _stale(Reason.TAMPERED, "it can't be read as a receipt")
    if receipt["receipt"] != FORM or receipt.get("proof") != PROOF:
        return _stale(Reason.TOOL, "another version of taskgen proved it, for which a proof meant something else")
    content = {name: value for name, value in receipt.items() if name != "seal"}
    if receipt.get("seal") != _digest(content) or not _is_whole(receipt):
        return _stale(Reason.TAMPERED, "it was changed since taskgen wrote it")
    return receipt


def _is_whole(receipt: Mapping[str, Any]) -> bool:
    """Whether all is there that is looked at."""
    return (
        all(isinstance(receipt.get(name), str) for name in ("case", "class", "result"))
        and all(isinstance(receipt.get(name), dict) for name in ("steps", "inputs"))
        and isinstance(receipt.get("verdicts"), list)
        and all(isinstance(entry, dict) for entry in receipt["verdicts"])
    )


def case_of(text: str) -> str:
    """The case that a receipt names; empty where it can't be read."""
    try:
        receipt = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(receipt.get("case", "")) if isinstance(receipt, dict) else ""


def _is_lately(date: str, today: str) -> bool:
    """Whether a live proof is young enough; one from tomorrow is not."""
    try:
        age = dt.date.fromisoformat(today) - dt.date.fromisoformat(date)
    except (ValueError, TypeError):
        return False
    return 0 <= age.days <= DAYS


def _changed(old: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The parts whose digests differ, those that only one side has included, in the order of their reasons."""
    return [name for name in _PARTS if old.get(name) != now.get(name)]
