"""The operator table is what the parser does: symbols, precedence and associativity, pair by pair."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from matcalc_cli.language.notation import OPERATORS, Operator

Read = Callable[[str], str]

CANONICAL = "add dotted_add subtract dotted_subtract negate plus multiply hadamard divide elementwise_divide solve kron power elementwise_power transpose"
INFIX = [operator for operator in OPERATORS.values() if operator.fixity == "infix"]
POSTFIX = [operator for operator in OPERATORS.values() if operator.fixity == "postfix"]
PREFIX = [operator for operator in OPERATORS.values() if operator.fixity == "prefix"]


def test_the_canonical_names() -> None:
    assert sorted(OPERATORS) == sorted(CANONICAL.split())
    assert all(name == operator.name for name, operator in OPERATORS.items())


def test_the_first_symbol_is_ascii() -> None:
    """Only the Kronecker product has none; `plain` writes it kron(A, B)."""
    assert [operator.name for operator in OPERATORS.values() if not operator.symbol.isascii()] == ["kron"]


@pytest.mark.parametrize("operator", INFIX, ids=lambda operator: operator.name)
def test_every_symbol_of_an_infix_operator_is_read(operator: Operator, read: Read) -> None:
    assert {read(f"A{symbol}B") for symbol in operator.symbols} == {f"({operator.name} A B)"}
    assert operator.arity == 2


@pytest.mark.parametrize("operator", PREFIX, ids=lambda operator: operator.name)
def test_every_symbol_of_a_sign_is_read(operator: Operator, read: Read) -> None:
    assert {read(f"{symbol}A") for symbol in operator.symbols} == {f"({operator.name} A)"}
    assert operator.arity == 1


@pytest.mark.parametrize("operator", POSTFIX, ids=lambda operator: operator.name)
def test_every_symbol_of_a_postfix_operator_is_read(operator: Operator, read: Read) -> None:
    assert {read(f"A{symbol}") for symbol in operator.symbols} == {f"({operator.name} A)"}


@pytest.mark.parametrize("second", INFIX, ids=lambda operator: operator.name)
@pytest.mark.parametrize("first", INFIX, ids=lambda operator: operator.name)
def test_bindings_decide_between_two_operators(first: Operator, second: Operator, read: Read) -> None:
    left = f"({second.name} ({first.name} A B) C)"
    right = f"({first.name} A ({second.name} B C))"
    equal = left if first.associativity == "left" else right
    expected = (
        {True: left, False: right}.get(first.binding > second.binding) if first.binding != second.binding else equal
    )
    assert read(f"A{first.symbol}B{second.symbol}C") == expected


@pytest.mark.parametrize("operator", INFIX, ids=lambda operator: operator.name)
def test_a_sign_is_tighter_than_a_product_and_looser_than_a_power(operator: Operator, read: Read) -> None:
    inside = operator.binding > OPERATORS["negate"].binding
    expected = f"(negate ({operator.name} A B))" if inside else f"({operator.name} (negate A) B)"
    assert read(f"-A{operator.symbol}B") == expected
    assert read(f"A{operator.symbol}-B") == f"({operator.name} A (negate B))"
