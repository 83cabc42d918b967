"""Which notation a text is in: the one whose signs it has, or all in which it says one thing; two readings are an error.

And names as options ask for them, in the notation of the program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.config import NOTATIONS
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.language.mistakes.complaints import COEFFICIENT
from matcalc_cli.notations import divided, load
from matcalc_cli.notations.latex.tables import SCRIPTS
from matcalc_cli.program import Written, read
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.simplify import simplify

AUTO = "auto"
KNOWN = tuple(name for name in NOTATIONS if name != AUTO)


def guessed(text: str, var: Sequence[str] = ()) -> Written:
    """The text in the notation that it is written in, with a note about that. Raises MatcalcError."""
    expression = divided(text)[0]
    signed = [name for name in KNOWN if re.search(load(name).signs, expression)]
    unsigned = [name for name in KNOWN if load(name).unsigned]
    for names in (signed, unsigned):
        found, errors = readings(text, names, var)
        if found:
            check_one(found)
            name = next(iter(found))
            check_coefficient(name, found[name])
            return Written(text, name, f"read as {load(name).title}; -i says otherwise")
        if errors and names is signed:
            first = errors[0]
    if not signed:
        first = errors[0]
    name = (signed or unsigned)[0]
    first.note = first.note or f"read as {load(name).title}; -i says otherwise"
    raise first


def readings(text: str, names: Sequence[str], var: Sequence[str]) -> tuple[dict[str, Elaborated], list[MatcalcError]]:
    """The readings of the text in every notation that has one, and the errors of the others."""
    found: dict[str, Elaborated] = {}
    errors = []
    for name in names:
        try:
            found[name] = read(Written(text, name), var)[1]
        except MatcalcError as error:
            errors.append(error)
    return found, errors


def check_one(found: dict[str, Elaborated]) -> None:
    """Refuse a text that says two things."""
    meanings: dict[Node, list[str]] = {}
    for name, elaborated in found.items():
        meanings.setdefault(simplify(elaborated.expression), []).append(name)
    if len(meanings) > 1:
        said = "; ".join(f"-i {', '.join(names)}: {program_text(node)}" for node, names in meanings.items())
        raise MatcalcError(
            "usage", "the text says different things in several notations", hint=f"say which it is: {said}"
        )


def check_coefficient(name: str, found: Elaborated) -> None:
    """Refuse 1/2x, which Julia reads as 1/(2x), where that has no meaning with the kinds of its letters."""
    if COEFFICIENT in found.notes:
        hint = (
            f"say which it is: -i {name}: {program_text(simplify(found.expression))}; -i julia divides by the product"
        )
        raise MatcalcError("usage", "the text says different things in several notations", hint=hint)


def name_in(text: str, notation: str) -> str:
    r"""A name in a notation or with LaTeX's commands, as the language has it; behind an equals sign all stays.

    \Sigma is Sigma, W_{hh} W_hh, and NumPy's x[0] the first entry, x[1]. What cannot be read stays, for others to complain
    of; so does \mathcal{X}, which is X_cal where there is an X.
    """
    name, equals, rest = text.partition("=")
    commands = "\\" in name or notation in ("auto", "matcalc")
    if name.isidentifier() or (commands and "\\" not in name) or any(f"\\{script}" in name for script in SCRIPTS):
        return text
    try:
        words = load("latex" if commands else notation).read(name, ())[0]
    except MatcalcError:
        return text
    found = [word.text for word in words]
    return (
        "".join(found[:-1] if found[-2:] == ["]", "'"] else found) + equals + rest
    )  # a row is one number after the other
