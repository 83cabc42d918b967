"""The mistake in a wrong claim: its values against those of usual mistakes, at points of different sizes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.check.claims.claim import Claim, Question
from matcalc_cli.check.claims.conditions import conditions
from matcalc_cli.check.claims.points.evidence import Evidence, close, evidence, factor, ratio
from matcalc_cli.check.claims.terms import term_mistake
from matcalc_cli.check.claims.where_it_differs import place_of_difference
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.inputs.fixed import Given

    Evidences = Sequence[Evidence]
    Finder = Callable[["Claim", "Evidences"], str]


def diagnosis(question: Question, given: Given) -> str:
    """A clause about "your answer" that says what is wrong with it, or nothing."""
    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = list(evidence(question, given))
        if not found:
            return ""
        return next(filter(None, _mistakes(question, given, found)), "")


def _mistakes(question: Question, given: Given, found: Evidences) -> Iterator[str]:
    """Every mistake that is looked for, the plainest first."""
    if not all(close(e.claimed, e.right) for e in found):
        yield from (finder(question.claim, found) for finder in FINDERS)
        yield term_mistake(question, found)
    yield conditions(question, given)
    yield place_of_difference(question.claim.node, question.right)


def _zero(_: Claim, found: Evidences) -> str:
    return "is zero, and the derivative is not" if all(not e.claimed.any() for e in found) else ""


def _factor(_: Claim, found: Evidences) -> str:
    """A number, the same everywhere, or a dimension."""
    factors = [ratio(e.claimed, e.right) for e in found]
    said = _multiple(factors, found)
    return f"is {said}" if said else ""


def _multiple(factors: Sequence[float | None], found: Evidences) -> str:
    """`minus the derivative`, `2 times the derivative`."""
    if any(c is None for c in factors):
        return ""
    numbers = [c for c in factors if c is not None]
    if max(numbers) - min(numbers) <= 1e-9 * abs(numbers[0]):
        opposite = abs(numbers[0] + 1) < 1e-9
        return "minus the derivative (the sign)" if opposite else f"{factor(numbers[0])} times the derivative"
    for name in found[0].sizes:
        sizes = [e.sizes[name] for e in found]
        for text, values in ((name, sizes), (f"1/{name}", [1 / s for s in sizes])):
            if all(abs(c - v) <= 1e-9 * abs(v) for c, v in zip(numbers, values, strict=True)):
                return f"{text} times the derivative"
    return ""


def _transposed(claim: Claim, found: Evidences) -> str:
    if any(e.claimed.shape != e.right.T.shape for e in found):
        return ""
    reading = READINGS[claim.reading]
    name, layout = reading.noun, reading.layout
    factors = [ratio(e.claimed, e.right.T) for e in found]
    if all(c is not None and abs(c - 1) < 1e-9 for c in factors):
        return f"is the transpose of the {name}{layout}"
    said = _multiple(factors, found).replace("the derivative", f"the transpose of the {name}")
    return f"is {said}" if said else ""


def _free_entries(claim: Claim, found: Evidences) -> str:
    """2G - diag(G)."""
    import numpy as np

    if claim.reading != "gradient" or any(e.right.shape[0] != e.right.shape[1] for e in found):
        return ""
    if all(close(e.claimed, 2 * e.right - np.diagflat(np.diag(e.right))) for e in found):
        return (
            "follows the 2G − diag(G) convention: the derivative with respect to the free entries of a symmetric "
            "matrix (--vech), not a gradient"
        )
    return ""


def _unprojected(claim: Claim, found: Evidences) -> str:
    """Right along every direction in which the variable may move, but not inside the subspace."""
    kind = claim.variables[0].kind
    if claim.reading == "differential" or not KINDS[kind].is_structured:
        return ""
    if all(e.projects() for e in found):
        inside = "its tangent space" if KINDS[kind].orthonormal else f"the {kind} matrices"
        return f"is right only along {inside}: project it, since {claim.variables[0].spelling} moves there"
    return ""


def _other_layout(claim: Claim, found: Evidences) -> str:
    """A Jacobian or a Hessian for vec that stacks rows."""
    if not READINGS[claim.reading].vectorized:
        return ""
    if all(close(e.claimed, e.by_rows(claim.reading)) for e in found):
        return f"is the {READINGS[claim.reading].noun} for a vec that stacks rows; here vec stacks columns"
    if all(e.claimed.shape == e.right.T.shape and close(e.claimed, e.by_rows(claim.reading).T) for e in found):
        return f"is the transposed {READINGS[claim.reading].noun} for a vec that stacks rows"
    if claim.reading == "hessian" and all(close(e.claimed, e.by_variables()) for e in found):
        return (
            "is the derivative of vec(J); here each entry of f has its Hessian, below each other in the order of vec(f)"
        )
    return ""


FINDERS: tuple[Finder, ...] = (_zero, _factor, _transposed, _free_entries, _unprojected, _other_layout)
"""The mistakes that the values of the claim alone tell."""
