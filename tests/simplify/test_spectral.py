"""Functions of one matrix: what is simplified is equal, and with a rule wrong it is seen not to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.expr import unspecified_forms
from matcalc_cli.expr.build import apply, transpose
from matcalc_cli.program import read
from matcalc_cli.simplify import simplify, spectral

EQUAL = [
    ("f(A)*A", "A*f(A)"),
    ("expm(A)*A^2", "A^2*expm(A)"),
    ("g(A)*f(A)", "f(A)*g(A)"),
    ("inv(sqrtm(A))*A", "A*inv(sqrtm(A))"),
    ("f(2*A + I)*A", "A*f(I(n) + 2*A)"),
    ("f(A')*A'", "(A*f(A))'"),
    ("f(A)*B", "f(A)*B"),
    ("D(f)(A, A^2)", "A^2*f'(A)"),
    ("D(f)(A, f(A))", "f(A)*f'(A)"),
    ("D(f)(A, B)", "D(f)(A, B)"),
    ("tr(D(f)(A, B))", "tr(f'(A)*B)"),
    ("tr(A*D(f)(A, B))", "tr(A*f'(A)*B)"),
    ("tr(B*D(f)(A, A))", "tr(A*f'(A)*B)"),
    ("D(f)(A)*vec(A)", "vec(A*f'(A))"),
    ("vec(A)'*D(f)(A')", "vec(A*f'(A))'"),
    ("D(f)(A', B)", "D(f)(A, B')'"),
    ("frechet(logm, A, A)", "I(n)"),
    ("tr(frechet(expm, A, B)*A)", "tr(A*expm(A)*B)"),
]


def declared(text: str) -> str:
    return f"{text} where f: matrixfunction, g: matrixfunction, A: matrix(n,n), B: matrix(n,n)"


@pytest.mark.parametrize(("text", "short"), EQUAL)
def test_what_is_simplified_is_equal(text: str, short: str) -> None:
    node = read(declared(text))[1].expression
    assert simplify(node) is simplify(read(declared(short))[1].expression)
    assert equal(node, simplify(node)).word == "ok"


def always(*_: object) -> bool:
    return True


def same_function(slope: Any, direction: Any) -> Any:
    """f for f'."""
    found = RIGHT_SLOPE(slope, direction)
    if found:
        found.slope = tuple(s if s.function.primes == 0 else apply(s.function.primed(0), s.args) for s in found.slope)
    return found


def never_turned(node: Any) -> Any:
    found = RIGHT_UPRIGHT(node)
    return None if found is None else transpose(found)


RIGHT_SLOPE, RIGHT_UPRIGHT = spectral._slope, spectral._upright  # noqa: SLF001
WRONG: list[tuple[object, str, Callable[..., Any], str]] = [
    (spectral.Along, "commutes", always, "D(f_1)(A, B)"),
    (spectral.Along, "commutes", always, "tr(B*D(f_2)(A, B'))"),
    (spectral, "_slope", same_function, "D(f_3)(A, A)"),
    (spectral, "_upright", never_turned, "D(f_4)(A', B)"),
    (spectral, "generator", lambda _: "A", "f_5(A)*B"),
]


@pytest.mark.parametrize(("place", "name", "rule", "text"), WRONG)
def test_a_wrong_rule_is_seen(
    place: object, name: str, rule: Callable[..., Any], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = read(f"{text} where {text[text.index('f_') :][:3]}: matrixfunction, A: matrix(n,n), B: matrix(n,n)")[
        1
    ].expression
    with monkeypatch.context() as patch:
        patch.setattr(place, name, rule)
        wrong = simplify(node)
    assert wrong is not node
    assert equal(node, wrong).word == "wrong"


MIXED = "D2({0},2,1)(u, v) where {0}: scalar of vector(n), vector(n), u: vector(n), v: vector(n)"


def test_the_order_of_mixed_derivatives_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = read(MIXED.format("f_6"))[1].expression
    rule = unspecified_forms._in_order  # noqa: SLF001
    monkeypatch.setattr(unspecified_forms, "_in_order", lambda function, args: transpose(rule(function, args)))
    wrong = read(MIXED.format("f_6"))[1].expression
    assert equal(right, wrong).word == "wrong"
