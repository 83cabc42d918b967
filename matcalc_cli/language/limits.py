"""The limits of what is read, all in one place; beyond one the answer is a `limit` error that names it."""

from __future__ import annotations

TEXT_LENGTH = 200_000
"""Characters of a program."""
NAME_LENGTH = 200
"""Characters of a variable's name."""
NESTING = 10_000
"""Brackets, calls and norm bars open at once."""
EXPANDED = 100_000
"""Numbers, names and operations of all definitions that are put in where they are called."""
DERIVATIVES = 9
"""How often a function is differentiated by its name."""
DIGITS = 1_000
"""Digits of one number."""
DECIMAL_EXPONENT = 1_000
"""Magnitude of the e in 1e-3."""
DIMENSION = 10_000
"""A dimension written as a number."""
