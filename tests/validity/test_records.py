"""What a record says of where a function has a derivative is what the derivative asks for, by its own formula."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from matcalc_cli.expr.node import Node
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.pipeline import differentiate
from matcalc_cli.program import read
from matcalc_cli.validity import of_derivative, of_value
from matcalc_cli.validity.intervals import ends_of
from matcalc_cli.validity.reduced import reduced
from tests.functions.cases import CASES, Case
from tests.functions.values import VALUES

NOT_SEEN = ("polarstep", "polarmatrix", "chol", "riccati", "atan2")
"""What has no derivative, what an example declares to be so, a solution whose being there makes another matrix regular, and an
angle, whose derivative divides by the squared length besides."""


def cases() -> Iterator[Case]:
    """The most general case of every function with a condition."""
    found: dict[str, Case] = {}
    for case in CASES:
        function = case.function
        if function.condition and case.moving and not case.fixed and function.name not in (*found, *NOT_SEEN):
            found[function.name] = case
    yield from found.values()


OF_RECORDS = list(cases())


def arguments(case: Case) -> tuple[Node, ...]:
    """The names that the function is of."""
    known = read(case.program, ())[1].variables
    return tuple([known[name] for name in case.parameters])


def said(case: Case) -> set[str]:
    """What the condition of a record says, and its domain of a value."""
    of = case.function, arguments(case)
    alone = {repr(c) for c in reduced(of_derivative(*of))} if case.function.condition else set()
    both = {repr(c) for c in reduced([*of_value(*of), *of_derivative(*of)])}
    return both if alone and alone <= both else set()


def needed(case: Case) -> set[str]:
    """What the derivatives by all arguments need."""
    return {repr(condition) for condition in differentiate(case.program).conditions}


@pytest.mark.parametrize("case", OF_RECORDS, ids=lambda case: case.function.name)
def test_a_condition_is_that_of_the_derivative(case: Case) -> None:
    assert needed(case) == said(case)


@pytest.mark.parametrize("name", [name for name, f in FUNCTIONS.items() if name == f.name and (f.values or f.rises)])
def test_values_are_where_a_record_says(name: str) -> None:
    function = FUNCTIONS[name]
    with np.errstate(all="ignore"):
        points = np.linspace(-6, 6, 2401)
        values = np.array([VALUES[name](np.array([[x]])).item() for x in points])
    low, high = ends_of(function.values)
    there = ~np.isnan(values)
    assert low[0] <= values[there].min() and values[there].max() <= high[0]
    if function.rises:
        at, value = map(float, map(Fraction, function.rises))
        assert abs(VALUES[name](np.array([[at]])).item() - value) < 1e-12
        assert (np.diff(values[there & np.isfinite(values)]) >= 0).all()
