r"""matcalc: matrix derivatives, readable and verified.

    >>> from matcalc_cli import differentiate
    >>> answer = differentiate("norm(A*x - b)^2", wrt="x")
    >>> answer.gradient
    2*A'*(A*x - b)
    >>> answer.gradient.latex
    '2 A^{\\mathsf{T}} (A x - b)'
    >>> print(answer.steps)  # doctest: +SKIP

Stable are the names in `__all__`: differentiate, Result, Expression, Step and Steps, MatcalcError, from_sympy, to_sympy,
__version__. Every other module is the inside of the command line and may change in any release.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.errors import MatcalcError
    from matcalc_cli.library import Expression, Result, differentiate, from_sympy, to_sympy
    from matcalc_cli.steps import Step, Steps

__version__ = "0.2.0"
_PLACES = {
    "MatcalcError": "matcalc_cli.errors", "Step": "matcalc_cli.steps", "Steps": "matcalc_cli.steps",
}  # fmt: skip
__all__ = [
    "Expression",
    "MatcalcError",
    "Result",
    "Step",
    "Steps",
    "__version__",
    "differentiate",
    "from_sympy",
    "to_sympy",
]


def __getattr__(name: str) -> object:
    """The library's names, loaded when one is asked for: a command loads what it needs itself."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES.get(name, "matcalc_cli.library")), name)


def __dir__() -> list[str]:
    """The names of the library, loaded or not."""
    return sorted({*globals(), *__all__})
