"""Verdicts on derivatives: exact arithmetic, a ladder of differences, sixty digits."""

from matcalc_cli.check.claimed import claimed
from matcalc_cli.check.slope import Given
from matcalc_cli.check.verdict import numeric

__all__ = ["Given", "claimed", "numeric"]
