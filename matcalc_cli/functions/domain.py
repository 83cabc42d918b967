"""The domains of parameters: the names that records of functions have in Function.domain, one record a name."""

from __future__ import annotations

from math import inf

DEFINITE = "positive definite"


class Domain:
    """A domain, which the values of a parameter must be in.

    name       what records of functions call it
    words      the values, which random inputs are drawn from
    needs      what a value of the function needs of that argument: a predicate of validity/condition.py, or a condition as
               records have it; "" if nothing; None if the condition of the record says it
    between    the numbers between which a function of such a number is real, ends included: what it is of zero is another matter
    drawn      how check/doubles/sample.py changes random numbers to come into it; "" for numbers as they are
    symmetric  whether an argument must be symmetric by what it is made of
    """

    __slots__ = ("between", "drawn", "name", "needs", "symmetric", "words")

    def __init__(
        self, name: str, words: str, *, needs: str | None = None, between: tuple[float, float] = (-inf, inf),
        drawn: str = "", symmetric: bool = False,
    ) -> None:  # fmt: skip
        self.name = name
        self.words = words
        self.needs = needs
        self.between = between
        self.drawn = drawn
        self.symmetric = symmetric


_RECORDS = (
    Domain("real", "any value", needs=""),
    Domain("positive", "entries > 0", needs="positive", between=(0, inf), drawn="positive"),
    Domain("nonzero", "entries away from 0", needs=""),
    Domain("unit", "entries in (-1, 1)", needs="not outside", between=(-1, 1), drawn="small"),
    Domain(
        "open unit", "entries in (-1, 1), at whose ends f has no value", needs="|{0}| < 1", between=(-1, 1), drawn="small",
    ),
    Domain("no half turn", "entries away from the multiples of pi, where f has no value", needs="sin({0}) != 0"),
    Domain("not zero", "entries other than 0, where f has no value", needs="{0} != 0"),
    Domain("above -1", "entries > -1", between=(-1, inf)),
    Domain("above 1", "entries > 1", needs="1 <= {0}", between=(1, inf)),
    Domain("between 0 and 1", "entries in (0, 1)", between=(0, 1)),
    Domain("below", "a number below the entries around 0", needs=""),
    Domain("above", "a number above the entries around 0", needs=""),
    Domain("off the poles", "entries other than 0, -1, -2, ..."),
    Domain("invertible", "a well-conditioned square matrix", needs="invertible"),
    Domain("full rank", "a well-conditioned matrix with simple singular values", needs=""),
    Domain("nondegenerate", "a matrix of full rank with simple singular values, without which f has no value"),
    Domain("positive stable", "a square matrix whose eigenvalues have positive real parts", needs="positive stable", drawn="definite"),
    Domain("rooted", "a square matrix whose eigenvalues have positive real parts", needs="rooted", drawn="definite"),
    Domain("apart", "a square matrix whose eigenvalues are not the negatives of another's"),
    Domain("index", "an integer that selects a column"),
    Domain("leading minors", "a square matrix whose leading principal minors are not 0"),
    Domain("full column rank", "a well-conditioned matrix with at least as many rows as columns"),
    Domain("real eigenvalues", "a square matrix with real, simple eigenvalues"),
    Domain("semidefinite", "a symmetric matrix without negative eigenvalues", symmetric=True),
    Domain("symmetric", "a symmetric matrix with simple eigenvalues", needs="", symmetric=True),
    Domain("nondegenerate symmetric", "a symmetric matrix with simple eigenvalues, without which f has no value", symmetric=True),
    Domain(DEFINITE, "a symmetric matrix with positive eigenvalues", needs="definite", drawn="definite", symmetric=True),
)  # fmt: skip
DOMAINS = {domain.name: domain for domain in _RECORDS}
"""Every domain by its name."""
SYMMETRIC = frozenset([domain.name for domain in _RECORDS if domain.symmetric])
"""The domains that only symmetric matrices are in."""
