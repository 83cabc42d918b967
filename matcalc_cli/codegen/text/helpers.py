"""The helper functions of a target by their names, which stand in their definitions."""

from __future__ import annotations

import re

DEFINED = re.compile(r"^(?:class |def |static \w+ |function (?:[^=\n]*= *)?)?_?([A-Za-z]\w*)", re.MULTILINE)


def sources(*texts: str) -> dict[str, str]:
    """Sources of helper functions by name: `def _kron(a, b)`, `function K = kron(A, B)` and `_kron(a, b) = …`, `static void kron(int n` are kron."""
    return {_name(text): text for text in texts}


def _name(text: str) -> str:
    found = DEFINED.search(text)
    assert found is not None
    return found[1]
