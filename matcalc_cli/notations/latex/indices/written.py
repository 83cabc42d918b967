r"""LaTeX's indices as they are written: the parts of 1,\mathrm{new}, \theta and m \times n, the times of k|k-1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import FILLED, FUNCTIONS
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex.tables import LETTERS

UPRIGHT = re.compile(r"\\(?:math(?:rm|it|sf|bf)|text(?:rm|it)?|operatorname|boldsymbol|bm)\s*\{\\?(\w*)\}")
GREEK = re.compile(r"\\([A-Za-z]+)")


def times(given: re.Match[str]) -> Iterator[str]:
    """The two times of an estimate as parts of a name: k and km1 of k|k-1."""
    for letter, sign, moved in (given.groups()[:3], given.groups()[3:]):
        yield letter + (("p" if sign == "+" else "m") + moved if sign else "")


def written_in(found: re.Match[str]) -> str:
    """The text in the braces of an index or an argument, or its one character or command."""
    return found[1] if found[1] is not None else found[2]


def index_parts(index: str) -> list[str]:
    r"""The parts of an index, `1,\mathrm{new}`, `\theta` or `m \times n`, without their styles."""
    parts = [part.strip() for part in re.split(r",|\\times", UPRIGHT.sub(r"\1", index))]
    return [GREEK.sub(lambda found: _letter(found[1]) or found[0], part) for part in parts]


def _letter(command: str) -> str:
    """The letter that a command is; nothing of another one."""
    letter = LETTERS.get(command, command)
    return letter if letter in LETTER_OF or letter == "l" else ""


def sizes_of(function: str) -> tuple[int, ...]:
    """How many sizes a function is made of: 1 of I(n), 2 of commutation(m, n)."""
    count = len(signatures(FUNCTIONS[function])[0].sizes)
    return (1, count) if function in FILLED else (count,)
