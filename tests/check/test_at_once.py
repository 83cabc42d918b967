"""Checks at somebody's large matrices: values along a line that share their products, and claims that few of them decide."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.claims import report as reports
from matcalc_cli.check.claims.points.undefined import small
from matcalc_cli.check.doubles.compiled import Compiled, together
from matcalc_cli.check.doubles.sample import shape_of
from matcalc_cli.check.doubles.straight import Split, Straight
from matcalc_cli.differential import direction
from matcalc_cli.expr.node import Product, postorder
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.pipeline import check, differentiate, read
from matcalc_cli.questions.checking import check_claim

SIZES = {"m": 3, "n": 4, "p": 5, "q": 6}
TALL = {"m": 3, "n": 30, "p": 29, "q": 31}
"""Of which products are larger than all that is given."""
SHAPES = {"X": "m,n", "Y": "n,p", "S": "n,n", "A": "q,m", "B": "n,p", "C": "p,m", "W": "m,m", "b": "q,1"}
DECLARED = [f"{name}: matrix({shape})" for name, shape in SHAPES.items()]


def part_of(text: str, names: str, sizes: Mapping[str, int] = SIZES) -> Split:
    elaborated = read(text, var=DECLARED)[1]
    f = elaborated.expression
    return Split(f, {v: direction(v, f.symbols) for name, v in elaborated.variables.items() if name in names}, sizes)


@pytest.mark.parametrize("sizes", [SIZES, TALL], ids=["usual", "tall"])
@pytest.mark.parametrize("names", ["X", "XY", "S"])
@pytest.mark.parametrize(
    "text",
    [
        "tr(X'*W*X)", "norm(A*X - b*b'*A*X)^2", "sum(exp(A*X*B))", "tr(inv(S + I)*B*C*X)", "tr(A*X*S*X'*A')", "tr(X*Y*C)",
        "tr(X*B*C) + sum(abs(X*Y))", "sum((A*X)' * b)^2", "logdet(S'*S + I)*tr(W*X*X')", "sum(i, 1, n, (A*X*S)[1,i])^2", "tr(W*X*inv(S)*B*C)",
        "norm(vec(A*X)) * tr(X*B*C)", "sum(sin(diag(W*X*B*C)))", "tr(kron(W, S*S))", "tr(X*B*C)", "norm((A*X)')*sum(A*X)", "tr(S^3)",
    ],
)  # fmt: skip
def test_values_along_a_line_are_those_of_points_that_moved(text: str, names: str, sizes: dict[str, int]) -> None:
    elaborated = read(text, var=DECLARED)[1]
    f, split = elaborated.expression, part_of(text, names, sizes)
    rng = np.random.default_rng(0)
    there = {name: rng.standard_normal([sizes.get(d, 1) for d in shape.split(",")]) for name, shape in SHAPES.items()}
    there |= {f"d{name}": rng.standard_normal(there[name].shape) for name in names}
    plain = Compiled(f, sizes)
    shared = Straight(split, there, together(split.nodes, sizes, there) if len(split.nodes) > 0 else [], sizes, plain)
    for t in (0.0, 0.25, -0.5):
        moved = plain(there | {name: there[name] + t * there[f"d{name}"] for name in names})
        found = shared(t)
        assert moved is not None
        assert found is not None
        assert found == pytest.approx(moved.ravel(), rel=1e-10)


@pytest.mark.parametrize(
    "text",
    [
        "norm(A*X*Y*B')^2",
        "sum((A*X*X').^2)",
        "norm(A*X)^2 + tr(X*B*C)",
        "sum(exp(A*X)*B)",
        "norm(kron(A, X))",
        "sum(sin(A*(X + X)*Y*C))",
    ],
)
@pytest.mark.parametrize("names", ["X", "XY"])
def test_nothing_larger_than_all_that_is_given_is_kept(text: str, names: str) -> None:
    split = part_of(text, names, TALL)
    f = read(text, var=DECLARED)[1].expression
    given = [*f.symbols, *[s for s in f.symbols if s.name in names]]  # each that moves has a direction
    most = sum(rows * cols for rows, cols in (shape_of(s, TALL) for s in given))
    assert max([rows * cols for rows, cols in (shape_of(node, TALL) for node in split.nodes)], default=0) <= most


@pytest.mark.parametrize(
    "text", ["tr(X'*W*X)", "sum(exp(A*X*B))", "norm(A*X - b*b'*A*X)^2", "tr(A*X*S*X'*A')", "tr(W*X*inv(S + X'*W*X)*B*C)", "tr(X*B*C)*tr(W*X*B*C)"]
)  # fmt: skip
def test_no_product_with_the_variable_is_left(text: str) -> None:
    split = part_of(text, "X")
    moving = {s for s in split.rest.symbols if s.name == "X"} | set(split.parts)
    products = [node for node in postorder(split.rest) if isinstance(node, Product)]
    constant = [
        f for p in products for f in p.factors if len(p.factors) > 1 and p.symbols & moving and not f.symbols & moving
    ]
    assert split.parts
    assert [f for f in constant if f.symbols and "inv" not in repr(f)] == []


def matrices(folder: Path, **values: np.ndarray) -> list[str]:
    for name, value in values.items():
        np.save(folder / f"{name}.npy", value)
    return [f"{name}={folder / f'{name}.npy'}" for name in values]


def usual(rows: int, cols: int, *, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((rows, cols)) / rows**0.5


def own(text: str, at: list[str], wrt: str = "X") -> CheckReport:
    return check(differentiate(text, wrt=[wrt]), at=at)


def of_claim(text: str, claim: str, at: list[str]) -> CheckReport:
    found = check_claim(text, claim, wrt=["X"], at=at).check
    assert found is not None
    return found


ROWS, COLS = 110, 104
FEW = 16
"""Values of f along a line, with those at disturbed points, that are enough where few are."""
RIGHT = {
    "tr(X'*A*X)": "(A + A')*X", "sum(log(1 + exp(A*X)))": "A'*(exp(A*X)./(1 + exp(A*X)))", "norm(A*X - B)^2": "2*A'*(A*X - B)",
    "logdet(X'*X + I)": "2*X*inv(X'*X + I)", "norm(A*X)": "A'*A*X/norm(A*X)",
}  # fmt: skip
WRONG = {
    "tr(X'*A*X)": ["2*A*X", "(A - A')*X", "-(A + A')*X", "A*X + 1.001*A'*X"],
    "sum(log(1 + exp(A*X)))": ["A*(exp(A*X)./(1 + exp(A*X)))", "A'*(1./(1 + exp(A*X)))", "1.0001*A'*(exp(A*X)./(1 + exp(A*X)))"],
    "norm(A*X - B)^2": ["2*A*(A*X - B)", "2*A'*A*X", "A'*(A*X - B)"],
    "logdet(X'*X + I)": ["2*X", "X*inv(X'*X + I)"],
    "norm(A*X)": ["A'*A*X", "A*A*X/norm(A*X)"],
}  # fmt: skip


def of_size(text: str, folder: Path, scale: float = 1.0) -> list[str]:
    every = {"X": (ROWS, COLS), "A": (ROWS, ROWS), "B": (ROWS, COLS)}
    return matrices(folder, **{n: scale * usual(*s, seed=ord(n)) for n, s in every.items() if n in text})


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_seen_with_few_values(text: str, tmp_path: Path) -> None:
    at = of_size(text, tmp_path)
    for found in (own(text, at), of_claim(text, RIGHT[text], at)):
        assert found.verdict == "ok"
        assert found.directions == 3
        assert found.evaluations <= 3 * FEW
        assert found.relative_error is not None
        assert found.resolution is not None
        assert found.relative_error <= found.resolution <= 1e-5


@pytest.mark.parametrize(("text", "claim"), [(text, claim) for text, claims in WRONG.items() for claim in claims])
def test_what_is_wrong_is_seen(text: str, claim: str, tmp_path: Path) -> None:
    assert of_claim(text, claim, of_size(text, tmp_path)).verdict == "wrong"


@pytest.mark.parametrize("scale", [1e-8, 1e8])
@pytest.mark.parametrize("text", RIGHT)
def test_the_scale_of_the_matrices_does_not_matter(text: str, scale: float, tmp_path: Path) -> None:
    at = of_size(text, tmp_path, scale)
    assert of_claim(text, RIGHT[text], at).verdict in {"ok", "inconclusive"}
    assert all(of_claim(text, claim, at).verdict in {"wrong", "inconclusive"} for claim in WRONG[text])


@pytest.mark.parametrize("text", ["sum(abs(X)) + norm(X)^2", "norm(relu(X))^2 + sum(relu(X))"])
def test_a_kink_at_the_matrices_is_inconclusive(text: str, tmp_path: Path) -> None:
    x = np.sign(usual(ROWS, COLS, seed=1)) * 2
    assert own(text, matrices(tmp_path, X=x)).verdict == "ok"
    x[::7] = 0
    assert own(text, matrices(tmp_path, X=x)).verdict == "inconclusive"


def test_what_is_no_derivative_of_a_singular_matrix_is_not_called_right(tmp_path: Path) -> None:
    x = usual(ROWS, 3, seed=1) @ usual(3, ROWS, seed=2)
    assert own("logdet(X)", matrices(tmp_path, X=x)).verdict == "inconclusive"


def test_values_that_are_shared_by_mistake_are_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = of_size("sum(sin(A*X))", tmp_path)
    honest = own("sum(sin(A*X))", at)
    monkeypatch.setattr(type(FUNCTIONS["sin"]), "is_linear", property(lambda _: True))
    found = own("sum(sin(A*X))", at)
    assert found.verdict == "ok"
    assert found.evaluations > 2 * honest.evaluations


def test_a_mistake_is_looked_for_in_small_matrices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    monkeypatch.setattr(reports, "diagnosis", lambda _, given: sizes.append(sorted(given.sizes.values())) or "")
    assert of_claim("tr(X'*A*X)", "2*A*X", of_size("tr(X'*A*X)", tmp_path)).verdict == "wrong"
    assert sizes == [[3, 4]]


def test_slices_keep_their_room() -> None:
    elaborated = read("sum(x[7:n])")[1]
    assert small([elaborated.expression], {"n": 40}) == {"n": 40}
    assert small([read("sum(x)")[1].expression], {"n": 40}) == {"n": 3}


def test_few_matrices_of_many_are_looked_at_as_any(tmp_path: Path) -> None:
    """Where A is not given it is drawn, anew for each draw."""
    at = [text for text in of_size("tr(X'*A*X)", tmp_path) if text.startswith("X")]
    assert own("tr(X'*A*X)", at).verdict == "ok"
