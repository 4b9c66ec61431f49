"""Decisions as functions of values: no input, no output, nothing of ours imported."""
