"""The plan: the order of products against all orders there are, what is shared, factored, left out, and its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.arithmetic.arrangement import weighing
from matcalc_cli.codegen.arithmetic.links import links
from matcalc_cli.codegen.arithmetic.order import Order
from matcalc_cli.codegen.arithmetic.tree import Costs, Tree, below
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import Product, symbol
from matcalc_cli.expr.shapes.dimensions import dim
from matcalc_cli.questions import modules


def function(text: str, name: str, **options: Any) -> str:
    """The body of one emitted function."""
    module = modules.code(text, **options)
    return module.split(f"\ndef {name}(")[1].split('"""\n', 1)[1].split("\n\n\n")[0]


def orders(sizes: Sequence[int]) -> Iterator[int]:
    """The multiplications of a chain of matrices in every order there is."""
    if len(sizes) == 2:
        yield 0
    for k in range(1, len(sizes) - 1):
        for left in orders(sizes[: k + 1]):
            for right in orders(sizes[k:]):
                yield left + right + sizes[0] * sizes[k] * sizes[-1]


def multiplications(tree: Tree, sizes: dict[str, int]) -> int:
    weight = weighing(sizes)
    return sum(
        weight(part.rows) * weight(part.children[0].cols) * weight(part.cols)
        for part in below(tree)
        if part.kind == "times"
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_order_takes_fewer_multiplications(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = {f"d{i}": int(rng.integers(2, 60)) for i in range(7)}
    factors = [symbol(f"X{i}", (dim(f"d{i}"), dim(f"d{i + 1}")), "matrix") for i in range(6)]
    product = multiply(*factors)
    assert isinstance(product, Product)
    cost, tree = Order(Costs(weighing(sizes))).best(links(product.factors))
    assert cost == multiplications(tree, sizes) == min(orders(list(sizes.values())))


def test_without_sizes_vectors_come_first() -> None:
    assert function("x'*A*B*C*x", "gradient", wrt=["x"]).count("@") == 6
    assert "@ c)" in function("A*B*c", "f")


def test_sizes_decide() -> None:
    program = "A*B*C where A: matrix(m,n), B: matrix(n,p), C: matrix(p,q)"
    assert function(program, "f", sizes="m=2,n=50,p=50,q=50") == "    return A @ B @ C"
    assert function(program, "f", sizes="m=50,n=50,p=50,q=2") == "    return A @ (B @ C)"
    numbers = "A*B*C where A: matrix(50,50), B: matrix(50,50), C: matrix(50,2)"
    assert function(numbers, "f") == "    return A @ (B @ C)"


def test_a_sum_between_the_factors_is_multiplied_out_for_a_vector_only() -> None:
    assert function("(A*B + C)*x", "f") == "    return A @ (B @ x) + C @ x"
    assert function("(A + B)*C", "f") == "    return (A + B) @ C"


def test_a_sum_that_the_value_has_is_not_multiplied_out_in_the_gradient() -> None:
    found = function("norm(U*V' - A)^2", "value_and_gradient", wrt=["U", "V"], sizes="m=300,n=6,p=200")
    assert "_t1 @ V" in found
    assert "_t1.T @ U" in found


def test_common_factors_are_taken_out() -> None:
    assert function("A^3", "differential").count("@") == 4  # against 5 of dA A^2 + A dA A + A^2 dA
    assert function("A^4", "differential").count("@") == 6


def test_a_transposed_product_is_computed_once() -> None:
    assert function("A*B*A + A'*B'*A'", "f").count("@") == 2


CHAIN = "sum(" + "tanh(W*" * 20 + "x" + ")" * 20 + ")"
CYCLE = "tr(" + "*".join(f"C{i}*X" for i in range(12)) + ")"


@pytest.mark.parametrize(
    ("program", "variable", "name", "most"),
    [(CHAIN, "x", "hessian", 78), (CHAIN, "x", "hvp", 80), (CYCLE, "X", "gradient", 84), (CYCLE, "X", "hvp", 450)],
)
def test_long_products_share_what_they_have_in_common(program: str, variable: str, name: str, most: int) -> None:
    """One by one, the twelve products of the gradient would take 264, and the 132 of its change 2904."""
    assert function(program, name, wrt=variable).count("@") <= most


def test_a_long_product_is_cut_where_it_is_thin() -> None:
    sizes = {"m": 100, "n": 90, "k": 2}
    thin = [symbol(f"U{i}", (dim("m"), dim("k")), "matrix") for i in range(14)]
    flat = [symbol(f"V{i}", (dim("k"), dim("m")), "matrix") for i in range(14)]
    product = multiply(*[factor for pair in zip(thin, flat, strict=True) for factor in pair])
    assert isinstance(product, Product)
    cost, tree = Order(Costs(weighing(sizes))).best(links(product.factors))
    assert cost == multiplications(tree, sizes) < 30_000  # from the left 540,000


def test_a_long_product_is_cut_behind_a_column() -> None:
    square = [symbol(f"A{i}", (dim("n"), dim("n")), "matrix") for i in range(28)]
    x, y = symbol("x", (dim("n"), 1), "matrix"), symbol("y", (1, dim("n")), "matrix")
    product = multiply(*square[:14], x, y, *square[14:])
    assert isinstance(product, Product)
    cost, tree = Order(Costs(weighing({"n": 50}))).best(links(product.factors))
    assert cost == multiplications(tree, {"n": 50}) == 29 * 50 * 50


def test_a_trace_is_a_sum_of_entries() -> None:
    assert "trace" not in function("tr(A*B*C)", "f")
    assert function("tr(A*B*C)", "f").count("@") == 1
    assert function("diag(A*B) where A: matrix(m,n), B: matrix(n,m)", "f").count("@") == 0


def test_all_entries_are_summed_by_vectors() -> None:
    assert "kron" not in function("sum(A*B*C)", "f")
    assert function("sum(A*B*C)", "f").count("@") == 2
    assert "ones" not in function("sum(A*B*C)", "f")


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("X - ones(m)*c' where X: matrix(m,n)", "f"),
        ("A*diag(x)*B", "f"),
        ("(A + alpha*I(n))*B + I(n)", "f"),
        ("tr(inv(A*diag(x)*A'))", "gradient_x"),
        ("logdet(A + beta*I(n))", "gradient_A"),
    ],
)
def test_no_identity_no_ones_no_diagonal_matrix_is_formed(program: str, name: str) -> None:
    assert not re.search(r"eye|ones|diagflat", function(program, name))


def test_one_factorization_gives_value_and_gradient() -> None:
    source = function("logdet(A) + x'*inv(A)*x", "value_and_gradient")
    assert source.count("_lu(A)") == 1
    assert not re.search(r"linalg\.(solve|inv|slogdet)", source)
    definite = function("logdet(S) + x'*inv(S)*x where S: spd(n)", "value_and_gradient")
    assert definite.count("_cholesky(S)") == 1
    assert "linalg" not in definite


@cache
def module(program: str) -> dict[str, Any]:
    return load(modules.code(program))


def scipy_from(functions: dict[str, Any], least: int) -> None:
    """From which size on the helpers use SciPy."""
    for name in ("_lu", "_cholesky"):
        if name in functions:
            functions[name].least = least


@pytest.mark.parametrize("kind", ["matrix", "spd"])
@pytest.mark.parametrize("least", [0, 1000])
def test_factors_give_what_numpy_gives(kind: str, least: int) -> None:
    program = f"det(A)*logdet(A)*sum(inv(A)*B*inv(A)) + sum(A\\B + A'\\B) where A: {kind}(n,n), B: matrix(n,n)"
    functions = module(program.replace("spd(n,n)", "spd(n)"))
    scipy_from(functions, least)
    rng = np.random.default_rng(4)
    a, b = rng.standard_normal((2, 5, 5))
    a = a @ a.T + np.eye(5) if kind == "spd" else a
    inverse = np.linalg.inv(a)
    wanted = np.linalg.det(a) * np.linalg.slogdet(a)[1] * np.sum(inverse @ b @ inverse) + np.sum(
        inverse @ b + inverse.T @ b
    )
    assert functions["f"](A=a, B=b) == pytest.approx(wanted)


@pytest.mark.parametrize("least", [0, 1000])
@pytest.mark.parametrize("kind", ["matrix(n,n)", "spd(n)"])
def test_a_singular_matrix_is_an_error(kind: str, least: int) -> None:
    functions = module(f"logdet(A) + x'*inv(A)*x where A: {kind}")
    scipy_from(functions, least)
    with pytest.raises(np.linalg.LinAlgError):
        functions["value_and_gradient"](A=np.zeros((3, 3)), x=np.ones((3, 1)))


def test_large_factors_agree_with_small_ones() -> None:
    functions = module("logdet(S) + tr(inv(S)*A) where S: spd(n), A: matrix(n,n)")
    rng = np.random.default_rng(5)
    a, root = rng.standard_normal((2, 80, 80))
    s = root @ root.T / 80 + np.eye(80)
    found = []
    for least in (64, 1000):
        scipy_from(functions, least)
        found.append(functions["gradient_S"](S=s, A=a))
    np.testing.assert_allclose(found[0], found[1], rtol=1e-10, atol=1e-12)


def test_the_plan_counts(matcalc_text: Any) -> None:
    lines = matcalc_text("A*B*x where A: matrix(m,n), B: matrix(n,p)", "--sizes", "m=2,n=3,p=4").splitlines()
    assert lines[:4] == [
        "f(A, B, x)",
        "  t1 = B @ x   nx1  n*p = 12",
        "  t2 = A @ t1  mx1  m*n = 6",
        "  returns t2; multiplications: m*n + n*p = 18",
    ]


def reported(text: str, name: str) -> list[str]:
    """The lines of one function of a plan, the spaces between the columns as one."""
    block = next(b for b in text.split("\n\n") if b.startswith(f"{name}("))
    return [re.sub(r" {2,}", "  ", line.strip()) for line in block.strip().splitlines()[1:]]


def test_what_a_sum_repeats_is_counted_as_often(matcalc_text: Any) -> None:
    assert reported(matcalc_text("A^k", "--target", "julia"), "differential_A") == [
        "t1 = A^round(Int, _j)  nxn  2*k*log2(exponent)*n^3",
        "t2 = t1 * dA  nxn  k*n^3",
        "t3 = k - 1  1x1  1",
        "t4 = t3 - _j  1x1  k",
        "t5 = A^round(Int, t4)  nxn  2*k*log2(exponent)*n^3",
        "t6 = t2 * t5  nxn  k*n^3",
        "t7 = sum of t6 for _j = 0, ..., t3  nxn  k*n^2",
        "returns t7; multiplications: 4*k*log2(exponent)*n^3 + 2*k*n^3 + k*n^2 + k + 1",
    ]
    assert "multiplications: 4*k*log2(exponent)*n^3 + 2*k*n^3 + k*n^2" in reported(matcalc_text("A^-k"), "vjp_A")[-1]
    assert "t6 = sum of t5 for _j = 0, ..., 8  nxn  9*n^2" in reported(matcalc_text("A^9"), "differential")


def test_a_sum_in_a_sum_is_done_for_each_of_its_terms(matcalc_text: Any) -> None:
    body = "sum(i, 1, k, tr(A^i*B)*sum(j, 1, i, alpha^j))"
    assert reported(matcalc_text(body), "f")[3:7] == [
        "t4 = _np.float_power(alpha, _j)  1x1  #_j*k",
        "t5 = sum of t4 for _j = 1, ..., _i  1x1  #_j*k",
        "t6 = t3 * t5  1x1  k",
        "t7 = sum of t6 for _i = 1, ..., k  1x1  k",
    ]
    once = "sum(i, 1, k, i*sum(j, 1, 30, j*A^j))"
    assert "t4 = sum of t3 for _j = 1, ..., 30  nxn  30*n^2" in reported(matcalc_text(once), "f")


@pytest.mark.parametrize(("k", "products"), [(9, 4), (15, 6), (16, 4), (-9, 5)])
def test_powers_are_made_by_squaring(matcalc_text: Any, k: int, products: int) -> None:
    assert any(line.endswith(f"nxn  {products}*n^3") for line in reported(matcalc_text(f"A^({k})"), "f"))


def test_the_plan_as_json(matcalc_text: Any) -> None:
    found = json.loads(matcalc_text("logdet(S) where S: spd(n)", "-f", "json"))["plan"]
    gradient = next(entry for entry in found if entry["function"] == "gradient(S)")
    assert gradient["steps"][0] == {"step": "t1 = _cholesky(S)", "shape": ["n", "n"], "multiplications": "n^3/6"}


@pytest.fixture
def matcalc_text(capsys: pytest.CaptureFixture[str]) -> Any:
    from matcalc_cli.cli.main import main

    def run(*words: str) -> str:
        assert main(["code", "--plan", *words]) == 0
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize(
    ("text", "wrt", "form"),
    [
        ("logsumexp(x)", "x", "diagonal + rank 1"),
        ("norm(A*x - b)^2 + lambda*norm(x)^2", "x", "a multiple of the identity + rank at most m"),
        ("norm(A*X*B - C)^2", "X", "a Kronecker product"),
        ("tr(X'*A*X)", "X", "block-diagonal"),
        ("x'*A*x", "x", ""),
    ],
)
def test_the_plan_names_the_form_of_a_hessian(text: str, wrt: str, form: str) -> None:
    reports, _ = modules.code_plan(text, wrt=[wrt])
    assert next(report.form for report in reports if report.head.startswith("hessian(")) == form
