"""What the values of a parameter must be, for drawing random inputs: the names used in Function.domain."""

from __future__ import annotations

DOMAINS = {
    "real": "any value",
    "positive": "entries > 0",
    "nonzero": "entries away from 0",
    "unit": "entries in (-1, 1)",
    "invertible": "a well-conditioned square matrix",
}
