"""Compositions of the rooms, shared by the commands and the tests; the only importer of the doors."""
