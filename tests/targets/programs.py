"""What every target is run on: the functions of the registry and the identities of the books, at distinct sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from matcalc_cli.answers.answer import Answer
from matcalc_cli.check.doubles.evaluate import load as loaded
from matcalc_cli.codegen.targets import load
from matcalc_cli.codegen.text.module import module, module_parameters
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Symbol
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.pipeline import differentiate, simplified
from tests.functions.cases import CASES
from tests.functions.numerics import DRAWS, direction, shape_at
from tests.test_identities import IDENTITIES, SIZES, drawn, fits

READINGS = ("gradient", "jacobian", "hessian")
UNSIGNED = {
    "eigvecs": "eigvecs(S)*diag(b)*eigvecs(S)'*c where S: symmetric(n)",
    "eigvecmin": "eigvecmin(S)*eigvecmin(S)'*c where S: symmetric(n)",
    "eigvecmax": "eigvecmax(S)*eigvecmax(S)'*c where S: symmetric(n)",
    "svdu": "svdu(A)*svdu(A)'*c where A: matrix(m,n)",
    "svdv": "svdv(A)*svdv(A)'*c where A: matrix(m,n)",
    "svdumax": "svdumax(A)*svdumax(A)'*c where A: matrix(m,n)",
    "svdvmax": "svdvmax(A)*svdvmax(A)'*c where A: matrix(m,n)",
}
"""In place of functions whose values libraries give with either sign, something in which the signs cancel."""

NO_DERIVATIVE = ("polarstep", "adjbend")
"""Functions that derivatives have, and whose own derivative is not promised."""


class Program:
    """An expression with its derivatives, and a value for every argument of its module."""

    def __init__(self, name: str, answer: Answer, env: Mapping[str, Any]) -> None:
        self.name = name
        self.answer = answer
        self.env = env

    @cache  # noqa: B019 there are few, and they live as long as the tests
    def code(self, target: str) -> str:
        known = self.answer.derivatives and not self.name.startswith(NO_DERIVATIVE)
        every = differentiate(self.name.partition(" wrt ")[0]) if known and load(target).pulls_back else None
        return module(self.answer, suffixes=True, target=target, every=every)

    def arguments(self) -> list[tuple[Symbol | None, Any]]:
        """Symbols with arrays or floats; dimensions with an int."""
        variables, dimensions = module_parameters(self.answer)
        return [(v, _value(v, self.env[v.name])) for v in variables] + [(None, self.env[d]) for d in dimensions]

    def calls(self) -> Iterator[tuple[str, list[tuple[Symbol | None, Any]]]]:
        """The functions of the module, each with arguments."""
        given = self.arguments()
        yield "f", given
        rng = np.random.default_rng(5)
        for d in self.answer.derivatives:
            e = direction(d.variable.kind, np.atleast_2d(self.env[d.variable.name]), rng)
            yield f"differential_{d.variable.spelling}", [*given, (d.variable, _value(d.variable, e))]
            for reading in READINGS:
                if getattr(d, reading) is not None:
                    yield f"{reading}_{d.variable.spelling}", given

    @cache  # noqa: B019 there are few, and they live as long as the tests
    def wanted(self) -> dict[str, np.ndarray]:
        """What NumPy says."""
        functions = loaded(self.code("numpy"))
        return {name: np.atleast_2d(functions[name](*[x for _, x in given])) for name, given in self.calls()}


def _value(symbol: Symbol, value: Any) -> Any:
    return float(np.asarray(value).item()) if symbol.kind in {"scalar", "integer"} else np.asarray(value, dtype=float)


def _of_registry() -> Iterator[Program]:
    for case in CASES:
        if case.function.name not in UNSIGNED:
            sizes = next(case.settings())
            env = {**case.draw(sizes, np.random.default_rng(3)), **sizes}
            moving = () if case.function.name.startswith("frechetmatrix") else case.moving
            yield Program(
                case.program, differentiate(case.program, wrt=moving) if moving else simplified(case.program), env
            )


def _without_signs() -> Iterator[Program]:
    for function, program in UNSIGNED.items():
        answer = differentiate(program, wrt=["S" if "S" in program else "A"])
        rng = np.random.default_rng(6)
        env = {
            v.name: DRAWS[FUNCTIONS[function].domain.get(v.name, "real")](rng, *shape_at(v, SIZES[0]))
            for v in answer.variables
        }
        yield Program(program, answer, {**env, **SIZES[0]})


def _of_identities() -> Iterator[Program]:
    for identity in IDENTITIES:
        answer = differentiate(identity.expr, wrt=[identity.wrt], order=2)
        sizes = SIZES[0] if fits(identity, SIZES[0]) else SIZES[1]
        env = drawn(answer, identity.expr, sizes, np.random.default_rng(4))
        yield Program(f"{identity.expr} wrt {identity.wrt}", answer, env)


@cache
def registry() -> Sequence[Program]:
    """Every function by itself."""
    return (*_of_registry(), *_without_signs())


@cache
def programs() -> Sequence[Program]:
    """Every function by itself, and the identities of the books."""
    return (*registry(), *{p.name: p for p in _of_identities()}.values())


def not_written(program: Program, target: str) -> bool:
    """Whether a target has no code for it."""
    try:
        program.code(target)
    except MatcalcError as error:
        return error.kind == "unsupported"
    return False
