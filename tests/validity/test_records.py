"""What a record says of where a function has a derivative is what the derivative asks for, by its own formula."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcalc_cli.expr.node import Apply
from matcalc_cli.pipeline import differentiate
from matcalc_cli.program import read
from matcalc_cli.validity import of_derivative, of_value
from matcalc_cli.validity.reduced import reduced
from tests.functions.cases import CASES, Case

IN_OTHER_WORDS = ("hardtanh", "polarstep", "polarmatrix")
"""X != 1 and X != -1 for |X| != 1; and what has no derivative."""


def cases() -> Iterator[Case]:
    """The most general case of every function with a condition; inv(X) and the like are read as other functions."""
    found: dict[str, Case] = {}
    for case in CASES:
        function = case.function
        if function.condition and case.moving and function.name not in (*found, *IN_OTHER_WORDS):
            node = read(case.program, ())[1].expression
            if isinstance(node, Apply) and node.function is function:
                found[function.name] = case
    yield from found.values()


OF_RECORDS = list(cases())


def said(case: Case) -> set[str]:
    """What the record says."""
    node = read(case.program, ())[1].expression
    assert isinstance(node, Apply)
    found = [
        *of_value(node.function, node.args),
        *(of_derivative(node.function, node.args) if node.function.condition else ()),
    ]
    return {repr(condition) for condition in reduced(found)}


def needed(case: Case) -> set[str]:
    """What the derivatives by all arguments need."""
    return {repr(condition) for condition in differentiate(case.program).conditions}


@pytest.mark.parametrize("case", OF_RECORDS, ids=lambda case: case.function.name)
def test_a_condition_is_that_of_the_derivative(case: Case) -> None:
    assert needed(case) == said(case)
