"""The left sides of a derivation's lines, and its words, in every notation."""

from __future__ import annotations

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.names import spelled, subscripted
from matcalc_cli.render.writing.express import express

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

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
        return [("heading", f"d{letter}/d{name}")]
    return [("heading", subscripted(symbol, name, unicode=unicode) if left.several else symbol)]


def _nabla(letter: str, name: str, several: bool, unicode: bool) -> str:
    if not unicode:
        return f"grad_{name} {letter}" if several else f"grad {letter}"
    nabla = subscripted("∇", name, unicode=True) if several else "∇"
    return f"{nabla} {letter}" if "_" in nabla else nabla + letter


def left_latex(left: Tree | Heading | None, letter: str, known: Collection[str]) -> str:
    r"""The left side in LaTeX: `\nabla_{x} f`, `J`."""
    if left is None:
        return ""
    if isinstance(left, Tree):
        return latex(left, known)
    name = latex(_name_tree(left), known)
    index = f"_{{{name}}}" if left.several else ""
    match READINGS[left.kind].symbol:
        case "∇":
            return rf"\nabla{index} {letter}"
        case "":
            pass
        case symbol:
            return f"{symbol}{index}"
    return rf"\frac{{\mathrm{{d}} {letter}}}{{\mathrm{{d}} {name}}}"


def prose_pieces(prose: Prose, unicode: bool, known: Collection[str]) -> list[Piece]:
    """Words and formulas as text."""
    pieces: list[Piece] = []
    for part in prose:
        pieces += pretty(part, unicode, known) if isinstance(part, Tree) else [("note", part)]
    return pieces


def left_typst(left: Tree | Heading | None, letter: str, known: Collection[str]) -> str:
    """The left side in Typst: `nabla_(x) f`, `J`."""
    from matcalc_cli.render.formats.typst import typst

    if left is None:
        return ""
    if isinstance(left, Tree):
        return typst(left, known)
    name = typst(_name_tree(left), known)
    index = f"_({name})" if left.several else ""
    match READINGS[left.kind].symbol:
        case "∇":
            return f"nabla{index} {letter}"
        case "":
            pass
        case symbol:
            return f"{symbol}{index}"
    return f"frac(dif {letter}, dif {name})"


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
        return f"<mfrac><mrow>{d}<mi>{letter}</mi></mrow><mrow>{d}{name}</mrow></mfrac>"
    symbol = f"<mo>{letter_of}</mo>" if letter_of == "∇" else f"<mi>{letter_of}</mi>"
    indexed = f"<msub>{symbol}<mrow>{name}</mrow></msub>" if left.several else symbol
    return indexed + (f"<mi>{letter}</mi>" if letter_of == "∇" else "")


def _name_tree(heading: Heading) -> Tree:
    return express(heading.variable)
