"""The languages and libraries that code is written for: one file each, loaded when it is asked for."""

from __future__ import annotations

from matcalc_cli.later import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.codegen.text.target import Target

TARGETS = ("numpy", "array-api", "jax", "torch", "julia", "matlab", "latex")
"""Their names: target `array-api` is the TARGET of array_api.py in this folder."""


PARTIAL = ("numba", "c")
"""The targets that have a part of the functions: what Numba compiles, and what C does at sizes that are told."""


@cache
def load(name: str) -> Target:
    """The target of that name. Raises MatcalcError if there is none."""
    from importlib import import_module

    if name not in (*TARGETS, *PARTIAL):
        from matcalc_cli.errors import MatcalcError

        raise MatcalcError("usage", f"there is no target {name}", hint=f"one of {', '.join([*TARGETS, *PARTIAL])}")
    target: Target = import_module(f"{__name__}.{name.replace('-', '_')}").TARGET
    return target


def having(operation: str) -> list[str]:
    """The names of the targets that spell an operation."""
    return [name for name in TARGETS if operation in load(name).operations]
