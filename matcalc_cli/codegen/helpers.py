"""What emitted code may lean on, emitted only when used: imports and helper functions, each under its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcalc_cli.codegen.sources import HELPERS

IMPORTS = {
    "linalg": "import scipy.linalg as _linalg",
    "special": "import scipy.special as _special",
    "float": "_float = float",
    "int": "_int = int",
    "len": "_len = len",
    "max": "_max = max",
    "min": "_min = min",
    "range": "_range = range",
    "round": "_round = round",
}
"""Lines at the top of a module; the builtins among them are for modules with an argument of that name."""

_WORD = re.compile(r"(?<![\w.])_([a-z]\w*)")


def used(text: str) -> set[str]:
    """The names of helpers and imports that `text` needs, those of its helpers included."""
    found: set[str] = set()
    todo = list(_known(text))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(_known(HELPERS.get(name, "")))
    return found


def _known(text: str) -> Iterator[str]:
    return (name for name in set(_WORD.findall(text)) if name in HELPERS or name in IMPORTS)


def preamble(text: str) -> list[str]:
    """The imports and then the helpers that `text` needs, as paragraphs of a module."""
    needed = used(text)
    lines = ["import numpy as _np", *[line for name, line in IMPORTS.items() if name in needed]]
    return ["\n".join(lines), *[source.strip() for name, source in HELPERS.items() if name in needed]]
