"""How Python's libraries write operations on stacks of matrices, arrays with more than two axes."""

from __future__ import annotations

from matcalc_cli.codegen.text.syntax import ATOM, SUM, Operator

STACK = "stack "
"""The beginning of the operation that takes members of a family; the shape of one, and its axes, follow."""
SLICE, PLACE, NEW = "s", "f", "n"
"""An axis with several members, a place on one, and an axis of another index."""


def template(operation: str) -> tuple[str, Operator]:
    """The template that takes members of a family in Python's libraries, and how tightly it binds."""
    shape, pattern = operation.removeprefix(STACK).split()
    parts: list[str] = []
    field = 1
    for axis in pattern:
        parts.append({SLICE: f"{{{field}}}:{{{field + 1}}}", PLACE: f"{{{field}}}", NEW: "None"}[axis])
        field += _FIELDS[axis]
    parts += _TAILS[shape]
    return f"{{0}}[{', '.join(parts)}]", (ATOM, (ATOM, *[SUM] * (field - 1)))


_FIELDS = {SLICE: 2, PLACE: 1, NEW: 0}
_TAILS = {"number": ("None", "None"), "column": (":", "None"), "matrix": (":", ":")}


def spelled(library: str, trace: str, transpose: str = "{0}.mT") -> dict[str, str]:
    """The operations on stacks in a library of Python."""
    return {
        "stacked_total": f"{library}.sum({{0}}, axis=-3)",
        "stacked_product": f"{library}.prod({{0}}, axis=-3)",
        "stacked_product_total": f"{library}.tensordot({{0}}, {{1}}, axes=((0, 2), (0, 1)))",
        "stacked_transpose": transpose,
        "stacked_column": f"{library}.reshape({{0}}, (*{{0}}.shape[:-2], {{0}}.shape[-2]*{{0}}.shape[-1], 1))",
        "stacked_once": "{0}[None, ...]",
        "stacked_sum": f"{library}.sum({{0}}, axis=(-2, -1), keepdims=True)",
        "stacked_norm": f"{library}.sqrt({library}.sum({{0}}**2, axis=(-2, -1), keepdims=True))",
        "stacked_rowsum": f"{library}.sum({{0}}, axis=-1, keepdims=True)",
        "stacked_colsum": f"{library}.sum({{0}}, axis=-2, keepdims=True)",
        "stacked_tr": f"{trace}[..., None, None]",
        "stacked_det": f"{library}.linalg.det({{0}})[..., None, None]",
        "stacked_logdet": f"{library}.linalg.slogdet({{0}})[1][..., None, None]",
    }
