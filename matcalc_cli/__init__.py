"""matcalc: matrix derivatives, readable and verified."""

__version__ = "0.1.0"
