"""Divisors that are sizes in NumPy, X.T @ X / n: numbers, where a vector would be one by its letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from matcalc_cli.elaborate.doubts.conventions import is_by_convention
from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Declaration, Name, Program, Tree
from matcalc_cli.notations.exponentials import ALWAYS_VECTORS

_WIDTH = r"(?:[dnmk](?:_?(?:k|h|q|model|head|in|out))?|h|dim)"
_COUNT = r"(?:[nmN]|n_\w+|num_?\w*|batch(?:_size)?)"
SIZE = re.compile(
    rf"\(?\s*(?:\d\.?\s*\*\s*)?{_COUNT}(?:\s*\*\s*{_COUNT})?(?:\s*[-+]\s*\d)?\s*\)?"
    rf"|(?:\w+\.)?sqrt\(\s*{_WIDTH}\s*\)|{_WIDTH}\s*\*\*\s*0?\.5"
)
"""How a number of samples, or the root of a width, is written."""
WIDTH_OF_KERNEL = re.compile(r"\(?\s*(?:2(?:\.0)?\s*\*\s*)?(?:ell|l|s|h|bandwidth|length_?scale)\s*\*\*\s*2\s*\)?")
"""The usual divisors of a matrix of squared distances."""


def declare_divisors(program: Program, names: Names, divisors: Sequence[Tree]) -> None:
    """`np.sum(r**2) / n`: a name that stands only where a number is divided by it is a number, not a column."""
    within = Counter(name.name for tree in divisors for name in walk(tree) if isinstance(name, Name))
    found = [tree for root in program.roots for tree in walk(root) if isinstance(tree, Name)]
    everywhere = Counter(name.name for name in found)
    first = {name.name: name for name in reversed(found)}
    for name in within:
        if (
            everywhere[name] == within[name]
            and is_by_convention(names, name)
            and (name[0] not in ALWAYS_VECTORS or name == "ell")
        ):
            said = first[name]
            program.declarations += (Declaration(said, "scalar", [], said.start, said.end),)
            program.notes.append(
                f"{said.spelling} is taken as a number, for it only divides; "
                f"where {said.spelling}: {kind_by_convention(said.name)} says otherwise"
            )
