"""Matrices that LaTeX writes out, and the entries and slices of those that have names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.language.lexer import Token, tokens
from matcalc_cli.notations.latex_groups import Groups
from matcalc_cli.notations.latex_tables import ENVIRONMENT, UNSUPPORTED
from matcalc_cli.notations.writer import refused

MATRIX = re.compile(r"\s*\{\s*([pbBv]?matrix|smallmatrix)\s*\}")
PLACE = re.compile(r":|(?:[a-z]|[0-9]+|end)(?:\s*[-+:]\s*(?:[a-z]|[0-9]+|end))*")
"""The place of an entry, or a range of them."""


class Matrices(Groups):
    r"""What is written out between `\begin{bmatrix}` and its end, and `A_{i,j}`."""

    def environment(self, start: int) -> None:
        r"""`\begin{align*}` around a formula, which is left out, and `\begin{bmatrix}`."""
        if matrix := MATRIX.match(self.text, self.place):
            self.matrix(start, matrix)
            return
        found = ENVIRONMENT.match(self.text, self.place)
        if found is None:
            raise refused("unsupported", *UNSUPPORTED["begin"][:1], start, self.place, UNSUPPORTED["begin"][1])
        self.place = found.end()

    def matrix(self, start: int, found: re.Match[str]) -> None:
        r"""`\begin{bmatrix} a & b \\ c & d \end{bmatrix}`: the same in square brackets."""
        begins = self.text.startswith("begin", start + 1)
        self.place = found.end()
        if begins:
            if found[1] == "vmatrix":
                self.writer.put("name", start, self.place, "det", tight=False)
                self.writer.put("(", start, self.place)
            self.matrices.append(found[1])
            self.depth += 1
            self.writer.put("[", start, self.place, tight=False)
        elif self.matrices:
            self.end_sums(start)
            self.depth -= 1
            self.writer.put("]", start, self.place)
            if self.matrices.pop() == "vmatrix":
                self.writer.put(")", start, self.place)

    def is_place(self, name: str, index: str, parts: Sequence[str]) -> bool:
        r"""Whether an index is that of an entry or a slice: `A_{i,j}` of a matrix, `x_{1:k}`; else it belongs to the name."""
        places = all(PLACE.fullmatch(part) for part in parts)
        return places and (":" in index or (len(parts) == 2 and name[-1].isupper() and "times" not in index))

    def entry(self, index: re.Match[str]) -> None:
        r"""`_{i,j}` behind what is indexed; `_{ij}` is two letters."""
        inside = index[1] if index[1] is not None else index[2]
        if re.fullmatch(r"[a-z]{2}|[0-9]{2}", inside):
            inside = f"{inside[0]},{inside[1]}"
        first = index.start(1) if index[1] is not None else index.start(2)
        self.place = index.end()
        self.writer.put("[", index.start(), first)
        for token in tokens(inside)[:-1]:
            at = min(token.start + first, self.place - 1)
            self.writer.extend([Token(token.kind, token.text, at, at + 1, token.tight)])
        self.writer.put("]", self.place - 1, self.place)
