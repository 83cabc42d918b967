"""The Jacobian as an n^2 x n^2 matrix, formed and multiplied by vec(dA)."""

from __future__ import annotations

from typing import Any

from systems import textbook

prepared = textbook.prepared


def function(case: Any) -> Any:
    return textbook.KRONECKER[case.name]
