"""Runs inside the sandbox, alone, where the system has no `setpriv`: gives root's rights up, then becomes a program.

Called as `demote.py USER PROGRAM ARGUMENTS...`.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
NOBODY = 65534
CAPABILITIES = 64  # more than there are; unknown ones are refused by the kernel, which does no harm


def main() -> None:
    """Drop the bounding set, then groups and ids (which takes all capabilities away), then never gain any."""
    user = int(sys.argv[1])
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for capability in range(CAPABILITIES):
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(user, user, user)
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - the whole point


if __name__ == "__main__":
    main()
