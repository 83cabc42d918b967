"""Printed and read again: what comes back of an expression in every format that matcalc reads."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import size_number, substitute
from matcalc_cli.expr.node import Apply, Node, Number, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.expr.shapes.dimensions import dim
from matcalc_cli.expr.shapes.spans import loosened
from matcalc_cli.pipeline import read, reads_back, simplified
from matcalc_cli.program import Written
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.scope import full_clause
from matcalc_cli.render.writing.sharing import same_text, written
from matcalc_cli.simplify import simplify
from tests.oracles import foreign
from tests.oracles.raw import Raw, declarations, program
from tests.oracles.trial import dimensions_known

NO_SIZE = "the size of I cannot be inferred here"
UNSIZED = {"zeros", "I"}


def plain(node: Node) -> str:
    """What a pipe is sent."""
    return program_text(node, reads_back)


def unicode(node: Node) -> str:
    """What a terminal shows, and the declarations that stand elsewhere on it."""
    return plain_text(pretty(written(node))) + full_clause(node, express(node))


def in_latex(node: Node) -> Written:
    """What -f latex prints, and the declarations."""
    return Written(latex(written(node)) + full_clause(node, express(node)), "latex")


PRINTED: dict[str, Callable[[Node], str]] = {"plain": plain, "unicode": unicode, "latex": in_latex}
"""Formats that matcalc prints."""
NORMS = {"norm_inf", "opnorm_inf", "opnorm_one"}
OTHERWISE = {
    "numpy": {"index", "rows", "columns", "flip", *NORMS},
    "julia": {"index", "columns", "std", "var", "sylvester", "gelu", *NORMS},
    "matlab": {"max", "min", "prod", "rms", "std", "var", "normalize", *NORMS},
}
"""What means something else in a notation, where it is tested against the library itself: NumPy counts from 0 and flips both axes, a row of
a matrix is a column in Julia, deviations divide by n - 1, sylvester has the other sign there and gelu is approximate, MATLAB's extremes are those of columns, and norms
are told apart by an argument."""
FORMATS = (*PRINTED, *foreign.NOTATIONS)


def outcome(raw: Raw, form: str) -> str:
    """ "same", or "lost"; or why there is nothing to compare.

    less      the text cannot say that a number is an integer, or a dimension that no name has; it reads as a scalar;
              u.*colsum(vec(Y)), a sum repeated along a column, is a number times u
    unsized   a lone I or 0 has no size in Unicode, nor has a lone I in LaTeX: that p is a size in p I is lost with it
    papers    LaTeX's exp(A) of a square matrix is the matrix function to a reader, and the printer's every entry's;
              an entry x_2 alone is a name to a reader
    refused   what is printed for readers only, log|det A|, is an error in the language and never something else
    skipped   an error already as it is typed, or a number in it is a dimension that no name tells
    """
    try:
        node = original(program(raw))
    except MatcalcError:
        return "skipped"
    return printed(node, form) if form in PRINTED else typed(raw, node, form)


@lru_cache(maxsize=1)
def original(text: str) -> Node:
    """The expression in normal form; the formats ask for it one after the other."""
    return simplified(text).expression


def printed(node: Node, form: str) -> str:
    """The outcome for an expression that matcalc prints."""
    word = plainly(node)
    if form == "plain" or word != "same":
        return word
    text = PRINTED[form](node)
    functions = {n.function.name for n in postorder(node) if isinstance(n, Apply)}
    zeros = "zeros(" in plain(node)  # printers write some around what is put among them
    unsized = bool(functions & UNSIZED) or zeros if form == "unicode" else {"I", "size"} <= functions
    try:
        read(text)
    except MatcalcError as error:
        if form == "latex" and of_squares(node):
            return "papers"
        if unsized or error.message == NO_SIZE:
            return "unsized"
        return "refused" if form == "unicode" else "papers" if functions & {"gammaln"} else "lost"
    word = comes_back(text, node)
    if word == "lost" and form == "latex" and (of_squares(node) or functions & {"normalize", "gammaln", "unit"}):
        return "papers"
    return "unsized" if word != "same" and unsized else word


@lru_cache(maxsize=1)
def plainly(node: Node) -> str:
    """The outcome in ASCII."""
    word = comes_back(plain(node), node)
    functions = {n.function.name for n in postorder(node) if isinstance(n, Apply)}
    return "less" if word == "lost" and {"ones", "hadamard"} <= functions else word


def of_squares(node: Node) -> bool:
    """Whether an elementwise function that matrices have, too, is of something square."""
    applied = [n for n in postorder(node) if isinstance(n, Apply) and not n.is_scalar and n.rows == n.cols]
    return any(n.function.note or (n.function is ELEMENTWISE_POWER and is_half(n.args[1])) for n in applied)


def is_half(node: Node) -> bool:
    """True of 1/2 and of -1/2, which make a root of a power."""
    return isinstance(node, Number) and abs(node.value) == Fraction(1, 2)


def comes_back(text: str, node: Node) -> str:
    """ "same", "less" or "lost"."""
    if reads_back(text, node):
        return "same"
    try:
        found = read(text)[1].expression
    except MatcalcError:
        return "lost"
    if is_same(found, node):
        return "same"
    return "less" if is_same(substitute(found, more_general(found, node)), node) else "lost"


def is_same(found: Node, node: Node) -> bool:
    """Whether what was read is the expression in normal form."""
    found = simplify(found)
    return found is node or plain(found) == plain(node) or same_text(found, loosened(node))


def more_general(found: Node, node: Node) -> dict[Node, Node]:
    """What the scalars stand for that were read where the expression has an integer or a dimension."""
    known = {s.name: s for s in node.symbols}
    scalars = [s for s in found.symbols if s.kind in ("scalar", "integer") and known.get(s.name) is not s]
    return {s: known.get(s.name) or size_number(dim(s.name)) for s in scalars}


def has_axes(raw: Raw) -> bool:
    """Whether it matters along which axis something is: each notation has its own rules, tested by test_stretch."""
    dotted = ("hadamard", "elementwise_divide", "dotted_add", "dotted_subtract")
    return any(
        part.op[-2:] in ("_1", "_2") or (part.op in dotted and len({a.shape for a in part.args} - {(1, 1)}) > 1)
        for part in raw.walk()
    )


def typed(raw: Raw, node: Node, notation: str) -> str:
    """The outcome for an expression that its own printer writes in another notation."""
    if has_axes(raw) or not dimensions_known(raw) or any(part.op in OTHERWISE[notation] for part in raw.walk()):
        return "skipped"
    text = Written(foreign.written(raw, notation) + declarations(raw), notation)
    try:
        found = read(text)[1].expression
    except MatcalcError:
        return "lost"
    return "same" if is_same(found, node) else "lost"
