"""Proof: the copy-paste executor, its verdicts, its receipts. Pure; rooms to work in come from outside."""
