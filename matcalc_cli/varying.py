"""Functionals and differential equations, from text to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.answers.derivation import Derivation


def functional(
    text: str, *, functions: Sequence[str], of: str, wrt: Sequence[str] = (), var: Sequence[str] = (), parts: bool = False,
) -> Derivation:  # fmt: skip
    """The variations of an integral, the integration by parts verified. Raises MatcalcError."""
    from matcalc_cli.check.exact.verify import equal
    from matcalc_cli.check.lines import verdicts
    from matcalc_cli.check.printed import MismatchError
    from matcalc_cli.equations.functional import functional
    from matcalc_cli.explain.functional import explain

    found = functional(text, functions, of, wrt, var)
    derivation = explain(found, parts=parts)
    word = equal(*found.identity)
    words = [word.word, *[w for _, w in verdicts(derivation)]]
    if "wrong" in words:
        raise MismatchError("the variation fails its own verification")
    derivation.verdict = "exact" if set(words) == {"ok"} else f"not verified: {word.reason or 'a line is not decided'}"
    return derivation


def check_functional(
    text: str, *, functions: Sequence[str], of: str, var: Sequence[str] = (), sizes: str = "", seed: int = 0, trials: int = 3,
    at: Sequence[str] = (), nonfinite: bool = False,
) -> Answer:  # fmt: skip
    """The gradient of an integral against that of a sum on two grids. Raises MatcalcError."""
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.check.doubles.variation import Discrete
    from matcalc_cli.codegen.module import dimension_names
    from matcalc_cli.equations.functional import functional
    from matcalc_cli.inputs.data import read_sizes

    del nonfinite
    if at:
        raise MatcalcError("usage", "the functions are drawn here, and --at has no place", hint="--seed N draws others")
    found = functional(text, functions, of, (), var)
    known = read_sizes(sizes, dimension_names([found.open, *found.elaborated.variables.values()]))
    grid = Discrete(found.open, found.time, *found.gradients())
    answer = Answer(found.program, found.integrand, [], [], None, notes=found.elaborated.notes)
    return answer.but(check=grid.report(known, seed, trials))
