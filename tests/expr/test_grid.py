"""The normal form of selections and block matrices: texts that are one expression, and sums that become blocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import scipy.linalg

from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.check.exact.verify import equal
from matcalc_cli.expr.build import apply, number, transpose
from matcalc_cli.expr.node import symbol
from matcalc_cli.expr.normal_forms.grid import block
from matcalc_cli.expr.operations import UNIT
from matcalc_cli.expr.selections.units import columns
from matcalc_cli.expr.shapes.dimensions import dim, is_at_most, minus
from matcalc_cli.expr.shapes.positions import as_node, as_size, is_known, ordered, shifted
from matcalc_cli.pipeline import differentiate, reads_back, simplified
from matcalc_cli.render.reports.answers import program_text

N = " where A: matrix(n,n), B: matrix(n,n), x: vector(n), y: vector(n)"
SAME = [
    ("(A*B)[i,j]", "A[i,:]*B[:,j]"), ("A'[i,j]", "A[j,i]"), ("exp(A)[i,j]", "exp(A[i,j])"), ("(A.*B)[i,:]", "A[i,:].*B[i,:]"),
    ("A[1:3,:][2,:]", "A[2,:]"), ("A[:,2:n][:,1]", "A[:,2]"), ("A[2:4,2:4]'", "A'[2:4,2:4]"), ("diag(x)[i,:]*A", "x[i]*A[i,:]"),
    ("maximum(A, B)[i,:]", "maximum(A[i,:], B[i,:])"), ("maximum(1, A)[:,end]", "maximum(1, A[:,end])"), ("(2*I(n))[1,end]", "2*(unit(n,1)'*unit(n,n))"),
    ("unit(n,2)'*unit(n,3)", "0"), ("maximum(A, B')[2,:]", "maximum(A[2,:], B[:,2]')"), ("unit(n,i)'*unit(n,i)", "1"), ("I(n)[i,j]", "[i == j]"), ("unit(n,3)'*unit(n,i+1)", "[i == 2]"), ("unit(n,n)'*unit(n,1)", "I(n)[1,n]"),
    ("I(n)[:,1:3]'*I(n)[:,2:3]", "[0, 0; 1, 0; 0, 1]"), ("I(n)[1:2,:]*I(n)[:,2:4]", "[0, 0, 0; 1, 0, 0]"),
    ("[x[1:k]; x[k+1:n]]", "x"), ("[A[1:2,:]; A[3:n,:]]", "A"), ("[A[:,1:k], A[:,k+1:n]]", "A"),
    ("[A, B]*[x; y]", "A*x + B*y"), ("[A, B; B, A][1:n,:]", "[A, B]"), ("[A, B; B, A][n+1:n+n,1:n]", "B"),
    ("[A, B]'", "[A'; B']"), ("[A, B; B, A]*[A, B; B, A]'", "[A*A' + B*B', A*B' + B*A'; B*A' + A*B', B*B' + A*A']"),
    ("[A, B] + [B, A]", "[A + B, A + B]"), ("[A, 0; 0, B] + [0, B; A, 0]", "[A, B; A, B]"), ("2*[A, B] - [A, 0*B]", "[A, 2*B]"),
    ("[2*A, 4*B]", "2*[A, 2*B]"), ("[3*(x - 1)'; 5*y']", "3*[(x - 1)'; 5/3*y']"), ("[-A, B]", "-[A, -B]"), ("[alpha*A, alpha*B]", "alpha*[A, B]"), ("[1; 1]", "ones(2)"),
    ("[I(n), zeros(n,n); zeros(n,n), I(n)]", "I(2*n)"), ("[0*A, 0*B]", "zeros(n, 2*n)"), ("[A, zeros(n,2)] + [zeros(n,2), A]*0", "[A, zeros(n,2)]"),
    ("unit(n,1)*x[1] + unit(n,2)*x[2]", "[x[1]; x[2]; zeros(n-2)]"), ("I(n)[:,1:2]*x[1:2]", "[x[1:2]; zeros(n-2)]"),
    ("[[A, B]; [B, A]]", "[A, B; B, A]"), ("[ones(1,2*n); x', y']", "[ones(1,n), ones(1,n); x', y']"), ("[3*ones(2,n), 3*ones(2,n)]", "3*ones(2,2*n)"), ("[alpha*ones(1,2); x, y]", "[alpha, alpha; x, y]"),
    ("[zeros(n+1,2), [A; ones(1,n)]*diag(x)]", "[A; ones(1,n)]*[zeros(n,2), diag(x)]"), ("[[A; B], [B; A]]", "[A, B; B, A]"), ("[A; zeros(1,n); zeros(2,n); B]", "[A; zeros(3,n); B]"),
    ("tr([A, B; B, A])", "2*tr(A)"), ("det([A, B; 0*A, B])", "det(A)*det(B)"), ("det([A, 0*B; B, A])", "det(A)^2"),
    ("logdet([A, B; 0*A, B])", "logdet(A) + logdet(B)"), ("sum([A, x])", "sum(A) + sum(x)"), ("blkdiag(A, B)^k", "[A^k, 0; 0, B^k]"),
    ("inv([A, B; 0*A, B])", "[inv(A), -inv(A); 0, inv(B)]"), ("inv([A, 0*A; B, A])", "[inv(A), 0; -inv(A)*B*inv(A), inv(A)]"),
    ("det([alpha, beta; gamma, theta])", "alpha*theta - beta*gamma"), ("tr(A*(unit(n,i)*unit(n,j)' + unit(n,j)*unit(n,i)'))", "A[j,i] + A[i,j]"),
    ("[A; B][n+1,:]", "B[1,:]"), ("[A; B][n+n,:]", "B[n,:]"), ("[A; B][1,:]", "A[1,:]"), ("[A, B][:,n+1]", "B[:,1]"), ("I(n)[:,2:4]'*I(n)[:,1:3]", "[0, 1, 0; 0, 0, 1; 0, 0, 0]"),
    ("[A*x; B*x]", "[A; B]*x"), ("[[A; B]*x; y]", "[A*x; B*x; y]"), ("x'*[A, B]", "[x'*A, x'*B]"), ("[A*x; zeros(n); B*x]", "[A; zeros(n,n); B]*x"),
    ("[A; B]*x + [y; x]", "[A*x + y; B*x + x]"), ("x'*[A, B] + [y', x']", "[x'*A + y', x'*B + x']"), ("[x'*[A, B], y']", "[x'*A, x'*B, y']"),
    ("x'*(unit(n,i)*unit(n,j)' + unit(n,j)*unit(n,i)')*y", "x[i]*y[j] + x[j]*y[i]"), ("diag(x)[1:2,:]*A", "diag(x[1:2])*A[1:2,:]"),
    ("tr([0, 1; 1, 0]*A[1:2,1:2])", "A[2,1] + A[1,2]"), ("ones(n,n)[i,:]", "ones(1,n)"), ("A[1:n,:]", "A"), ("x[:]", "x"),
    ("unit(n,i).*x", "x[i]*unit(n,i)"), ("(x'.*unit(n,i)')*2", "2*x[i]*unit(n,i)'"), ("diag(x, 1)", "[zeros(n), diag(x); 0, zeros(1,n)]"), ("diag(x, -1)", "diag(x, 1)'"), ("diag(A, 1)", "diag(A[1:n-1,2:n])"), ("diag(x, 0)", "diag(x)"),
    ("blkdiag(alpha, [[alpha, x']; [zeros(n, 1), A']])", "[alpha, 0, 0; 0, alpha, x'; 0, 0, A']"), ("[[x, [A[:,2:n], zeros(n)]']; [alpha, y']]'", "[[x', alpha]; [A[:,2:n], zeros(n), y]]"), ("[x', alpha; [A[:,2:n], zeros(n)], y]", "[[x', alpha]; [A[:,2:n], zeros(n), y]]"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_expression_written_in_two_ways(one: str, other: str) -> None:
    first, second = (
        simplified(text + N if any(c in "ABxy" for c in text) else text + " where x: vector(n)").expression
        for text in (one, other)
    )
    assert first is second or (str(first) == str(second) and equal(first, second).word == "ok")


@pytest.mark.parametrize("text", sorted({text for pair in SAME for text in pair}))
def test_the_normal_form_keeps_the_value(text: str) -> None:
    """What is built from the letters is what the parts say, evaluated as they stand."""
    program = text + N if any(c in "ABxy" for c in text) else text + " where x: vector(n)"
    found = simplified(program).expression
    assert reads_back(program_text(found, reads_back), found)


@pytest.mark.parametrize(
    "text",
    [
        "[A; B]*x", "[x[2]; x[1]]", "[A[1,:]; y']*x", "[x[2]; x'*y]", "[A*x; x]", "x'*[A, B]", "[A*x; B*y]", "[A*x; B*x; y]",
        "[A*B; A]",
    ],
)  # fmt: skip
def test_what_is_written_of_parts(text: str) -> None:
    assert str(simplified(text + N).expression) == text


@pytest.mark.parametrize(
    ("program", "jacobian"),
    [("[A*x; B*x + y]", "[A; B]"), ("[x, y]", "kron([1; 0], I(n))"), ("[A*x, B*x]", "[A; B]"), ("[x'*A, x'*B]", "[A'; B']"), ("[A, x; y', 1]", "kron(unit(n + 1, n + 1), I(n + 1)[:,1:n])")],
)  # fmt: skip
def test_jacobians_of_parts(program: str, jacobian: str) -> None:
    assert str(differentiate(program + N, wrt=["x"]).derivatives[0].jacobian) == jacobian


DIFFERENT = [
    ("I(n)[1,end]", "1"),
    ("I(n)[1,end]", "0"),
    ("I(n)[1,n]", "1"),
    ("I(n)[1,n]", "0"),
    ("I(n)[1:2,2:n]", "I(n)[1:2,1:n-1]"),
    ("A[i,j]", "A[j,i]"),
    ("[A, B]", "[B, A]"),
    ("[A; B]", "[A, B]"),
    ("x[1:2]", "x[2:3]"),
    ("unit(n,i)", "unit(n,j)"),
    ("diag(x,1)", "diag(x,-1)"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    first, second = (simplified(text + N).expression for text in (one, other))
    assert first is not second


def test_blocks_of_other_sizes_are_left_as_a_sum() -> None:
    text = "[x; y] + [y; x] where x: vector(m), y: vector(n)"
    assert str(simplified(text).expression) in {"[x; y] + [y; x]", "[y; x] + [x; y]"}


Array = np.ndarray
A, B, E = (np.random.default_rng(k).standard_normal((3, 3)) / 2 + np.eye(3) for k in range(3))
ZERO = np.zeros((3, 3))


def power(k: int) -> Callable[[Array], Array]:
    return lambda matrix: np.linalg.matrix_power(matrix, k)


OF_BLOCKS: list[tuple[str, str, list[list[Array]], Callable[[Array], Array]]] = [
    ("[A, E; 0, A]^2", "[A^2, A*E + E*A; 0, A^2]", [[A, E], [ZERO, A]], power(2)),
    ("[A, E; 0, B]^3", "[A^3, A^2*E + A*E*B + E*B^2; 0, B^3]", [[A, E], [ZERO, B]], power(3)),
    ("[A, 0; E, B]^3", "[A^3, 0; B^2*E + B*E*A + E*A^2, B^3]", [[A, ZERO], [E, B]], power(3)),
    ("[A, E; 0, A]^k where k: integer", "[A^k, sum(j, 0, k-1, A^j*E*A^(k-1-j)); 0, A^k]", [[A, E], [ZERO, A]], power(4)),
    ("[alpha, 3; 0, alpha]^k where k: integer", "[alpha^k, 3*alpha^(k-1)*k; 0, alpha^k]", [[2.0, 3.0], [0.0, 2.0]], power(4)),  # type: ignore[list-item]
    ("[1, 2; 3, 4]^3", "[37, 54; 81, 118]", [[1.0, 2.0], [3.0, 4.0]], power(3)),  # type: ignore[list-item]
    ("[A, E, 0; 0, B, E; 0, 0, A]^2", "[A^2, A*E + E*B, E^2; 0, B^2, B*E + E*A; 0, 0, A^2]", [[A, E, ZERO], [ZERO, B, E], [ZERO, ZERO, A]], power(2)),
    ("expm([A, E; 0, A])", "[expm(A), frechet(expm, A, E); 0, expm(A)]", [[A, E], [ZERO, A]], scipy.linalg.expm),
    ("expm(2*[A, E; 0, A])", "[expm(2*A), 2*frechet(expm, 2*A, E); 0, expm(2*A)]", [[A, E], [ZERO, A]], lambda X: scipy.linalg.expm(2 * X)),
    ("sinm([A, 0; E, A])", "[sinm(A), 0; frechet(sinm, A, E), sinm(A)]", [[A, ZERO], [E, A]], scipy.linalg.sinm),
    ("expm([A, 0; 0, B])", "[expm(A), 0; 0, expm(B)]", [[A, ZERO], [ZERO, B]], scipy.linalg.expm),
]  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "blocks", "f"), OF_BLOCKS, ids=[row[0] for row in OF_BLOCKS])
def test_functions_of_triangular_block_matrices(
    text: str, printed: str, blocks: list[list[Array]], f: Callable[[Array], Array]
) -> None:
    found = simplified(text).expression
    assert program_text(found, reads_back).split(" where ")[0] == printed
    given = {"A": A, "B": B, "E": E, "alpha": 2.0, "k": 4}
    known = {s.name: given[s.name] for s in found.symbols if s.name in given}
    assert evaluate(found, known) == pytest.approx(f(np.block(blocks)), rel=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "[A, E; B, A]^2",
        "[A, E; 0, A]^99",
        "expm([A, E; 0, B])",
        "[A, E; 0, B]^k where k: integer",
        "expm([A, x; 0, alpha])",
    ],
)
def test_what_would_not_be_shorter_by_blocks_stays(text: str) -> None:
    assert (
        program_text(simplified(text).expression, reads_back).split(" where ")[0]
        == text.split(" where ", maxsplit=1)[0]
    )


def test_places_are_compared_by_what_is_known_of_dimensions() -> None:
    m, n, i = dim("m"), dim("n"), dim("#i")
    assert (
        is_at_most(0, m) and is_at_most(1, m) and is_at_most(m, m + n) and not is_at_most(2, m) and not is_at_most(m, n)
    )
    assert not is_at_most(1, i) and is_at_most(i, i + 1) and not is_at_most(i + 1, i)
    assert minus(m + n, n) is m and minus(3, 3) == 0
    assert ordered([m, 0, m + n, m]) == [0, m, m + n] and ordered([m, n]) is None
    assert is_known(m) and is_known(3) and not is_known(i + 1) and not is_known(None)


def test_integer_expressions_are_dimensions_and_back() -> None:
    n, j = dim("n"), symbol("j", (1, 1), "index")
    assert as_size(as_node(minus(n + n, 3))) == minus(n + n, 3)
    assert as_size(shifted(j, 2, -1)) == minus(dim("#j"), 2)
    assert as_size(symbol("alpha", (1, 1), "scalar")) is None
    assert as_size(apply(UNIT, (number(1),), (n, 1))) is None
    assert as_size(shifted(symbol("alpha", (1, 1), "scalar"), 1)) is None


def test_columns_of_a_number_and_of_all() -> None:
    n = dim("n")
    assert columns(1, number(1), 1) is number(1)
    assert transpose(columns(n, number(1), n)) is columns(n, number(1), n)
    a = symbol("A", (n, n), "matrix")
    assert block([[a]]) is a
