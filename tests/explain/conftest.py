"""Derivations of programs, made once."""

from __future__ import annotations

from functools import cache

from matcalc_cli import pipeline
from matcalc_cli.answers.derivation import Derivation


@cache
def derivation(text: str, wrt: tuple[str, ...] = (), style: str = "", mode: str = "") -> Derivation:
    return pipeline.explain(text, wrt=wrt, style=style, mode=mode)
