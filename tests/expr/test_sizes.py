"""Sizes as numbers of an expression and back, and what is put in under the index of a sum."""

from __future__ import annotations

from math import asinh, cos, cosh, sin, sinh

import pytest

from matcalc_cli.check.digits.unspecified import Sines
from matcalc_cli.expr.build import add, multiply, size_number, substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, number, postorder
from matcalc_cli.expr.shapes.dimensions import dim, product_of
from matcalc_cli.expr.shapes.spans import size_of
from matcalc_cli.pipeline import read

M, N = (dim(name) for name in "mn")


@pytest.mark.parametrize(
    ("node", "size"),
    [
        (number(3), 3),
        (size_number(N), N),
        (multiply(number(2), size_number(N), size_number(M)), product_of(product_of(2, N), M)),
        (add(size_number(N), size_number(M), number(-1)), -1 + N + M),
        (add(size_number(N), read("alpha")[1].expression), None),
        (multiply(size_number(N), read("alpha")[1].expression), None),
    ],
)
def test_an_integer_expression_of_dimensions_is_a_dimension(node: Node, size: object) -> None:
    assert size_of(node) == size


def test_an_index_that_is_put_in_is_not_that_of_the_sum() -> None:
    total = read("sum(i, 1, N, alpha*x_i) where x_i: scalar")[1].expression
    index = next(n.args[0] for n in postorder(total) if isinstance(n, Apply) and n.function.binds)
    alpha = next(n for n in postorder(total) if isinstance(n, Symbol) and n.name == "alpha")
    changed = substitute(total, {alpha: index})
    assert index in changed.symbols
    assert index not in total.symbols


def test_stand_ins_of_sixty_digits_are_those_of_doubles() -> None:
    mpmath = pytest.importorskip("mpmath")
    sines, at = Sines(), mpmath.mpf("0.75")
    for order, (wave, steep) in enumerate([(sin, sinh), (cos, cosh), (lambda x: -sin(x), sinh)]):
        assert float(sines.ridge(order, at)) == pytest.approx(wave(0.75), rel=1e-12)
        assert float(sines.invertible(order, at)) == pytest.approx(steep(0.75), rel=1e-12)
    assert float(sines.undone(at, mpmath.mpf(2))) == pytest.approx(asinh(0.75) - 2, rel=1e-12)
    assert sines.solve([[mpmath.mpf(2), mpmath.mpf(1)], [mpmath.mpf(1), mpmath.mpf(3)]], [mpmath.mpf(4), mpmath.mpf(7)])
