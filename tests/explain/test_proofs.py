"""Where rules come from: every line of a derivation on record is true, and the last one is the rule that matcalc uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.derivation import Line
from matcalc_cli.check.exact.verify import equal
from matcalc_cli.check.lines import meaning
from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate.builder import Scope, build
from matcalc_cli.explain.rules.proofs import formula, proof
from matcalc_cli.explain.trees import names_in
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import dim
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.theorems import THEOREMS
from matcalc_cli.language.literals import INFINITE
from matcalc_cli.language.tree import Call, Tree
from matcalc_cli.program import read
from matcalc_cli.render.formats.text import plain

N = dim("n")
VARIABLES = {
    "X": symbol("X", (N, N), "matrix"), "A": symbol("A", (N, N), "matrix"), "S": symbol("S", (N, N), "symmetric"),
    "B": symbol("B", (N, N), "matrix"), "K": symbol("K", (N, N), "matrix"), "Y": symbol("Y", (N, N), "matrix"), "x": symbol("x", (N, 1), "vector"), "y": symbol("y", (N, 1), "vector"),
    "C": symbol("C", (N, N), "matrix"), "Q": symbol("Q", (N, N), "matrix"),
    **{name: symbol(name, (1, 1), "scalar") for name in ("t", "a", "b", "p", "delta")},
    "k": symbol("k", (1, 1), "integer"),
}  # fmt: skip


def scope_of(variables: dict[str, Symbol]) -> Scope:
    return Scope({s.name: s for v in variables.values() for s in (v, direction(v))}, dict.fromkeys("mnpq", N))


SCOPE = scope_of(VARIABLES)
OF_MORE = {"gsylv": scope_of({**VARIABLES, **{name: symbol(name, (N, N), "matrix") for name in ("D", "E")}})}
"""Functions with arguments whose names are something else in the proofs of others."""
PROOFS = [f.name for f in FUNCTIONS.values() if f.proof]
OTHERWISE = {"hat", "vee", "cross", "unvec", "polygamma", "flip"}
"""Functions of columns of other sizes, where the names of this test have n entries, of an order that does not move, and by an
`end`, which the scope of this test has not; its values are compared with NumPy's."""
GENERAL = [
    n
    for n, f in FUNCTIONS.items()
    if n not in {*PROOFS, *OTHERWISE} and proof(n) is not None and (f.differential or f.definition)
]


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_is_of_a_function(name: str) -> None:
    assert name in FUNCTIONS
    section = proof(name)
    assert section is not None
    assert len(section.lines) >= 2
    assert section.lines[0].left is not None


def test_what_is_a_matter_of_course_is_explained_too() -> None:
    assert {"sin", "tanh", "solve", "norm1", "vec", "kron", "diag", "sqrt", "mean"} <= set(GENERAL)


def equations(lines: tuple[Line, ...], scope: Scope) -> Iterator[tuple[Tree, Tree]]:
    """Left and right of every line that is about the argument alone, not about an eigenvector or a remainder."""
    left: Tree | None = None
    for line in lines:
        left = line.left if isinstance(line.left, Tree) else left
        assert left is not None
        if names_in(left) | names_in(line.right) <= {*scope.nodes, *scope.dims, *FUNCTIONS, *INFINITE}:
            yield left, line.right


def verdict(left: Tree, right: Tree, scope: Scope = SCOPE) -> str:
    one, other = meaning(left, scope), meaning(right, scope)
    return "ok" if one is other else equal(one, other).word


@pytest.mark.parametrize("name", [*PROOFS, *GENERAL])
def test_every_line_is_true(name: str) -> None:
    section = proof(name)
    assert section is not None
    scope = OF_MORE.get(name, SCOPE)
    words = [verdict(left, right, scope) for left, right in equations(section.lines, scope)]
    assert "wrong" not in words
    assert "ok" in words or (name == "riccati" and not words)  # of which exact arithmetic has no values


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        ("d(inv(X))", "inv(X)*dX*inv(X)"),
        ("d(inv(X))", "-dX*inv(X)*inv(X)"),
        ("dX*inv(X) + X*d(inv(X))", "I(n)"),
        ("d(det(X))", "det(X)*tr(inv(X)'*dX)"),
        ("d(norm(x))", "2*x'*dx/norm(x)"),
    ],
)
def test_a_wrong_line_would_be_noticed(left: str, wrong: str) -> None:
    assert verdict(formula(left), formula(wrong)) == "wrong"


@pytest.mark.parametrize("name", [n for n in PROOFS if n not in ("sqrtm", "logm", "power")])
def test_it_ends_in_the_rule(name: str) -> None:
    """The last left side is d(f(X)); what is equal to it is the engine's differential."""
    section = proof(name)
    assert section is not None
    left = next(line.left for line in reversed(section.lines) if line.left is not None)
    assert isinstance(left, Call)
    assert left.function == "d"
    f = build(left.arguments[0], SCOPE)
    moving: dict[Symbol, Symbol] = {s: direction(s) for s in f.symbols}
    claimed = build(section.lines[-1].right, SCOPE)
    engine = differential(f, dict(moving))
    assert claimed is engine or equal(claimed, engine).word == "ok"


@pytest.mark.parametrize("name", ["I", "duplication"])
def test_what_is_made_of_sizes_does_not_move(name: str) -> None:
    section = proof(name)
    assert section is not None
    assert [plain(line.right) for line in section.lines] == ["0"]


def test_a_function_without_a_proof_has_none() -> None:
    assert pipeline.proofs.proof("polarstep") is None


THEOREM = {
    "product rule": ("U*V", "U: matrix(m,n), V: matrix(n,p)"),
    "quotient rule": ("u/v", "u: scalar, v: scalar"),
    "chain rule": ("f(g(x))", "f: vector(m) of vector(p), g: vector(p) of vector(n)"),
    "inverse rule": ("g(y)", "f: vector(n) of vector(n), g: inverse of f"),
}


@pytest.mark.parametrize("name", THEOREMS)
def test_a_rule_of_calculus_ends_in_what_is_answered(name: str) -> None:
    section = proof(name)
    assert section is not None
    expression, declared = THEOREM[name]
    answer = pipeline.differentiate(f"{expression} where {declared}")
    assert answer.total is not None
    last = read(f"{plain(section.lines[-1].right)} where {declared}")[1].expression
    assert equal(answer.total, last).word == "ok"


@pytest.mark.parametrize(
    "text", ["pinv(X)", "max(A, 2)", "svdv(A)", "svdvmax(X) where X: matrix(p,m)", "qr_q(X) where X: matrix(p,m)"]
)
def test_a_proof_has_the_sizes_of_the_variable(text: str) -> None:
    assert "where the rule comes from" in [str(part) for s in pipeline.explain(text).sections for part in s.title]
