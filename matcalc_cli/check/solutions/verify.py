"""Verification of what is said of unknowns that equations determine, at points where the equations hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.exact.verify import decide
from matcalc_cli.check.solutions.claims import claims
from matcalc_cli.check.solutions.field import UNDETERMINED, meet
from matcalc_cli.check.variants.equation_points import Exact, Precise, judged
from matcalc_cli.errors import Label, MatcalcError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matcalc_cli.answers.answer import Answer, Solved
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.draw import Draw
    from matcalc_cli.check.exact.verify import Verdict
    from matcalc_cli.check.solutions.doubles import Found
    from matcalc_cli.check.variants.equation import Place
    from matcalc_cli.expr.node import Node, Symbol

    Sides = Callable[[Place], tuple[Matrix, Matrix]]

SECONDS = 6.0
"""Of effort, for exact arithmetic: what is printed of an equation is always verified."""
POINTS, ENOUGH, SIZES = 12, 2, 2
"""So many random points are tried, so many with g = 0 must agree, at so many sets of sizes."""


def verified(answer: Answer, solved: Solved, command: str, *, seed: int = 0) -> tuple[str, str]:
    """How it is verified, "exactly" or "numerically"; "wrong" and why; raises MatcalcError where nothing can be said.

    That is where g = 0 does not determine the unknowns, or no point with g = 0 is found.
    """
    roots, sides = claims(answer, solved, command)
    real: list[bool] = []
    verdict = _exactly(solved, roots, sides, seed, real)
    if verdict.word == "ok":
        if not all(real) and not _has_families(roots):
            _require_real(answer, solved, roots, seed)
        return "exactly", ""
    if verdict.word == "wrong":
        return "wrong", "it differs in exact arithmetic where g = 0"
    return _numerically(answer, solved, roots, sides, seed, verdict)


def _exactly(solved: Solved, roots: Sequence[Node], sides: Sides, seed: int, real: list[bool]) -> Verdict:
    """The verdict of exact arithmetic; `real` gets whether each point is one of real numbers for sure."""
    everything = [*roots, *solved.variables, *solved.unknowns]

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        real.append(meet(draw, solved.equations, solved.unknowns, solved.freed))
        return sides(Exact(draw))

    return decide(
        roots, solved.variables, compare, order=1, sizes=size_sets(everything), seed=seed, budget=SECONDS,
    )  # fmt: skip


def _require_real(answer: Answer, solved: Solved, roots: Sequence[Node], seed: int) -> None:
    """Where all points with g = 0 that are real are singular, as of alpha^2 + beta^2 + gamma^2, others do not count."""
    found = [one.determined for one, _ in _found(answer, solved, roots, seed)]
    if found and not any(found):
        raise _nothing(answer, solved, singular=True)


def _numerically(
    answer: Answer, solved: Solved, roots: Sequence[Node], sides: Sides, seed: int, exact: Verdict
) -> tuple[str, str]:
    if _has_families(roots):
        raise _of_members(answer)
    agreed = singular = 0
    for found, symbols in _found(answer, solved, roots, seed):
        if not found.determined:
            singular += 1
            continue
        word = _at(found, symbols, solved, sides, seed)
        if word == "wrong":
            return "wrong", "it differs with sixty digits where g = 0"
        agreed += word == "ok"
        if agreed == ENOUGH:
            return "numerically", ""
    if agreed:
        return "numerically", ""
    raise _nothing(answer, solved, singular=bool(singular) or _says_singular(exact))


def _is_outside(answer: Answer, found: Found) -> bool:
    """Whether a point is none that the answer is about: two columns of V may be one eigenvector where A*V = V*D."""
    from matcalc_cli.check.existence import broken
    from matcalc_cli.inputs.fixed import Given

    return bool(broken(answer.conditions, Given(point=found.point, sizes=found.system.sizes)))


def _has_families(roots: Sequence[Node]) -> bool:
    """Whether there are members of families, for which doubles have no points."""
    return any(s.axes for root in roots for s in root.symbols)


def _says_singular(verdict: Verdict) -> bool:
    return any(reason == UNDETERMINED for reason in (verdict.reason, *[said for _, said in verdict.aside]))


def _found(answer: Answer, solved: Solved, roots: Sequence[Node], seed: int) -> Iterator[tuple[Found, list[Symbol]]]:
    """Points with g = 0 in doubles, each looked for when it is asked for, with the names that have values there."""
    from matcalc_cli.check.solutions.doubles import places

    own = {s for root in roots for s in root.symbols} | {*solved.unknowns, *solved.variables}
    moving = {v.name for v in (*solved.variables, *solved.unknowns)}
    given = solved.symbols
    symbols = sorted(
        (s for s in own if s.kind != "index" and (s in given or s.differential_of not in moving)), key=lambda s: s.name
    )
    for sizes in size_sets([*roots, *symbols])[:SIZES]:
        every = places(solved.equations, solved.unknowns, symbols, sizes, seed, POINTS)
        within = (one for one in every if not (one.determined and _is_outside(answer, one)))
        try:
            yield from ((one, symbols) for one in islice(within, ENOUGH))
        except ModuleNotFoundError:
            return


def _at(found: Found, symbols: Sequence[Symbol], solved: Solved, sides: Sides, seed: int) -> str:
    """Whether the sides agree with sixty digits at a point."""
    import mpmath
    import numpy as np

    from matcalc_cli.check.digits.evaluate import TooSlowError
    from matcalc_cli.check.digits.kinds import refined
    from matcalc_cli.check.variants.equation_points import DIGITS

    rng = np.random.default_rng(seed)
    with mpmath.workdps(DIGITS):
        point = found.refined(symbols)
        if point is None:
            return "undecided"
        drawn = refined({v.name: rng.standard_normal(found.point[v.name].shape) for v in solved.variables}, [])
        place = Precise(point, {v: drawn[v.name] for v in solved.variables}, found.system.sizes)
        try:
            return judged(*sides(place))
        except (ArithmeticError, ValueError, KeyError, TooSlowError, mpmath.libmp.NoConvergence):
            return "undecided"


def _of_members(answer: Answer) -> MatcalcError:
    body = answer.program.body
    return MatcalcError(
        "unsupported", "the differential is verified in exact arithmetic only where members of families are in the equations, and that does not decide here",
        [Label(body.start, body.end)], hint="--no-verify prints it all the same",
    )  # fmt: skip


def _nothing(answer: Answer, solved: Solved, *, singular: bool) -> MatcalcError:
    body = answer.program.body
    names = " and ".join(x.spelling for x in solved.unknowns)
    if singular:
        return MatcalcError(
            "unsupported", f"g = 0 does not determine {names}: wherever it holds, the linear equation for the differential is singular",
            [Label(body.start, body.end)], hint="a solution must be isolated while everything else is held fixed, as that of A*x - b is",
        )  # fmt: skip
    return MatcalcError(
        "unsupported", f"no point with g = 0 was found at which the differential of {names} could be verified",
        [Label(body.start, body.end)], hint="--no-verify prints it all the same",
    )  # fmt: skip
