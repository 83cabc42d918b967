"""What the values of a parameter must be, for drawing random inputs: the names used in Function.domain."""

from __future__ import annotations

from math import inf

DEFINITE = "positive definite"
DOMAINS = {
    "real": "any value",
    "positive": "entries > 0",
    "nonzero": "entries away from 0",
    "unit": "entries in (-1, 1)",
    "open unit": "entries in (-1, 1), at whose ends f has no value",
    "no half turn": "entries away from the multiples of pi, where f has no value",
    "above -1": "entries > -1",
    "above 1": "entries > 1",
    "between 0 and 1": "entries in (0, 1)",
    "below": "a number below the entries around 0",
    "above": "a number above the entries around 0",
    "off the poles": "entries other than 0, -1, -2, ...",
    "invertible": "a well-conditioned square matrix",
    "full rank": "a well-conditioned matrix with simple singular values",
    "nondegenerate": "a matrix of full rank with simple singular values, without which f has no value",
    "positive stable": "a square matrix whose eigenvalues have positive real parts",
    "apart": "a square matrix whose eigenvalues are not the negatives of another's",
    "index": "an integer that selects a column",
    "leading minors": "a square matrix whose leading principal minors are not 0",
    "full column rank": "a well-conditioned matrix with at least as many rows as columns",
    "real eigenvalues": "a square matrix with real, simple eigenvalues",
    "semidefinite": "a symmetric matrix without negative eigenvalues",
    "symmetric": "a symmetric matrix with simple eigenvalues",
    "nondegenerate symmetric": "a symmetric matrix with simple eigenvalues, without which f has no value",
    DEFINITE: "a symmetric matrix with positive eigenvalues",
}
SYMMETRIC = frozenset({"semidefinite", "symmetric", "nondegenerate symmetric", DEFINITE})
"""The domains that only symmetric matrices are in: an argument must be symmetric by what it is made of."""

INTERVALS = {
    "positive": (0, inf),
    "unit": (-1, 1),
    "open unit": (-1, 1),
    "above -1": (-1, inf),
    "above 1": (1, inf),
    "between 0 and 1": (0, 1),
}
"""The numbers between which a function of such an argument is real, ends included: what it is of zero is another matter."""
