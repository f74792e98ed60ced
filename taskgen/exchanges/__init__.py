"""Recorded HTTP exchanges: what a case asked and was answered, as values, as files, and as answers to new requests."""
