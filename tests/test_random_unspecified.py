"""Random programs with functions without a formula: every derivative is decided by exact arithmetic and reads back."""

from __future__ import annotations

from random import Random

import pytest

from matcalc_cli import pipeline
from matcalc_cli.check.before_printing import verified
from matcalc_cli.check.exact.verify import equal
from matcalc_cli.program import read
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.scope import full_clause

DECLARED = (
    "x: vector(n), y: vector(m), A: matrix(m,n), X: matrix(n,p), t: scalar, "
    "f: scalar of vector(n), phi: scalar of matrix(n,p), q: scalar of vector(n), vector(m), s: scalar of scalar, "
    "g: vector(m) of vector(n), h: vector(n) of vector(m), F: matrix(m,p) of matrix(n,p), r: vector(n) of scalar, "
    "H: matrix(n,p) of vector(n), k: function, B: matrix(m,n) of t"
)
GROWTH = {
    "scalar": [
        "f({n})", "phi({np})", "q({n}, {m})", "s({scalar})", "s'({scalar})", "k.({scalar})", "{n}'*{n}", "sum({m})",
        "{scalar}*{scalar}", "{scalar} + {scalar}", "D(f)({n}, {n})", "D2(f)({n}, {n}, {n})", "tr({mp}'*{mp})", "f({n})^2",
        "D(q,2)({n}, {m}, {m})",
    ],
    "n": ["h({m})", "grad(f)({n})", "r({scalar})", "r'({scalar})", "A'*{m}", "{n} + {n}", "{scalar}*{n}", "k.({n})", "B'*{m}",
          "D(g)({n})'*{m}", "D2(f)({n})*{n}", "grad(q,1)({n}, {m})"],
    "m": ["g({n})", "A*{n}", "B*{n}", "D(B)*{n}", "k'.({m})", "{m} .* {m}", "D(g)({n}, {n})", "grad(q,2)({n}, {m})"],
    "np": ["H({n})", "grad(phi)({np})", "{np} + {np}", "{scalar}*{np}", "D(H)({n}, {n})", "B'*{mp}", "k.({np})"],
    "mp": ["F({np})", "A*{np}", "D(F)({np}, {np})", "{mp} - {mp}", "k'.({mp})"],
}  # fmt: skip
LEAVES = {
    "scalar": ["t", "s(t)"],
    "n": ["x", "x", "r(t)"],
    "m": ["y", "A*x"],
    "np": ["X", "X", "H(x)"],
    "mp": ["A*X", "F(X)"],
}


def grown(random: Random, kind: str, fuel: int) -> str:
    """An expression of that kind, of at most about `fuel` operations."""
    if fuel <= 0:
        return random.choice(LEAVES[kind])
    text = random.choice(GROWTH[kind])
    while "{" in text:
        before, _, rest = text.partition("{")
        wanted, _, behind = rest.partition("}")
        inner = grown(random, wanted, fuel - random.randint(1, 3))
        text = f"{before}({inner}){behind}"
    return text


@pytest.mark.parametrize("seed", range(40))
def test_a_random_program(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(["scalar", "scalar", "n", "m", "np", "mp"])
    text = f"{grown(random, kind, 4)} where {DECLARED}"
    wanted = [name for name in ("x", "y", "X", "t") if name in read(text)[1].variables]
    answer = pipeline.differentiate(text, wrt=[random.choice(wanted)])
    assert verified(answer, "differential", 20.0) == "exactly"
    (derivative,) = answer.derivatives
    node = derivative.differential
    tree = express(node)
    again = read(f"{plain(tree)} {full_clause(node, tree)}".strip())[1].expression
    assert again is node or equal(again, node).word == "ok"
