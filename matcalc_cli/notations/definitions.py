"""Functions of a program in other notations, which are called in it: f = @(x, A) ..., f = lambda x, A: ..."""

from __future__ import annotations

import re

from matcalc_cli.language.names import canonical

_PARAMETERS = r"\(?([\w\s,]*)\)?"
ASSIGNED = re.compile(
    rf"(?m)(?<![^\n;])[ \t]*([^\W\d_]\w*)\s*=\s*(?:@\s*{_PARAMETERS}|lambda\s+([\w\s,]+):|{_PARAMETERS}\s*->)"
)
"""The beginning of a function that is bound to a name, in MATLAB, Python and Julia; Python's def is read with NumPy, in `written_out/functions.py`."""
WRITTEN = re.compile(r"(?:\A|(?<=[;\n]))\s*\\?([^\W\d_]\w*)\s*\([\w\s,\\]*\)\s*=(?!=)[^;]*[;\n]")
"""`f(x, A) = ...;` as mathematics has it."""


def renamed(text: str) -> str:
    """The text with another name, as long, for a function that is called as one of the language is: sigmoid = @(t) ..."""
    from matcalc_cli.functions import names

    own = [found[1] for pattern in (ASSIGNED, WRITTEN) for found in pattern.finditer(text) if found[1] in names()]
    for name in own:
        text = re.sub(rf"(?<![\w.\\]){name}(?=\s*[(=]|\.\()(?!\s*==)", f"{name[:-1]}0", text)
    return text


def with_definitions(text: str) -> tuple[str, list[str]]:
    """The text with definitions as the language has them, at their places, and the names of the functions in it."""
    text = renamed(text)
    for found in reversed(list(ASSIGNED.finditer(text))):
        name = found[1]
        if re.search(rf"\b{name}\s*\(", text[found.end() :]):
            parameters = next(group for group in (found[2], found[3], found[4]) if group is not None)
            head = f"{name}({' '.join(parameters.split())}) ="
            text = text[: found.start()] + head.ljust(len(found[0])) + text[found.end() :]
    return text, [canonical(found[1]) for found in WRITTEN.finditer(text)]
