"""Verdicts on derivatives: exact arithmetic, a ladder of differences, sixty digits."""
