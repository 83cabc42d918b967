"""What the values of a parameter must be, for drawing random inputs: the names used in Function.domain."""

from __future__ import annotations

DOMAINS = {
    "real": "any value",
    "positive": "entries > 0",
    "nonzero": "entries away from 0",
    "unit": "entries in (-1, 1)",
    "invertible": "a well-conditioned square matrix",
    "full rank": "a well-conditioned matrix with simple singular values",
    "positive stable": "a square matrix whose eigenvalues have positive real parts",
    "symmetric": "a symmetric matrix with simple eigenvalues",
    "positive definite": "a symmetric matrix with positive eigenvalues",
}
