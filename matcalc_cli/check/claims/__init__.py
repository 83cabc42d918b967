"""Judging an answer that a reader claims, and saying why it is wrong."""
