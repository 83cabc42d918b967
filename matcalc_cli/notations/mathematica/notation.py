r"""Mathematica: Tr[A.X], Transpose[x].A.x, \[Lambda] Norm[x]^2; a list has one axis, and `*`, `/` and `^` are of entries."""

from __future__ import annotations

import re
from collections.abc import Collection

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.tree import Call, Literal
from matcalc_cli.notations.arrays.indices import on_indices
from matcalc_cli.notations.arrays.kinds import COLUMN, Axes
from matcalc_cli.notations.by_shape import settle_rows
from matcalc_cli.notations.counts import declare_lambda
from matcalc_cli.notations.exponentials import write_exponentials
from matcalc_cli.notations.mathematica.reader import Mathematica
from matcalc_cli.notations.mathematica.scopes import without_scopes
from matcalc_cli.notations.notation import Notation, ShapeOf
from matcalc_cli.notations.statements import check_keywords

DEFINED = re.compile(r"\s*[A-Za-z$][A-Za-z0-9$]*\s*\[\s*(?:\w+_\w*\s*,?\s*)+\]\s*:?=")
DERIVED = re.compile(r"\s*(?:D|Grad|Dt)\s*\[")
NO_NAMES = frozenset(("True", "False", "Null", "Infinity", "Indeterminate"))
BEHIND = re.compile(r",\s*(?:\{\s*)?\w+(?:\s*,\s*2)?(?:\s*\})?\s*\]\s*;?\s*\Z")


def words(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of a program, without what makes a function of it; the notes. Raises MatcalcError."""
    notes = []
    alone = re.sub(r'"(Frobenius)"', lambda order: f" {order[1].lower()} ", text)
    if found := DEFINED.match(alone):
        alone = " " * found.end() + alone[found.end() :]
        notes.append(f"{' '.join(found[0].split())} is left out: the expression behind it is f")
    alone = without_scopes(alone)
    derived, behind = DERIVED.match(alone), BEHIND.search(alone)
    if derived and behind:
        said = f"{derived[0].strip()}…{behind[0].strip()}"
        alone = " " * derived.end() + alone[derived.end() : behind.start()]
        notes.append(f"{said} is left out: the command says what is differentiated, --wrt by what")
    program = Mathematica(alone, functions).program()
    check_keywords(program, NO_NAMES)
    return program, notes


def by(text: str) -> list[str]:
    """By what D[f, x] and D[f, {x, 2}] are, a name for each time."""
    derived, behind = DERIVED.search(text), BEHIND.search(text)
    name = re.search(r"\w+", behind[0]) if derived and behind else None
    return [name[0]] * (1 + bool(behind and re.search(r",\s*2\b", behind[0]))) if name else []


def of_arrays(call: Call, text: str, shape: ShapeOf) -> None:
    """Norm, Total, Mean, Tr, Max of a matrix or of a vector."""
    if not call.arguments or call.function not in OF:
        return
    OF[call.function](call, text, shape(call.arguments[0]))


def norms(call: Call, text: str, shape: tuple[object, object]) -> None:
    """Norm[A] is the largest singular value, Norm[A, 1] the largest column sum; of a list they are of its entries."""
    if "Norm" not in text[call.name_start : call.name_end]:
        return
    if 1 in shape:
        return
    call.function = "specnorm" if len(call.arguments) == 1 else "opnorm"


def totals(call: Call, text: str, shape: tuple[object, object]) -> None:
    """Total[A] and Mean[A] are of each column of a matrix."""
    if 1 not in shape and text[call.name_start : call.name_end] in ("Total", "Mean") and len(call.arguments) == 1:
        inner = Call(
            call.function,
            (*call.arguments, Literal(1, 1, call.end, call.end)),
            call.start,
            call.end,
            name=(call.name_start, call.name_end),
        )
        call.function, call.arguments = "transpose", (inner,)


def traces(call: Call, text: str, shape: tuple[object, object]) -> None:
    """Tr[x] of a list is the sum of its entries."""
    if "Tr" in text[call.name_start : call.name_end] and 1 in shape:
        call.function = "sum"


def extremes(call: Call, text: str, shape: tuple[object, object]) -> None:
    """Max[a, b] of lists is the largest entry of both."""
    if shape != SCALAR:
        hint = "Ramp[x] is max(0, x) of every entry; in matcalc's own notation maximum(x, y)"
        place = Label(call.name_start, call.name_end)
        name = text[call.name_start : call.name_end]
        raise MatcalcError(
            "unsupported", f"{name} of lists is one number, the extreme of all their entries", [place], hint=hint
        )


OF = {"norm": norms, "sum": totals, "mean": totals, "tr": traces, "maximum": extremes, "minimum": extremes}

NOTATION = Notation(
    "Mathematica",
    words,
    signs=r"\b[A-Z][A-Za-z]+\[|\\\[[A-Z][a-z]+\]|\[\[|\b[A-Za-z]\.(?![THIm]\b)[A-Za-z]\b(?!\s*\()",
    product=".",
    papers="",
    before=(write_exponentials, declare_lambda),
    at_call=(of_arrays,),
    after=(settle_rows,),
    axes=Axes(along=COLUMN),
    by=by,
    remarks=(on_indices,),
)
