"""What the tests of the language share: a small set of functions, and trees as s-expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Program, Tree

MAIN = """
tr det logdet sum norm norm1 inner inv pinv solve kron hadamard vec diag sym I ones commutation
exp log sqrt abs sin relu softmax expm logm frechet frechetmatrix
"""
FUNCTIONS = {name: name for name in MAIN.split()} | {"trace": "tr", "ln": "log", "eye": "I", "identity": "I"}


def written(tree: Tree) -> str:
    """The tree as an s-expression: `A^2'` is `(transpose (power A 2))`."""
    match tree:
        case Name(name=name):
            return name
        case Literal(numerator=numerator, denominator=denominator):
            return str(numerator) if denominator == 1 else f"{numerator}/{denominator}"
        case Operation(operator=head) | Call(function=head):
            dot = "." if isinstance(tree, Call) and tree.dotted else ""
            return f"({' '.join([head + dot, *map(written, tree.children)])})"
    raise AssertionError(tree)


@pytest.fixture(scope="session")
def functions() -> Mapping[str, str]:
    return FUNCTIONS


@pytest.fixture(scope="session")
def program() -> Callable[[str], Program]:
    return lambda text: parse(text, FUNCTIONS)


@pytest.fixture(scope="session")
def read() -> Callable[[str], str]:
    """The body of a program as an s-expression."""
    return lambda text: written(parse(text, FUNCTIONS).body)


@pytest.fixture(scope="session")
def refusal() -> Callable[[str], MatcalcError]:
    """The error that a program is refused with."""

    def refuse(text: str) -> MatcalcError:
        with pytest.raises(MatcalcError) as caught:
            parse(text, FUNCTIONS)
        return caught.value

    return refuse
