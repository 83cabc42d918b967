"""From text to answer: the only module that knows every stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answer import Answer, CheckReport
from matcalc_cli.derive import cotangent, derivative
from matcalc_cli.elaborate import Elaborated, elaborate
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import add
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.functions import names
from matcalc_cli.language.names import canonical
from matcalc_cli.language.parser import parse, parse_declaration
from matcalc_cli.language.suggest import nearest
from matcalc_cli.language.tree import Program
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.derivation import Derivation


def read(text: str, var: Sequence[str] = ()) -> tuple[Program, Elaborated]:
    """The typed expression of a program, with declarations from --var. Raises MatcalcError."""
    declarations = [parse_declaration(v, names()) for v in var]
    program = parse(text, names(), [d.name.name for d in declarations])
    return program, elaborate(program, declarations)


def differentiate(
    text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), order: int = 1
) -> Answer:
    """The derivatives of a program with respect to `wrt` (default: every variable). Raises MatcalcError."""
    program, elaborated = read(text, var)
    expression = simplify(elaborated.expression)
    variables = chosen_variables(elaborated, wrt)
    derivatives = [derivative(expression, v, order) for v in variables]
    return Answer(
        program, expression, list(elaborated.variables.values()), derivatives,
        simplify(add(*[d.differential for d in derivatives])) if derivatives else None, notes=elaborated.notes,
    )  # fmt: skip


def explain(
    text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), style: str = "", mode: str = "",
    sizes: Mapping[str, int] | None = None,
) -> Derivation:  # fmt: skip
    """The derivation of an answer, every line of it verified. Raises MatcalcError; see `explain.explain`."""
    from matcalc_cli.explain import explain
    from matcalc_cli.explain.verify import verify

    answer = differentiate(text, wrt=wrt, var=var)
    parts = read(text, var)[1].parts
    derivation = explain(answer, {n: simplify(v) for n, v in parts.items()}, style=style, mode=mode, sizes=sizes)
    verify(derivation)
    return derivation


def simplified(text: str, *, var: Sequence[str] = ()) -> Answer:
    """The expression itself in normal form, without derivatives. Raises MatcalcError."""
    program, elaborated = read(text, var)
    return Answer(
        program, simplify(elaborated.expression), list(elaborated.variables.values()), [], None, notes=elaborated.notes
    )


def vjp(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = ()) -> Answer:
    """J*[Y] for every variable asked for, Y a new name of the shape of f. Raises MatcalcError."""
    answer = differentiate(text, wrt=wrt, var=var)
    seed = new_name(answer)
    for found in answer.derivatives:
        found.vjp = cotangent(answer.expression, found, seed)
    return answer


def new_name(answer: Answer) -> Symbol:
    """A name of the shape of f that the program does not use: Y, or Y1, Y2, ..."""
    taken = {v.name for v in answer.variables}
    name = next(n for n in ("Y", *[f"Y{i}" for i in range(1, len(taken) + 2)]) if n not in taken)
    rows, cols = answer.expression.shape
    return symbol(name, (rows, cols), "scalar" if rows == cols == 1 else "vector" if cols == 1 else "matrix")


def code(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), target: str = "numpy") -> str:
    """A module that computes the expression and its derivatives. Raises MatcalcError."""
    from matcalc_cli.codegen import numpy

    answer = differentiate(text, wrt=wrt, var=var, order=2)
    return {"numpy": numpy.module}[target](answer)


def check(answer: Answer, *, seed: int = 0) -> CheckReport:
    """The verdict of finite differences on an answer; imports NumPy."""
    from matcalc_cli.check import numeric

    return numeric(answer, seed=seed)


def reads_back(text: str, expression: Node) -> bool:
    """Whether a printed program is read as that very expression."""
    try:
        return read(text)[1].expression is expression
    except MatcalcError:
        return False


def chosen_variables(elaborated: Elaborated, wrt: Sequence[str]) -> list[Symbol]:
    """The variables to differentiate by; differentials and integer exponents are constants unless asked for."""
    if not wrt:
        return [v for v in elaborated.variables.values() if v.differential_of is None and v.kind != "integer"]
    return [_variable(name, elaborated) for name in dict.fromkeys(wrt)]


def _variable(name: str, elaborated: Elaborated) -> Symbol:
    found = elaborated.variables.get(canonical(name))
    if found is None:
        known = [v.spelling for v in elaborated.variables.values()]
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"its variables are {', '.join(known)}" if known else "it has no variables"
        raise MatcalcError("name", f"there is no variable {name} in the expression", hint=hint)
    if found.kind == "integer":
        raise MatcalcError("unsupported", f"{name} is the integer exponent of a matrix, which has no derivative")
    return found
