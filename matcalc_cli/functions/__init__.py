"""The open set of functions: one record each, by topic; looking one up by any of its names."""

from __future__ import annotations

from matcalc_cli.expr.function import Function
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, OPERATIONS, PI, POWER, PRODUCTION, RELATIONS, SIZE, SUMMATION
from matcalc_cli.functions.axes import AXES
from matcalc_cli.functions.convolution import CONVOLUTION
from matcalc_cli.functions.determinant import DETERMINANT
from matcalc_cli.functions.entrywise.activations import ACTIVATIONS
from matcalc_cli.functions.entrywise.elementwise import ELEMENTWISE
from matcalc_cli.functions.entrywise.pairs import PAIRS
from matcalc_cli.functions.entrywise.special import SPECIAL
from matcalc_cli.functions.equations import EQUATIONS
from matcalc_cli.functions.factorizations import FACTORIZATIONS
from matcalc_cli.functions.matrix import FRECHET, FRECHET_MATRIX, MATRIX
from matcalc_cli.functions.norms import NORMS
from matcalc_cli.functions.reductions import REDUCTIONS
from matcalc_cli.functions.shaping import SHAPING
from matcalc_cli.functions.spectral import SPECTRAL
from matcalc_cli.functions.structures import STRUCTURES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNNAMED = (
    POWER,
    ELEMENTWISE_POWER,
    SUMMATION,
    PRODUCTION,
    *RELATIONS,
    SIZE,
    PI,
    *FRECHET.values(),
    *FRECHET_MATRIX.values(),
)
"""Operations that are written with an operator or a name of their own, not called."""

FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in (
        *OPERATIONS,
        *DETERMINANT,
        *NORMS,
        *ELEMENTWISE,
        *ACTIVATIONS,
        *SPECIAL,
        *PAIRS,
        *REDUCTIONS,
        *AXES,
        *SHAPING,
        *MATRIX,
        *SPECTRAL,
        *STRUCTURES,
        *CONVOLUTION,
        *EQUATIONS,
        *FACTORIZATIONS,
    )
}
"""Every record by its name."""
for _function in FUNCTIONS.values():
    if _function.of_matrices and f"{_function.name}m" in FUNCTIONS:
        _function.namesake = f"{_function.name}m"

OF_A_FUNCTION = {"frechet": FRECHET, "frechetmatrix": FRECHET_MATRIX}
"""Functions whose first argument is the name of a matrix function: frechet(expm, A, E)."""


def taken_apart(called: str) -> tuple[str, tuple[str, ...]]:
    """A pattern of a call, norm(_, Inf), as the name and the arguments."""
    name, _, arguments = called.partition("(")
    return name, tuple(a.strip() for a in arguments.rstrip(")").split(","))


VERSIONS = {taken_apart(f.called): f for f in FUNCTIONS.values() if f.called}
"""Functions that share a name with others, by the name and the arguments of the call: `_` or what stands there."""


_OF_SEVERAL = frozenset([name for name, _ in VERSIONS])


def version(name: str, arguments: Iterable[str]) -> tuple[Function, Sequence[int]] | None:
    """The function that a call means by its arguments, of which the literal ones are given, and the places of the others."""
    if name not in _OF_SEVERAL:
        return None
    given = tuple([a or "_" for a in arguments])
    for written in (given, ("_",) * len(given)):
        found = VERSIONS.get((name, written))
        if found is not None:
            return found, [i for i, argument in enumerate(written) if argument == "_"]
    return None


def calls_of(name: str) -> Sequence[str]:
    """The ways to call a function that is called in several: norm(x, p), with the names of the parameters."""
    return [f.call for (called, _), f in VERSIONS.items() if called == name]


OF_PAIRS = {f.several: f.name for f in FUNCTIONS.values() if f.several}
"""The function of several arguments that other notations call by the name of a function of one: maximum by max."""
FILLED = tuple([f.name for f in FUNCTIONS.values() if f.signatures == ("(m,n) -> m,n",)])
"""The matrices of one number, ones(m, n) and zeros(m, n), which are columns where they have one size."""
_BY_ANY_NAME = {n: f for f in FUNCTIONS.values() if f not in UNNAMED and not f.called for n in (f.name, *f.aliases)}
_BY_ANY_NAME.update({name: versions["expm"] for name, versions in OF_A_FUNCTION.items()})


def elsewhere(place: str) -> dict[str, str]:
    """The functions by what they are called at a place of another notation: {"maximum": "max"} of julia-fold."""
    return {
        word: f.name
        for f in FUNCTIONS.values()
        for places, words in f.elsewhere.items()
        if place in places.split()
        for word in words.split()
    }


def find(name: str) -> Function | None:
    """The record of a function by its name or an alias; unnamed operations by their name only."""
    return _BY_ANY_NAME.get(name) or FUNCTIONS.get(name)


class Callable(dict[str, str]):
    """Every name and alias that may be called, with the function's own name; `free` are those that may be variables too.

    `factors` has the formulas of the factors that have names in (Q, R) = qr(A).
    """

    factors: Mapping[str, Sequence[str]] = {}
    free: frozenset[str] = frozenset(
        [n for n, f in _BY_ANY_NAME.items() if f.leaves_name_free or n in f.free_aliases]
        + [n for (n, _), f in VERSIONS.items() if f.leaves_name_free and n not in _BY_ANY_NAME]
    )


_MAIN_NAMES = Callable(
    {name: name for name, _ in VERSIONS} | {n: n if n in OF_A_FUNCTION else f.name for n, f in _BY_ANY_NAME.items()}
)


def factors_in(notation: str = "") -> dict[str, tuple[str, ...]]:
    """The formulas of the factors of a matrix by what is called for all of them, as a notation means it."""
    found: dict[str, dict[int, str]] = {}
    for own in (False, True):
        for key, formula in [item for f in FUNCTIONS.values() for item in f.factor.items()]:
            where, _, rest = key.rpartition(":")
            name, _, place = rest.partition(" ")
            if where == (notation if own else ""):
                found.setdefault(name, {})[int(place)] = formula
    return {name: tuple([formulas[place] for place in sorted(formulas)]) for name, formulas in found.items()}


_MAIN_NAMES.factors = factors_in()


def names() -> Callable:
    """Every name and alias that may be called, with the function's own name."""
    return _MAIN_NAMES
