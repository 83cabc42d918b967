"""Shape errors: what is wrong, both operands with their shapes, where a shape comes from, and what to try."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.calls import function_of, operands, spine
from matcalc_cli.elaborate.doubts.conventions import by_convention, is_by_convention
from matcalc_cli.elaborate.doubts.fitting import TO_FIT, or_stretched
from matcalc_cli.elaborate.names import walk
from matcalc_cli.elaborate.shapes.dimensions import named
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.operations import SUM, UNIT
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, Size, shape_text, substitute
from matcalc_cli.functions import calls_of
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.names import listed
from matcalc_cli.language.notation import RAISED, SUMS
from matcalc_cli.language.tree import Call, Name, Operation, Program, Tree

if TYPE_CHECKING:
    from matcalc_cli.elaborate.shapes.known import Shapes
    from matcalc_cli.elaborate.shapes.provenance import Origins
    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.shapes.signature import Signature


class Complaints:
    """The errors of one program; each method makes one, its caller raises it."""

    def __init__(self, program: Program, inference: Shapes, origins: Origins) -> None:
        self.program = program
        self.origins = origins
        self.inference = inference

    def text(self, tree: Tree) -> str:
        """A subtree as it was written, cut short."""
        text = " ".join(self.program.text[tree.start : tree.end].split())
        return text if len(text) <= 40 else text[:37] + "..."

    def shape(self, tree: Tree) -> str:
        """The shape of a subtree as a reader would write it."""
        return self._written(self.inference.shape(tree))

    def _written(self, shape: Shape) -> str:
        names = named(self.inference)
        rows, cols = (substitute(self.inference.unifier.resolve(size), names) for size in shape)
        return shape_text((rows, cols), "×")

    def size_text(self, size: Size) -> str:
        """A dimension as the shapes name it."""
        return self._written((size, 1)).removesuffix("×1")

    def label(self, tree: Tree) -> Label:
        """The place of a subtree, with its shape under it."""
        return Label(tree.start, tree.end, self.shape(tree))

    def factor(self, tree: Tree) -> str:
        """A subtree as it is typed, in brackets if an operator beside it would take it apart."""
        bare = not isinstance(tree, Operation) or tree.operator in RAISED
        return self.text(tree) if bare else f"({self.text(tree)})"

    def reasons(self, *trees: Tree) -> str | None:
        """Which of the operands' shapes were declared, and which part of the program gave them the others."""
        found, parts = [], list(trees)
        for tree in trees:
            for size in dict.fromkeys(self.inference.shape(tree)):
                origin = self.origins.of(self.inference, size, tree)
                if origin and not (isinstance(size, int) and origin is tree):
                    parts.append(origin)
                    found.append(f"{self.size_text(size)} comes from {self.text(origin)}")
        conventions = by_convention(self.inference.names, trees)
        return ", ".join(dict.fromkeys([*self._declared(parts), *found[:4], *conventions])) or None

    def _declared(self, trees: Sequence[Tree]) -> list[str]:
        names = [t for tree in trees for t in sorted(walk(tree), key=lambda t: t.start) if isinstance(t, Name)]
        known = [t for t in names if t.name in self.inference.names.declared and t.name in self.inference.variables]
        return list(dict.fromkeys(f"{t.spelling} is declared {self.declared_shape(t)}" for t in known))[:6]

    def declared_shape(self, name: Name) -> str:
        """`2×3`, `symmetric 3×3`, `scalar`: a declared name's kind where it says more than its shape."""
        kind = self.inference.names.declared[name.name].kind
        if KINDS[kind].is_number:
            return kind
        return f"{kind} {self._written(self.inference.variables[name.name])}".removeprefix("matrix ").removeprefix(
            "vector "
        )

    def pair(self, tree: Operation, message: str, hint: Callable[[], str | None]) -> MatcalcError:
        """An error about two operands; the hint tries unifications, so the shapes are written before."""
        left, right = tree.operands
        labels, note = [self.label(left), self.label(right)], self.reasons(left, right)
        return MatcalcError("shape", message, labels, hint=hint(), note=note)

    def different(self, tree: Operation) -> MatcalcError:
        """A + B of different shapes."""
        what = "the terms of a sum" if tree.operator in SUMS else "the factors of an elementwise product"
        return self.pair(tree, f"{what} have different shapes", lambda: self._how_to_fit(tree))

    def _how_to_fit(self, tree: Operation) -> str:
        left, right = tree.operands
        a, b = self.inference.shape(left), self.inference.shape(right)
        wanted, y = self.shape(left), self.text(right)
        if isinstance(right, Name) and right.name == "I":
            return f"I is square, and {self.text(left)} is not"
        if self.inference.unify(a, b[::-1]):
            bare = self._transposed(right)
            return (
                f"{'transpose one of them' if bare.endswith(chr(39)) else 'leave out a transpose'}: {bare} is {wanted}"
            )
        to_do = TO_FIT[tree.operator].format(self.text(left), y)
        return f"{to_do}, {y} must be {wanted}{or_stretched(tree.operator, a, b)}"

    def _transposed(self, tree: Tree) -> str:
        """A factor transposed: `B'`, and `B` if that is what is transposed already."""
        bare = isinstance(tree, Operation) and tree.operator == "transpose"
        return self.factor(tree.children[0]) if bare else f"{self.factor(tree)}'"

    def inner(self, tree: Operation) -> MatcalcError:
        """A*B where the inner dimensions differ."""
        return self.pair(
            tree, "the inner dimensions of a product differ", lambda: self._how_to_multiply(*tree.operands)
        )

    def _how_to_multiply(self, left: Tree, right: Tree) -> str:
        a, b = self.inference.shape(left), self.inference.shape(right)
        x, y = self.factor(left), self.factor(right)
        if a[1] == 1 and b[1] == 1:
            fitting = f"{x}'*{y} is the inner product, {x}*{y}' the outer product, {x}.*{y} multiplies entry by entry"
            return fitting + self._or_a_number(left)
        if a[1] != 1 and b[0] == 1:
            return f"a 1×1 factor needs parentheses: {x}*({self._rest(left, right)})"
        if self.inference.unifier.unify(a[0], b[0]):
            return f"{self._transposed(left)}*{y} fits"
        if self.inference.unifier.unify(a[1], b[1]):
            return f"{x}*{self._transposed(right)} fits"
        columns, rows = self.shape(left).split("×")[1], self.shape(right).split("×")[0]
        return f"{x} has {columns} columns and {y} has {rows} rows: these must be equal"

    def _or_a_number(self, tree: Tree, kind: str = "vector") -> str:
        """The declaration that makes a scalar of a name that is of a kind by its letter, or of a sum with one such name: y - w'*x."""
        names = self.inference.names
        match [term for term in spine(tree, SUMS) if self.inference.shape(term) != SCALAR]:
            case [Name() as name] if is_by_convention(names, name.name) and names.kind(name.name) == kind:
                return f"; where {name.spelling}: scalar declares a number"
        return ""

    def _rest(self, left: Tree, right: Tree) -> str:
        """All factors behind `left`, in a chain of products that begins with it."""
        chains = (t for root in self.roots for t in walk(root) if isinstance(t, Operation) and t.operator == "multiply")
        end = max((t.end for t in chains if t.start == left.start), default=right.end)
        return " ".join(self.program.text[right.start : end].split())

    @property
    def roots(self) -> Sequence[Tree]:
        """The expressions of the program."""
        return self.program.roots

    def divisor(self, tree: Operation) -> MatcalcError:
        """A/B with a matrix B; d/dx is a question, and the commands ask it."""
        left, right = (operand.name if isinstance(operand, Name) else "" for operand in tree.operands)
        if left == "d" and self.inference.names.base_of_differential(right):
            hint = f"matcalc diff EXPR --wrt {right[1:]} differentiates"
            place = Label(tree.start, tree.end)
            return MatcalcError("syntax", f"d/{right} is a command, not a part of an expression", [place], hint=hint)
        return self.pair(tree, "only a scalar can divide", lambda: self._how_to_divide(*tree.operands))

    def _how_to_divide(self, left: Tree, right: Tree) -> str:
        x, y = self.factor(left), self.factor(right)
        square = self.inference.unifier.unify(*self.inference.shape(right))
        inverse = f"; {x}*inv({self.text(right)}) multiplies by the inverse" if square else ""
        inside = [part for part in walk(right) if isinstance(part, Name)]
        number = self._or_a_number(right) or (self._or_a_number(inside[0], "matrix") if len(inside) == 1 else "")
        return f"{x}./{y} divides entry by entry{inverse}{number}"

    def rows(self, tree: Operation) -> MatcalcError:
        r"""A\b with different numbers of rows."""
        left, right = (self.shape(t).split("×")[0] for t in tree.operands)
        hint = f"solving with {self.text(tree.operands[0])} takes {left} rows, and here are {right}"
        return self.pair(tree, "the two sides of \\ have different numbers of rows", lambda: hint)

    def square(self, tree: Tree, what: str) -> MatcalcError:
        """A matrix that must be square."""
        hint = f"pinv({self.text(tree)})*b is the least-squares solution"
        message = f"{what}, so it must be square"
        return MatcalcError("shape", message, [self.label(tree)], hint=hint, note=self.reasons(tree))

    def exponent(self, tree: Operation) -> MatcalcError:
        """A^B with a matrix B."""
        base, exponent = tree.operands
        hint = None
        if self.inference.shape(base) == SCALAR:
            hint = "expm(A) is the exponential of a matrix, exp(A) that of every entry"
        elif isinstance(exponent, Name):
            hint = f"declare it: where {exponent.spelling}: scalar"
            if exponent.name[:1] == "T":  # x^TA*x
                hint = f"{exponent.spelling} is one name; {self.factor(base)}^T*{exponent.spelling[1:]} is the transpose; {hint}"
        place = [self.label(exponent)]
        return MatcalcError("shape", "an exponent is a scalar", place, hint=hint, note=self.reasons(exponent))

    def power(self, tree: Operation) -> MatcalcError:
        """x^2 of a vector."""
        base = tree.operands[0]
        x, p = self.factor(base), self.factor(tree.operands[1])
        what = f"{self.text(base)} is {'a vector' if self.inference.shape(base)[1] == 1 else self.shape(base)}"
        exponential = f"exp({self.text(tree.operands[1])}) is the exponential; " if x == "e" else ""
        hint = f"{exponential}{x}.^{p} {'squares' if p == '2' else 'is the power of'} every entry"
        if p == "2" and self.inference.shape(base)[1] == 1:
            hint += f"; {x}'*{x} is the sum of squares"
        hint += self._or_a_number(base)
        return MatcalcError(
            "shape", f"{what}, and only a square matrix or a scalar has powers", [self.label(base)], hint=hint,
            note=self.reasons(base),
        )  # fmt: skip

    def no_integer(self, tree: Name) -> MatcalcError:
        """A^k where k: scalar."""
        return MatcalcError(
            "unsupported", f"{tree.spelling} is declared a scalar, and only an integer can stand here",
            [Label(tree.start, tree.end)], hint=f"{tree.spelling}: integer declares one",
        )  # fmt: skip

    def scalar(self, tree: Tree, what: str, hint: str | None = None) -> MatcalcError:
        """Something that must be a scalar."""
        return MatcalcError("shape", what, [self.label(tree)], hint=hint)

    def size(self, tree: Tree) -> MatcalcError:
        """I(x + 1.5)."""
        return MatcalcError(
            "shape", f"{self.text(tree)} is not a dimension", [Label(tree.start, tree.end)],
            hint="a dimension is a name or an integer, or a product or sum of them: I(n), ones(m, 3), I(m*n)",
        )  # fmt: skip

    def no_size(self, tree: Tree) -> MatcalcError:
        """ones(1 - n)."""
        return MatcalcError(
            "shape", f"there is no size {self.text(tree)}: a dimension is 1 or more", [Label(tree.start, tree.end)],
            hint="another integer, or the dimensions in the other order: n - 1",
        )  # fmt: skip

    def not_elementwise(self, tree: Call) -> MatcalcError:
        """det.(A)."""
        return MatcalcError(
            "shape", f"{tree.function} is not an elementwise function", [Label(tree.name_start, tree.name_end)],
            hint=f"write {tree.function}(...) without the dot",
        )  # fmt: skip

    def count(self, tree: Call, function: Function, wanted: int) -> MatcalcError:
        """The wrong number of arguments."""
        wanted -= function is UNIT  # its columns are counted, unit(n,i) has one
        return MatcalcError(
            "usage", f"{tree.function} takes {wanted} argument{'s' * (wanted != 1)}, not {len(tree.arguments)}",
            [Label(tree.name_start, tree.end)], hint=_how_to_call(tree, function),
        )  # fmt: skip

    def argument(self, tree: Call, position: int, signature: Signature) -> MatcalcError:
        """An argument of the wrong shape."""
        arguments = operands(tree)  # without the expm of frechet(expm, A, E)
        argument = arguments[position]
        wanted = signature.shapes[position]
        need = self._need(tree, wanted)
        others = [self.label(a) for i, a in enumerate(arguments) if i != position]
        return MatcalcError(
            "shape", f"{tree.function} needs {need} here, and {self.text(argument)} is {self.shape(argument)}",
            [self.label(argument), *others], note=self.reasons(argument), hint=function_of(tree).remedy or None,
        )  # fmt: skip

    def no_matrix(self, tree: Call, function: Function) -> MatcalcError:
        """max(x, 1) of a vector."""
        argument = tree.arguments[0]
        message = f"{self.text(tree)} is along an axis of a matrix, and {self.text(argument)} is {self.shape(argument)}"
        return MatcalcError(
            "shape", message, [self.label(argument)], hint=function.remedy, note=self.reasons(argument)
        )  # fmt: skip

    def _need(self, tree: Call, wanted: Shape) -> str:
        """The shape that an argument must have, in words."""
        if 1 in wanted:
            several = len({s.partition("->")[0] for s in function_of(tree).signatures}) > 1
            return "a column or a row" if several else "a column" if wanted[1] == 1 else "a row"
        return "a square matrix" if wanted[0] == wanted[1] else shape_text(wanted, "×")

    def identity(self, tree: Name) -> MatcalcError:
        """An I whose size nothing decides."""
        return MatcalcError(
            "shape", "the size of I cannot be inferred here", [Label(tree.start, tree.end)], hint="write it: I(n)"
        )


def _how_to_call(tree: Call, function: Function) -> str | None:
    """An example of a call."""
    if function.leaves_name_free and function.remedy:
        return function.remedy
    if function is SUM and len(tree.arguments) > 1:
        return "sum(A) adds all entries, sum(j, 1, n, EXPR) terms with an index"
    ways = calls_of(tree.function)
    if len(tree.arguments) > 1 and ways:
        return f"there are {listed(sorted(ways))}"
    return f"for example {function.example}" if function.example else None
