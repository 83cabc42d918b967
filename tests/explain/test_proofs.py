"""Where rules come from: the derivations on record end in the rule that matcalc uses."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.check.verify import equal
from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate.builder import Scope, build
from matcalc_cli.explain.proofs import PROOFS, proof
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.expr.shape import dim
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.language.tree import Call

N = dim("n")
VARIABLES = {
    "X": symbol("X", (N, N), "matrix"), "A": symbol("A", (N, N), "matrix"), "S": symbol("S", (N, N), "symmetric"),
    "x": symbol("x", (N, 1), "vector"), "k": symbol("k", (1, 1), "integer"),
}  # fmt: skip
SCOPE = Scope({s.name: s for v in VARIABLES.values() for s in (v, direction(v))}, {"n": N})


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_is_of_a_function(name: str) -> None:
    assert name in FUNCTIONS
    section = proof(name)
    assert section is not None
    assert len(section.lines) >= 2
    assert section.lines[0].left is not None


@pytest.mark.parametrize("name", [n for n in PROOFS if n not in ("sqrtm", "chol", "power")])
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


def test_a_function_without_a_proof_has_none() -> None:
    assert pipeline.proof("erf") is None
