"""The left sides of a derivation's lines, and its words, in every notation."""

from __future__ import annotations

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.names import exponent, spelled, subscripted
from matcalc_cli.render.writing.express import express

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from matcalc_cli.answers.derivation import Heading, Prose


def left_pieces(left: Tree | Heading | None, letter: str, unicode: bool, known: Collection[str]) -> list[Piece]:
    """The left side as text: `df`, `∇ₓf`, `J`; in ASCII `grad_x f`."""
    if left is None:
        return []
    if isinstance(left, Tree):
        return pretty(left, unicode, known)
    name = spelled(left.variable, unicode=unicode)
    symbol = READINGS[left.kind].symbol
    if symbol == "∇":
        return [("heading", _nabla(letter, name, left.several, unicode))]
    if not symbol:
        power = exponent(left.order, unicode=unicode)
        return [("heading", f"d{power}{letter}/d{name}{power}")]
    return [("heading", subscripted(symbol, name, unicode=unicode) if left.several else symbol)]


def _nabla(letter: str, name: str, several: bool, unicode: bool) -> str:
    if not unicode:
        return f"grad_{name} {letter}" if several else f"grad {letter}"
    nabla = subscripted("∇", name, unicode=True) if several else "∇"
    return f"{nabla} {letter}" if "_" in nabla else nabla + letter


def left_latex(left: Tree | Heading | None, letter: str, known: Collection[str]) -> str:
    r"""The left side in LaTeX: `\nabla_{x} f`, `J`."""
    rate = r"\frac{{\mathrm{{d}}{power} {letter}}}{{\mathrm{{d}} {name}{power}}}"
    return _left(left, letter, lambda tree: latex(tree, known), r"\nabla", "_{{{name}}}", rate)


def left_typst(left: Tree | Heading | None, letter: str, known: Collection[str]) -> str:
    """The left side in Typst: `nabla_(x) f`, `J`."""
    from matcalc_cli.render.formats.typst import typst

    return _left(
        left,
        letter,
        lambda tree: typst(tree, known),
        "nabla",
        "_({name})",
        "frac(dif{power} {letter}, dif {name}{power})",
    )


def _left(
    left: Tree | Heading | None, letter: str, written: Callable[[Tree], str], nabla: str, index: str, rate: str
) -> str:
    """The left side in a format by how it writes trees and a nabla, and by its templates for an index and a derivative."""
    if left is None:
        return ""
    if isinstance(left, Tree):
        return written(left)
    name = written(_name_tree(left))
    symbol = READINGS[left.kind].symbol
    if not symbol:
        power = index.replace("_", "^").format(name=left.order) if left.order > 1 else ""
        return rate.format(letter=letter, name=name, power=power)
    indexed = index.format(name=name) if left.several else ""
    return f"{nabla}{indexed} {letter}" if symbol == "∇" else f"{symbol}{indexed}"


def left_mathml(left: Tree | Heading | None, letter: str, known: Collection[str]) -> str:
    """The left side in MathML, without the `math` element around it."""
    from matcalc_cli.render.formats.mathml import mathml

    if left is None:
        return ""
    if isinstance(left, Tree):
        return mathml(left, known)
    name = mathml(_name_tree(left), known)
    letter_of = READINGS[left.kind].symbol
    if not letter_of:
        d = '<mi mathvariant="normal">d</mi>'
        above, below = (f"<msup>{s}<mn>{left.order}</mn></msup>" if left.order > 1 else s for s in (d, name))
        return f"<mfrac><mrow>{above}<mi>{letter}</mi></mrow><mrow>{d}{below}</mrow></mfrac>"
    symbol = f"<mo>{letter_of}</mo>" if letter_of == "∇" else f"<mi>{letter_of}</mi>"
    indexed = f"<msub>{symbol}<mrow>{name}</mrow></msub>" if left.several else symbol
    return indexed + (f"<mi>{letter}</mi>" if letter_of == "∇" else "")


def prose_pieces(prose: Prose, unicode: bool, known: Collection[str]) -> list[Piece]:
    """Words and formulas as text."""
    pieces: list[Piece] = []
    for part in prose:
        pieces += pretty(part, unicode, known) if isinstance(part, Tree) else [("note", part)]
    return pieces


def _name_tree(heading: Heading) -> Tree:
    return express(heading.variable)
