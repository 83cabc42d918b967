"""Modules of code that compute an expression and its derivatives, and the plans of their functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.needed import with_derivatives
from matcalc_cli.check.before_printing import as_typed
from matcalc_cli.errors import MatcalcError, UnknownRuleError
from matcalc_cli.pipeline import differentiate, implicit

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.codegen.report import Report as Report  # noqa: PLC0414 the command takes it from here

LARGEST_PLANNED = 10**9
"""The largest size of a dimension that code is planned for."""


def code(
    text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), target: str = "numpy", sizes: str = "", api: str = "",
    operators: bool = False,
) -> str:  # fmt: skip
    """A module that computes the expression and its derivatives, planned for `sizes` (m=3,n=5). Raises MatcalcError.

    `operators` adds the diagonals and the factors of Jacobians and Hessians, and with NumPy SciPy's operators.
    With the `api` "scipy" it is a script besides, which minimizes f, or fits where f is no number.
    """
    from matcalc_cli.codegen.targets import load
    from matcalc_cli.codegen.text.module import module

    answer = as_typed(differentiate(text, wrt=wrt, var=var, order=2))
    if api:
        return _script(answer, _planned(answer, sizes), target)
    families = any(v.axes for v in answer.variables)
    # A library that differentiates wants the derivative by a whole family, where ours are by a member: it has its own.
    every = differentiate(text, var=var) if load(target).pulls_back and not families else None
    written = partial(module, suffixes=_several(answer, wrt), target=target, sizes=_told(answer, sizes, target))
    try:
        return written(answer, products=True, every=every, operators=operators)
    except UnknownRuleError as unknown:
        said = f"{unknown.message}, so there is nothing but the value"
        return written(with_derivatives(answer, ()), said=said)


def _script(answer: Answer, sizes: Mapping[str, int], target: str) -> str:
    """A module that runs scipy.optimize."""
    from matcalc_cli.check.doubles.starting import starting
    from matcalc_cli.codegen.text.module import module

    names = [d.variable.spelling for d in answer.derivatives]
    if target != "numpy":
        raise MatcalcError("usage", "--api scipy is for --target numpy", hint="leave --target out")
    if len(names) != 1:
        raise MatcalcError("usage", "--api scipy moves one variable", hint=f"--wrt {(names or ['x'])[-1]}")
    return module(answer, products=True, operators=True, sizes=sizes, starts=starting(answer, sizes))


def require_python(target: str) -> None:
    """Raises MatcalcError for a target whose functions Python does not call."""
    from matcalc_cli.codegen.targets import PARTIAL, TARGETS, load
    from matcalc_cli.codegen.text.python import PythonTarget

    if not isinstance(load(target), PythonTarget):
        names = [name for name in (*TARGETS, *PARTIAL) if isinstance(load(name), PythonTarget)]
        raise MatcalcError("usage", f"Python does not call code for {target}", hint=f"one of {', '.join(names)}")


def functions(source: str) -> dict[str, Callable[..., Any]]:
    """The functions of a module for Python, by name."""
    from matcalc_cli.check.doubles.evaluate import load

    return {name: function for name, function in load(source).items() if not name.startswith("_")}


def code_implicit(
    text: str, *, solve: Sequence[str], wrt: Sequence[str] = (), var: Sequence[str] = (), loss: str = "", target: str = "numpy",
    sizes: str = "",
) -> str:  # fmt: skip
    """A module about what equations define, which takes the solution as an argument. Raises MatcalcError."""
    from matcalc_cli.codegen.targets import load
    from matcalc_cli.codegen.text.module import module
    from matcalc_cli.equations.answering import question, require_one_value, where_it_holds
    from matcalc_cli.equations.followed import FOLLOWED, followed

    answer = implicit(text, solve=solve, wrt=wrt, var=var, loss=loss, order=2 if loss else 1)
    require_one_value(answer)
    answer = answer.but(conditions=where_it_holds(answer))
    value, said = None, ""
    if load(target).pulls_back:  # what would hold the unknowns fast where the library differentiates f
        asked = question(text, solve, wrt, var, loss)
        value, said = followed(asked, answer.expression), FOLLOWED
    return module(
        answer,
        suffixes=_several(answer, wrt),
        target=target,
        sizes=_told(answer, sizes, target),
        value=value,
        said=said,
    )


def code_plan(
    text: str,
    *,
    wrt: Sequence[str] = (),
    var: Sequence[str] = (),
    target: str = "numpy",
    sizes: str = "",
    operators: bool = False,
) -> tuple[list[Report], dict[str, int]]:
    """The steps of each function of `code`, and the sizes by name. Raises MatcalcError."""
    from matcalc_cli.codegen.text.module import plan

    answer = as_typed(differentiate(text, wrt=wrt, var=var, order=2))
    known = _told(answer, sizes, target)
    suffixes = _several(answer, wrt)
    return plan(answer, suffixes=suffixes, target=target, sizes=known, operators=operators), known


def plan_text(found: Sequence[Report], sizes: Mapping[str, int]) -> str:
    """The plans of functions, one below the other."""
    from matcalc_cli.codegen.report import text

    return text(found, sizes)


def _several(answer: Answer, wrt: Sequence[str]) -> bool:
    """Whether the names of the functions say which variable is meant."""
    return not wrt and len([v for v in answer.variables if v.kind != "index"]) > 1


def _planned(answer: Answer, sizes: str) -> dict[str, int]:
    """The sizes that code is planned for."""
    from matcalc_cli.codegen.text.module import dimension_names
    from matcalc_cli.inputs.data import read_sizes

    return read_sizes(sizes, dimension_names([answer.expression, *answer.variables]), most=LARGEST_PLANNED)


def _told(answer: Answer, sizes: str, target: str) -> dict[str, int]:
    """The sizes that code is planned or, in some targets, written for. Raises MatcalcError for what is missing there."""
    from matcalc_cli.codegen.targets import load
    from matcalc_cli.codegen.text.module import dimension_names

    known = _planned(answer, sizes)
    missing = [name for name in dimension_names([answer.expression, *answer.variables]) if name not in known]
    if missing and load(target).is_sized:
        example = ",".join([f"{name}={known.get(name, 3 + i)}" for i, name in enumerate([*known, *missing])])
        raise MatcalcError(
            "usage", f"code for {target} has fixed sizes, and {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not told",
            hint=f"--sizes {example}",
        )  # fmt: skip
    return known
