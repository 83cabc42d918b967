"""matcalc: matrix derivatives, readable and verified."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.errors import MatcalcError
    from matcalc_cli.library import Expression, Result, differentiate, from_sympy, to_sympy

__version__ = "0.1.0"
__all__ = ["Expression", "MatcalcError", "Result", "__version__", "differentiate", "from_sympy", "to_sympy"]


def __getattr__(name: str) -> object:
    """The library's names, loaded when one is asked for: a command loads what it needs itself."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("matcalc_cli.errors" if name == "MatcalcError" else "matcalc_cli.library"), name)


def __dir__() -> list[str]:
    """The names of the library, loaded or not."""
    return sorted({*globals(), *__all__})
