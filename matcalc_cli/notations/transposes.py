"""A^T where T is a name like any other: read as the transpose, with a word about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.language.tree import Declaration, Program

TO_THE_T = re.compile(r"\^\s*\(?\s*-?\s*T\b(?!\s*[\[(.])")


def note_transposes(program: Program, declarations: Sequence[Declaration]) -> None:
    """Note that ^T is a transpose here, which in programs is written '; an exponent T is declared."""
    if TO_THE_T.search(program.text) and "T" not in program.known(declarations):
        program.notes.append("^T is read as the transpose, which is written ' here; a power has another letter")
