"""Verdicts on derivatives: exact arithmetic, a ladder of differences, sixty digits."""

from matcalc_cli.check.verdict import numeric

__all__ = ["numeric"]
