"""NumPy's functions along an axis: np.sum(A, axis=0), softmax(A, axis=-1), torch.mean(A, dim=1, keepdim=True)."""

from __future__ import annotations

import re

from matcalc_cli.functions.axes import AXES
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.arrays.axes import LAST_AXIS, kept_axis
from matcalc_cli.notations.numpy.frames import Frame
from matcalc_cli.notations.numpy.libraries import TORCH
from matcalc_cli.notations.writer import refused

ALONG = {f.name.removesuffix("_2"): f for f in AXES if f.name.endswith("_2")}
"""The record of each function along the last axis, by the name of the function."""
FIRST = re.compile(r"\s*(?:\.\s*values\b|\[\s*0\s*\])")
"""The values of a function that gives values and places."""
ALL_AXES = re.compile(
    r"\s*,?\s*(?:(?:axis|dim)\s*=\s*)?(?:[(\[]\s*(?:0\s*,\s*1|1\s*,\s*0|-1\s*,\s*-2|-2\s*,\s*-1)\s*[)\]]|None)\s*(?=\))"
)
"""Both axes of a matrix, or all there are."""
NORM, NORMS = "norm", "norms"
SETTLED = (1, 2)
"""Axes of the language."""
_KEPT = r"(?:\s*,\s*keepdims?\s*=\s*(True|False))?"
AXIS = re.compile(
    rf"\s*,?\s*(?:(?:axis|dim)\s*=\s*)?(-1|-2|0|1){_KEPT}\s*(?=\))"
    r"|\s*,?\s*keepdims?\s*=\s*(True|False)\s*,\s*(?:axis|dim)\s*=\s*(-1|-2|0|1)\s*(?=\))"
)


def axis_of(frame: Frame, text: str, start: int) -> re.Match[str] | None:
    """The axis of a function as it is written; PyTorch's max along an axis gives places too, and norm has orders."""
    found = AXIS.match(text, start)
    if found is None or frame.name is None:
        return None
    named = re.search(r"\b(axis|dim)\b", found[0])
    if frame.several and not named:  # the 1 that sum(j, 1, k, 1) adds up
        return None
    if frame.name.text == NORM:
        return found if named else None
    record = ALONG.get(frame.name.text)
    by_torch = frame.library is TORCH or (named and named[1] == "dim")
    torch = by_torch and record and record.matrices_only and frame.function == frame.name.text
    if torch and not FIRST.match(text, found.end() + 1):
        message, hint = f"{frame.function} along an axis gives places, too", "behind it, [0] takes the values"
        raise refused("unsupported", message, start, found.end(), hint)
    frame.first = FIRST if torch else None
    return found if record else None


def keeps_shape(function: str) -> bool:
    """Whether the value of a function along an axis has the shape of its argument, as that of softmax has."""
    return function in ALONG and ALONG[function].signatures[0].endswith("-> m,n")


def along(frame: Frame, name: Token, axis: int, *, kept: bool) -> None:
    """Say the axis as the language does: without keepdims the value has one axis, which is a column here."""
    axis = 0 if axis == -2 else axis
    is_norm = name.text == NORM
    turned = axis == 0 and not kept and not keeps_shape(name.text)
    place = axis + 1 or LAST_AXIS
    place = kept_axis(place) if kept else place
    if is_norm and place in SETTLED:  # which another norm is once its axis is settled
        name.text = NORMS
    frame.closing = [",", str(place), ")", *["transpose"] * turned]
