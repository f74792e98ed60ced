"""The copy-paste executor: steps into verdicts, verdicts into receipts."""
