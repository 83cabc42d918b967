"""The variables that are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.elaborate import Elaborated
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.node import Symbol
from matcalc_cli.language.names import canonical
from matcalc_cli.language.suggest import nearest


def chosen_variables(elaborated: Elaborated, wrt: Sequence[str]) -> list[Symbol]:
    """The variables to differentiate by; differentials and integer exponents are constants unless asked for."""
    if not wrt:
        return [v for v in elaborated.variables.values() if v.differential_of is None and v.kind != "integer"]
    return [variable(name, elaborated) for name in dict.fromkeys(wrt)]


def variable(name: str, elaborated: Elaborated) -> Symbol:
    """The variable of that name. Raises MatcalcError."""
    found = elaborated.variables.get(canonical(name))
    if found is None:
        known = [v.spelling for v in elaborated.variables.values()]
        near = nearest(name, known)
        listed = name.replace(",", " ").split()
        hint = (
            f"one name each: {' '.join(f'--wrt {one}' for one in listed)}"
            if len(listed) > 1 and set(listed) <= set(known)
            else f"did you mean {near}?"
            if near
            else f"its variables are {', '.join(known)}"
            if known
            else "it has no variables"
        )
        error = MatcalcError(
            "name", f"there is no variable {name} in the expression", [Label(6, 6 + len(name))], hint=hint
        )
        error.source = f"--wrt {name}"
        raise error
    if found.kind == "integer":
        raise MatcalcError("unsupported", f"{name} is the integer exponent of a matrix, which has no derivative")
    return found
