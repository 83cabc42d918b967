"""Columns of the identity and what they select: entries, slices, blocks with few entries."""
