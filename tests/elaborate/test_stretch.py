"""Dotted operators repeat rows and columns, functions act along an axis; plain + and - never do."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.shapes.dimensions import shape_text
from matcalc_cli.pipeline import differentiate, read, reads_back, simplified
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text


def value(text: str, notation: str = "") -> Node:
    return simplified(Written(text, notation) if notation else text).expression


def printed(node: Node) -> str:
    return program_text(node, reads_back).partition(" where ")[0]


@pytest.mark.parametrize(
    ("dotted", "written_out"),
    [
        ("A .+ x", "A + x*ones(1,n) where A: matrix(m,n)"),
        ("A .- x'", "A - ones(m)*x' where A: matrix(m,n)"),
        ("x .- A", "x*ones(1,n) - A where A: matrix(m,n)"),
        ("A.*x", "A.*(x*ones(1,n)) where A: matrix(m,n)"),
        ("A./x'", "A./(ones(m)*x') where A: matrix(m,n)"),
        ("x .+ y'", "x*ones(1,n) + ones(m)*y' where x: vector(m), y: vector(n)"),
        ("x.*y'", "x*y'"),
        ("x'./y", "(1./y)*x'"),
        ("hadamard(A, x)", "A.*x"),
        ("A .+ B", "A + B"),
        ("A .+ alpha", "A + alpha*ones(m,n) where A: matrix(m,n)"),
        ("alpha .- beta", "alpha - beta"),
        ("(A .+ x) .- x", "A"),
        ("(A.*x).*y", "A.*(x.*y)"),
        ("sum(A, 2)", "rowsum(A)"),
        ("mean(A, 1)", "colsum(A)/m where A: matrix(m,n)"),
        ("softmax(A, 1)", "softmax(A', 2)'"),
        ("exp(A)./rowsum(exp(A))", "softmax(A, 2)"),
        ("exp(A)./colsum(exp(A))", "softmax(A, 1)"),
        ("log(rowsum(exp(A)))", "logsumexp(A, 2)"),
        ("log(softmax(A, 2))", "A .- logsumexp(A, 2)"),
        ("sqrt(var(A, 1))", "std(A, 1)"),
    ],
)
def test_what_is_repeated(dotted: str, written_out: str) -> None:
    one, other = value(dotted), value(written_out)
    assert one is other or printed(one) == printed(other)


@pytest.mark.parametrize(
    "text",
    ["A + x where A: matrix(m,n), x: vector(m)", "x - y'", "A .+ x where A: matrix(3,4), x: vector(4)",
     "A.*x' where A: matrix(3,4), x: vector(3)", "A .- B where A: matrix(3,4), B: matrix(4,3)"],
)  # fmt: skip
def test_what_does_not_fit(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert caught.value.kind == "shape"
    assert caught.value.hint


@pytest.mark.parametrize("text", ["max(x, 1)", "min(x', 2)", "max(alpha, 1)", "max(A, 3)", "max(A, x)"])
def test_an_extreme_along_an_axis_is_of_a_matrix(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert "imum(" in (caught.value.hint or "")
    assert text[:3] in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("text", "wrt", "gradient"),
    [
        ("tr(G'*softmax(Q*K'/sqrt(delta), 2)*V)", "Q",
         "softmax(Q*K'/sqrt(delta), 2).*(G*V' .- rowsum(softmax(Q*K'/sqrt(delta), 2).*(G*V')))*K/sqrt(delta)"),
        ("sum(logsumexp(X*W, 2)) - sum(Y.*(X*W))", "W", "X'*(softmax(X*W, 2) - Y)"),
        ("mean(logsumexp(X*Y', 2) - diag(X*Y'))", "X", "(softmax(X*Y', 2) - I(m))*Y/m where X: matrix(m,n)"),
        ("sum(norms(A, 1))", "A", "A./norms(A, 1)"),
        ("sum(x.^y) where y: vector(n)", "y", "log(x).*exp(log(x).*y)"),
        ("sum(A.^y) where y: vector(m)", "y", "rowsum(log(A).*exp(log(A).*y))"),
        ("sum(max(A*B, 2))", "A", "ismax(A*B, 2)*B'"),
        ("tr(G'*(A .+ x))", "x", "rowsum(G)"),
        ("sum(var(A, 2))", "A", "2*(A .- mean(A, 2))/n where A: matrix(m,n)"),
    ],
)  # fmt: skip
def test_gradients_of_the_field(text: str, wrt: str, gradient: str) -> None:
    (found,) = differentiate(text, wrt=[wrt]).derivatives
    assert found.gradient is not None
    assert printed(found.gradient) == printed(value(gradient))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("(X .- mean(X, 1))./std(X, 1)", "(X .- colsum(X)/m)./std(X, 1)"),
        ("-A .+ x", "x .- A"),
        ("-A .- x", "-A .- x"),
        ("A .+ 2*x", "A .+ 2*x"),
        ("x .+ y' + 1", "1 .+ y' .+ x"),
        ("A./sqrt(x)", "A./sqrt(x)"),
        ("A.*(B*ones(n))", "A.*rowsum(B)"),
        ("minimum(var(A, 1), y')", "minimum(var(A, 1), y')"),
        ("v'*maximum(logsumexp(U, 1)', y)", "maximum(logsumexp(U, 1), y')*v"),
        ("ones(m, m)*c .+ x' where x: vector(p)", "ones(m, m)*c .+ x'"),
        ("(U*z .+ W')[:,2]", "U*z + W[2,:]'"),
    ],
)
def test_it_is_printed_as_it_is_typed(text: str, plain: str) -> None:
    node = value(text)
    assert printed(node) == plain
    assert reads_back(program_text(node, reads_back), node)


@pytest.mark.parametrize(
    ("notation", "text", "meant"),
    [
        ("numpy", "A + x", "A .+ x'"),
        ("numpy", "X @ W + b", "X*W .+ b'"),
        ("numpy", "A * x", "A.*x'"),
        ("numpy", "np.sum(A, axis=0)", "sum(A, 1)'"),
        ("numpy", "np.sum(A, 1, keepdims=True) * A", "sum(A, 2).*A"),
        ("numpy", "A - np.mean(A, axis=0)", "A .- mean(A, 1)"),
        ("numpy", "A - np.mean(A, keepdims=True, axis=1)", "A .- mean(A, 2)"),
        ("numpy", "scipy.special.softmax(A, axis=-1)", "softmax(A, 2)"),
        ("numpy", "scipy.special.softmax(x, axis=-1)", "softmax(x, 1)"),
        ("numpy", "np.linalg.norm(A, axis=1)", "norms(A, 2)"),
        ("numpy", "torch.softmax(A, dim=1)", "softmax(A, 2)"),
        ("matlab", "max(A,[],2)", "max(A, 2)"),
        ("matlab", "max(A,1)", "maximum(A, 1)"),
        ("matlab", "mean(A)", "mean(A, 1)"),
        ("matlab", "A - mean(A,1)", "A .- mean(A, 1)"),
        ("matlab", "x + y'", "x .+ y'"),
    ],
)
def test_other_notations_have_their_own_ways(notation: str, text: str, meant: str) -> None:
    one, other = value(text, notation), value(meant)
    assert one is other or printed(one) == printed(other)


@pytest.mark.parametrize("text", ["x * y.T", "torch.max(A, dim=1)"])
def test_what_numpy_means_otherwise_is_refused(text: str) -> None:
    with pytest.raises(MatcalcError):
        value(text, "numpy")


def test_the_shapes_of_functions_along_an_axis() -> None:
    shapes = {
        f"{name}({axis})": shape_text(value(f"{name}(A, {axis})").shape)
        for name in ("std", "cumsum")
        for axis in (1, 2)
    }
    assert shapes == {"std(1)": "1xn", "std(2)": "mx1", "cumsum(1)": "mxn", "cumsum(2)": "mxn"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("log(1 + sum(exp(A), 1))", "log(1 + colsum(exp(A)))"),
        ("sqrt(sum(A*B, 1))", "sqrt(ones(1, m)*A*B)"),
        ("sum(A, 1).^2", "(ones(1, m)*A).^2"),
    ],
)
def test_sums_of_columns_stand_upright(text: str, shown: str) -> None:
    assert printed(value(text)) == shown
