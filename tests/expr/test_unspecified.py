"""Records of functions without a formula."""

from __future__ import annotations

from matcalc_cli.expr.shapes.dimensions import SCALAR, dim
from matcalc_cli.expr.unspecified import unknown

N, M = (dim("n"), 1), (dim("m"), 1)


def test_one_function_has_one_record() -> None:
    assert unknown("f", SCALAR, (N,)) is unknown("f", SCALAR, (N,))
    assert unknown("f", SCALAR, (N,)).digest != unknown("f", SCALAR, (M,)).digest


def test_names() -> None:
    f, g = unknown("f", SCALAR, (N, M)), unknown("g", SCALAR, ())
    second = f.derivative(1).derivative(0)
    assert (second.name, second.identifier, second.places, second.title) == (
        "D2(f,2,1)",
        "D2_f_2_1",
        (2, 1),
        "D2(f,2,1)",
    )
    assert (f.derivative(0).name, f.derivative(0).gradient) == ("grad(f,1)", True)
    assert (g.derivative(0).derivative(0).name, g.derivative(0).identifier) == ("g''", "g_prime")
    assert unknown("h", N, (SCALAR,)).derivative(0).name == "h'"
    assert unknown("A", N, (SCALAR,), (), ("t",)).derivative(0).name == "D(A)"


def test_derivatives_by_numbers_come_first() -> None:
    f = unknown("f", N, (M, SCALAR, SCALAR))
    one = f.derivative(0).derivative(2).derivative(1)
    assert one is f.derivative(1).derivative(2).derivative(0)
    assert one.taken == (1, 2, 0)


def test_shapes_of_derivatives() -> None:
    F = unknown("F", (dim("m"), dim("n")), ((dim("p"), dim("q")),))
    assert str(F.derivative(0).result) == "(Dim(m*n), Dim(p*q))"
    assert unknown("f", SCALAR, (N,)).derivative(0).derivative(0).result == (dim("n"), dim("n"))


def test_declarations() -> None:
    assert unknown("g", SCALAR, ()).declaration == "g: function"
    assert unknown("A", (dim("m"), dim("n")), (SCALAR,), (), ("t",)).declaration == "A: matrix(m,n) of t"
    assert unknown("f", SCALAR, (N, (dim("p"), dim("q")))).declaration == "f: scalar of vector(n), matrix(p,q)"


def test_sizes() -> None:
    f = unknown("f", SCALAR, (N, M)).derivative(0)
    assert f.resized({"n": 3}) is unknown("f", SCALAR, ((3, 1), M), (0,))
