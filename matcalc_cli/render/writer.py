"""How a syntax tree becomes text: a form per node, and brackets where a child binds looser than its place asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import ClassVar

from matcalc_cli.language import notation
from matcalc_cli.language.names import greek_parts
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.markup import Piece

LEVELS = {
    "any": 0,
    "sum": notation.SUM,
    "negative": 12,  # mathematics reads -A B as -(A B); the language reads it as (-A) B, which is `sign`
    "series": 14,
    "tensor": 16,
    "quotient": 18,
    "product": notation.PRODUCT,
    "sign": notation.SIGN,
    "power": notation.POWER,
    "postfix": notation.TRANSPOSE,
    "differential": 55,  # dA' is (dA)', but dA^2 would be d(A^2)
    "atom": 60,
}
"""How tightly a form binds, loosest first; a format uses those that it needs."""

_PARTS = re.compile(r"(\{\d+(?::\w*[~!]?)?\}|\\[lr][vV]ert\b ?|[()])")
_FENCES = {"(": "open", ")": "close", "\\l": "open", "\\r": "close"}
_GROWTH = re.compile(r"\\(?:left|right)(?![a-z])")
_BARE = re.compile(r"(?<![(\[{|‖,])(?<![(\[{|‖,] )(?<!vert )(?<!Vert )\{(\d)\}")
_FENCED = re.compile(r"(?:[\\\w{}]+)?\([^^]*\)|\|[^^]*\||‖[^^]*‖|\\l[vV]ert [^^]*\\r[vV]ert(?:_\S+)?")
_PLAIN_DIFFERENTIAL = re.compile(r"d+([A-Z]|[a-z](?![A-Za-z]))")


Part = tuple[Piece | Tree, bool]
"""A piece, or an operand still to be written; and whether it stands in a tight place."""


class Hole:
    """A place for operand `index`: bracketed if it binds looser than `level`, unless `chain` and the same operator.

    In a `tight` one, an exponent or a bound, operators have no blanks: k-1.
    """

    __slots__ = ("chain", "index", "level", "tight")

    def __init__(self, index: int, place: str = "") -> None:
        self.index = index
        self.level = LEVELS[place.rstrip("~!") or "any"]
        self.chain = place.endswith("~")
        self.tight = place.endswith("!")


class Form:
    """One way to write a node: how tightly it binds and, in order, pieces of text and holes for its operands."""

    __slots__ = ("level", "parts")

    def __init__(self, level: str, parts: Sequence[Piece | Hole]) -> None:
        self.level = LEVELS[level]
        self.parts = tuple(parts)


@cache
def form(level: str, template: str, kind: str = "operator", arity: int = 2) -> Form:
    """The form of a template such as `{0:sum} + {1:product}`.

    `{0}` takes anything, `{0:tensor~}` also an operand of its own operator, `{1:!}` is an exponent or a bound; a
    number in braces that is no operand (`_{2}`) and every other brace are text. Fences become pieces of their
    own, so that they can grow.
    """
    parts: list[Piece | Hole] = []
    for text in filter(None, _PARTS.split(template)):
        fence = _FENCES.get(text[:2] if text.startswith("\\") else text)
        if text.startswith("{") and (index := int(text[1:-1].partition(":")[0])) < arity:
            parts.append(Hole(index, text[1:-1].partition(":")[2]))
        else:
            parts.append((fence if fence and _PARTS.fullmatch(text) else kind, text))
    return Form(level, parts)


def call_form(name: str, arity: int) -> Form:
    """The form `name({0}, {1}, ...)`."""
    return form("atom", f"{name}({', '.join(f'{{{i}}}' for i in range(arity))})", "function", arity)


@cache
def function_form(template: str, arity: int) -> Form:
    r"""The form of a function by its record's template; \left and \right are dropped, fences grow where they must.

    A placeholder without a level takes anything between fences (`‖{0}‖`), and elsewhere what needs no brackets
    there (`log|det {0}|`, `{0}^{+}`).
    """
    text = _GROWTH.sub("", template)
    text = _BARE.sub(lambda found: f"{{{found[1]}:{_level_before(text[found.end():])}}}", text)
    fenced = _FENCED.fullmatch(text) is not None
    return form("atom" if fenced else "power", text, "function", arity)


def _level_before(rest: str) -> str:
    """What may stand without brackets before the rest of a template: a product before a fence, an atom before `^`."""
    if rest.startswith((")", "|", "‖", "\\r")):
        return "product"
    return "power" if not rest or rest.startswith((" ", ",")) else "atom"


def is_differential(name: str) -> bool:
    """Whether an ASCII name reads as a differential by itself: dA, dx_1, dAinv, dalpha; not delta, not data."""
    greek = greek_parts(name)
    return bool(greek[0]) if greek else _PLAIN_DIFFERENTIAL.match(name) is not None


class Style:
    """A format: how it writes each kind of node. Subclasses fill the tables; `write` does the rest.

    `differentials` are names known to be differentials though they do not look it (dweights).
    """

    operators: ClassVar[Mapping[str, Form]]

    def __init__(self, differentials: Collection[str] = ()) -> None:
        self.differentials = differentials

    def write(self, tree: Tree) -> list[Piece]:
        """The pieces of the whole tree, in time linear in their number."""
        pieces: list[Piece] = []
        stack: list[tuple[Piece | Tree, bool]] = [(tree, False)]
        while stack:
            item, tight = stack.pop()
            if isinstance(item, Tree):
                stack.extend((part, tight or inner) for part, inner in reversed(self.parts(item)))
            else:
                pieces.append(_tightened(item) if tight else item)
        return pieces

    def parts(self, tree: Tree) -> list[Part]:
        """What the tree consists of: pieces, and operands still to be written."""
        parts: list[Part] = []
        for part in self.form_of(tree).parts:
            if isinstance(part, Hole):
                parts.extend(self.operand(tree, part))
            else:
                parts.append((part, False))
        return parts

    def operand(self, tree: Tree, hole: Hole) -> list[Part]:
        """The operand that belongs into the hole, in brackets if it must be."""
        child = tree.children[hole.index]
        if self.form_of(child).level >= hole.level or (hole.chain and _same_operator(tree, child)):
            return [(child, hole.tight)]
        opening, closing = self.brackets(child)
        return [(opening, False), (child, hole.tight), (closing, False)]

    def form_of(self, tree: Tree) -> Form:
        """How this node is written."""
        match tree:
            case Name():
                return self.name(tree)
            case Literal():
                return self.literal(tree)
            case Call():
                return self.call(tree)
            case Operation():
                return self.operation(tree)
        raise TypeError(f"no form for {type(tree).__name__}")

    def brackets(self, child: Tree) -> tuple[Piece, Piece]:
        """The brackets to put around an operand."""
        del child
        return ("open", "("), ("close", ")")

    def name_kind(self, name: Name) -> str:
        """The markup kind of a name."""
        known = name.name in self.differentials or is_differential(name.name)
        return "differential" if known else "variable"

    def name(self, name: Name) -> Form:
        """How a name is written."""
        raise NotImplementedError

    def literal(self, literal: Literal) -> Form:
        """How a number is written."""
        raise NotImplementedError

    def call(self, call: Call) -> Form:
        """How a call is written."""
        raise NotImplementedError

    def operation(self, tree: Operation) -> Form:
        """How an operation is written."""
        return self.operators[tree.operator]


def _tightened(piece: Piece) -> Piece:
    r"""An operator without blanks; one that is a word, \otimes, keeps the blanks that end it."""
    kind, text = piece
    return (kind, text.strip()) if kind == "operator" and "\\" not in text else piece


def _same_operator(tree: Tree, child: Tree) -> bool:
    return isinstance(tree, Operation) and isinstance(child, Operation) and tree.operator == child.operator
