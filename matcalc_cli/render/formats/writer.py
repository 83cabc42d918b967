"""How a syntax tree becomes text: a form per node, and brackets where a child binds looser than its place asks."""

from __future__ import annotations

from matcalc_cli.language.grammar.ranges import is_indicator
from matcalc_cli.language.names import greek_parts
from matcalc_cli.language.tree import Call, Decimal, Literal, Name, Operation, Tree, UnspecifiedCall
from matcalc_cli.later import lru_cache
from matcalc_cli.render.formats.forms import LEVELS, Form, Hole, form
from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.formats.unspecified import is_dotted, written_alone
from matcalc_cli.render.writing.trees import without_ones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import ClassVar

Part = tuple[Piece | Tree, bool]
"""A piece, or an operand still to be written; and whether it stands in a tight place."""


@lru_cache(1024)
def is_differential(name: str) -> bool:
    """Whether an ASCII name reads as a differential by itself: dA, dx_1, dAinv, dalpha; not delta, not data."""
    greek = greek_parts(name)
    if greek:
        return bool(greek[0])
    bare = name.lstrip("d")
    ds = len(name) - len(bare)
    return ds > 0 and (bare[0].isupper() or not bare[1:2].isalpha()) if bare[:1].isalpha() else ds > 1


class Style:
    """A format: how it writes each kind of node. Subclasses fill the tables; `write` does the rest.

    `differentials` are names known to be differentials though they do not look it (dweights).
    """

    operators: ClassVar[Mapping[str, Form]]
    grid: ClassVar[tuple[str, str, str, str]] = ("[", ", ", "; ", "]")
    """The signs around a matrix, between its columns and between its rows: opening, column, row, closing."""
    leaves_out_ones: ClassVar[bool] = False
    """Whether dotted operators stretch their operands, as in the language."""
    given: ClassVar[Form] = form("any", "{0} = {1}; {2}", arity=3)
    """`t1 = value; rest`: see sharing."""
    power_of_ten: ClassVar[tuple[str, str, str]] = ("1e", "e", "")
    """The signs before a power of ten alone, between a number and that power, and behind it."""
    indicator: ClassVar[Form] = form("atom", "[{3}]", arity=5)
    """1 where a relation holds, else 0."""

    def __init__(self, differentials: Collection[str] = ()) -> None:
        self.differentials = differentials

    def write(self, tree: Tree) -> list[Piece]:
        """The pieces of the whole tree, in time linear in their number."""
        pieces: list[Piece] = []
        stack = [(iter(self.parts(tree)), False)]
        while stack:
            parts, tight = stack[-1]
            for item, inner in parts:
                if isinstance(item, Tree):
                    stack.append((iter(self.parts(item)), tight or inner))
                    break
                pieces.append(tightened(item) if tight or inner else item)
            else:
                stack.pop()
        return pieces

    def parts(self, tree: Tree) -> list[Part]:
        """The parts of the tree: pieces, and operands still to be written."""
        if isinstance(tree, Operation) and tree.operator in MATRIX:
            return self.matrix(tree)
        if (basis := basis_vector(tree)) is not None:
            return self.basis(*basis)
        return self.filled(self.form_of(tree), tree)

    def filled(self, form: Form, tree: Tree) -> list[Part]:
        """The pieces of a form, and the operands of a tree in its holes."""
        parts: list[Part] = []
        for part in form.parts:
            parts += self.operand(tree, part) if isinstance(part, Hole) else [(part, False)]
        return parts

    def matrix(self, tree: Operation) -> list[Part]:
        """A matrix that is written out, row by row; a zero block is a 0 where others tell its size."""
        opening, column, row, closing = self.grid
        lines = [_cells(line) for line in (tree.operands if tree.operator == "rows" else (tree,))]
        parts: list[Part] = []
        for i, line in enumerate(lines):
            parts.append((("operator", row) if parts else ("open", opening), False))
            for j, cell in enumerate(line):
                written = (("number", "0"), False) if _is_evident_zero(lines, i, j) else (cell, False)
                parts += [*[(("operator", column), False)] * (j > 0), written]
        return [*parts, (("close", closing), False)]

    def basis(self, size: Tree, place: Tree) -> list[Part]:
        """A column of the identity, as a function of its size and its place."""
        return [
            (("function", "unit"), False), (("open", "("), False), (size, False), (("operator", ", "), False), (place, False),
            (("close", ")"), False),
        ]  # fmt: skip

    def operand(self, tree: Tree, hole: Hole) -> list[Part]:
        """The operand that belongs into the hole, in brackets if it must be."""
        child = tree.children[hole.index]
        if self.leaves_out_ones:
            child = without_ones(child)
        same = isinstance(child, Operation) and child.operator == getattr(tree, "operator", "")
        is_number = same and child.is_number  # type: ignore[attr-defined]
        if not is_number and ((hole.chain and same) or self.form_of(child).level >= hole.level):
            return [(child, hole.tight)]
        if (
            isinstance(child, Operation)
            and child.operator == "multiply"
            and not is_number
            and self.operation(child).level >= hole.level
        ):
            return self.filled(self.operation(child), child)  # 2 (Σ x_i) A rather than (2 Σ x_i) A
        opening, closing = self.brackets(child)
        return [(opening, False), (child, hole.tight), (closing, False)]

    def form_of(self, tree: Tree) -> Form:
        """How this node is written."""
        match tree:
            case Name():
                return self.name(tree)
            case Decimal():
                return self.decimal(tree)
            case Literal():
                return self.literal(tree)
            case UnspecifiedCall() if tree.goes_without_arguments:
                name = written_alone(tree)
                return self.name(name) if self.stands_alone(name) else Form("differential", self.name(name).parts)
            case Call():
                return self.indicator if is_indicator(tree) else self.call(tree)
            case Operation(operator="given"):
                return self.given
            case Operation(operator="index"):
                return _BASIS if basis_vector(tree) else self.index(tree)
            case Operation(operator=operator) if operator in _IN_BRACKETS:
                return self.operators.get(operator) or _IN_BRACKETS[operator]
            case Operation(operator="multiply", operands=(_, Call() as last)):
                return _before_a_series(self.operation(tree), self.form_of(last))
            case Operation():
                return self.operation(tree)
        raise TypeError(f"no form for {type(tree).__name__}")

    def decimal(self, literal: Decimal) -> Form:
        """A number with a point or a power of ten."""
        alone, between, end = self.power_of_ten
        if not literal.power:
            return Form("atom", [("number", literal.digits)])
        front = alone if literal.digits == "1" else literal.digits + between
        return Form("atom" if between == "e" else "product", [("number", f"{front}{literal.power}{end}")])

    def brackets(self, child: Tree) -> tuple[Piece, Piece]:
        """The brackets to put around an operand."""
        del child
        return ("open", "("), ("close", ")")

    def name_kind(self, name: Name) -> str:
        """The markup kind of a name."""
        known = name.name in self.differentials or is_differential(name.name)
        return "differential" if known else "variable"

    def stands_alone(self, name: Name) -> bool:
        """Whether a derivative that goes without its arguments may be raised to a power as it is written: not D v."""
        return is_dotted(name)

    def runs_on(self, factor: Tree) -> bool:
        """Whether a factor is a derivative without its arguments that seems to go on in the next one: D_1 U V."""
        if not (isinstance(factor, UnspecifiedCall) and factor.goes_without_arguments):
            return False
        return not self.stands_alone(written_alone(factor))

    def name(self, name: Name) -> Form:
        """How a name is written."""
        raise NotImplementedError

    def literal(self, literal: Literal) -> Form:
        """How a number is written."""
        raise NotImplementedError

    def call(self, call: Call) -> Form:
        """How a call is written."""
        raise NotImplementedError

    def index(self, tree: Operation) -> Form:
        """How an entry or a slice is written."""
        inside = ",".join(f"{{{i}:!}}" for i in range(1, len(tree.operands)))
        return form("atom", f"{{0:postfix}}[{inside}]", "operator", len(tree.operands))

    def operation(self, tree: Operation) -> Form:
        """How an operation is written."""
        return self.operators[tree.operator]


def basis_vector(tree: Tree) -> tuple[Tree, Tree] | None:
    """The n and the i of I(n)[:,i]; None of anything else."""
    match tree:
        case Operation(
            operator="index", operands=(Call(function="I", arguments=(size,)), Operation(operator="all"), place)
        ):
            several = isinstance(place, Operation) and place.operator in {"range", "all"}
            return None if several else (size, place)
    return None


def _cells(line: Tree) -> tuple[Tree, ...]:
    return line.children if isinstance(line, Operation) and line.operator == "columns" else (line,)


def _is_evident_zero(lines: list[tuple[Tree, ...]], i: int, j: int) -> bool:
    """Whether a block is zero, with blocks that are not beside it and above or below it."""
    if len({len(line) for line in lines}) != 1 or not _is_zeros(lines[i][j]):
        return False
    return not all(map(_is_zeros, lines[i])) and not all(_is_zeros(line[j]) for line in lines)


def _is_zeros(tree: Tree) -> bool:
    return isinstance(tree, Call) and tree.function == "zeros"


def _before_a_series(product: Form, last: Form) -> Form:
    """The form of a product that ends with a sum over an index, which goes on as far as it: 2 Σ x_i, without brackets."""
    if last.level != LEVELS["series"]:
        return product
    return Form("series", [Hole(1, "series") if isinstance(p, Hole) and p.index == 1 else p for p in product.parts])


MATRIX = frozenset({"rows", "columns"})
_BASIS = Form("atom", ())
_IN_BRACKETS = {
    **{operator: Form("atom", ()) for operator in MATRIX},
    "all": form("atom", ":", arity=0),
    "end": form("atom", "end", arity=0),
    "range": form("any", "{0:!}:{1:!}"),
}


def tightened(piece: Piece) -> Piece:
    r"""An operator without blanks; one that is a word, \otimes, keeps the blanks that end it."""
    kind, text = piece
    return (kind, text.strip()) if kind == "operator" and "\\" not in text else piece
