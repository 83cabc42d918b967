"""Shape errors: what is wrong, both operands with their shapes, where a shape comes from, and what to try."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.dimensions import named
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shape import shape_text, substitute
from matcalc_cli.language.tree import Call, Name, Operation, Program, Tree

if TYPE_CHECKING:
    from matcalc_cli.elaborate.inference import Inference
    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.signature import Signature


class Complaints:
    """The errors of one program; each method makes one, its caller raises it."""

    def __init__(self, program: Program, inference: Inference) -> None:
        self.program = program
        self.inference = inference

    def text(self, tree: Tree) -> str:
        """A subtree as it was written, cut short."""
        text = " ".join(self.program.text[tree.start : tree.end].split())
        return text if len(text) <= 40 else text[:37] + "..."

    def shape(self, tree: Tree) -> str:
        """The shape of a subtree as a reader would write it."""
        names = named(self.inference)
        rows, cols = self.inference.shape(tree)
        return shape_text((substitute(rows, names), substitute(cols, names)), "×")

    def label(self, tree: Tree) -> Label:
        """The place of a subtree, with its shape under it."""
        return Label(tree.start, tree.end, self.shape(tree))

    def declared(self, *trees: Tree) -> str | None:
        """Which of the operands' shapes were declared."""
        found = []
        for tree in trees:
            stack = [tree]
            while stack:
                node = stack.pop()
                stack.extend(node.children)
                if isinstance(node, Name) and node.name in self.inference.names.declared:
                    found.append(f"{node.spelling} is declared {self.shape(node)}")
        return ", ".join(dict.fromkeys(found[:6])) or None

    def pair(self, tree: Operation, message: str, hint: Callable[[], str | None]) -> MatcalcError:
        """An error about two operands; the hint tries unifications, so the shapes are written before."""
        left, right = tree.operands
        labels, note = [self.label(left), self.label(right)], self.declared(left, right)
        return MatcalcError("shape", message, labels, hint=hint(), note=note)

    def different(self, tree: Operation) -> MatcalcError:
        """A + B of different shapes."""
        what = "the terms of a sum" if tree.operator in ("add", "subtract") else "the factors of an elementwise product"
        return self.pair(tree, f"{what} have different shapes", lambda: self._how_to_add(*tree.operands))

    def _how_to_add(self, left: Tree, right: Tree) -> str | None:
        a, b = self.inference.shape(left), self.inference.shape(right)
        wanted, y = self.shape(left), self.text(right)
        if self.inference.unify(a, b[::-1]):
            return f"transpose one of them: ({y})' is {wanted}"
        rows, cols = wanted.split("×")
        return f"to add {y} to {self.text(left)}, {y} must be {rows}×{cols}"

    def inner(self, tree: Operation) -> MatcalcError:
        """A*B where the inner dimensions differ."""
        return self.pair(tree, "the inner dimensions of a product differ", lambda: self._how_to_multiply(*tree.operands))

    def _how_to_multiply(self, left: Tree, right: Tree) -> str:
        a, b = self.inference.shape(left), self.inference.shape(right)
        x, y = self.text(left), self.text(right)
        if a[1] == 1 and b[1] == 1:
            return f"{x}'*{y} is the inner product, {x}*{y}' the outer product, {x}.*{y} multiplies entry by entry"
        if a[1] != 1 and b[0] == 1:
            return f"a 1×1 factor needs parentheses: {x}*({y}*...)"
        if self.inference.unifier.unify(a[0], b[0]):
            return f"{x}'*{y} fits"
        if self.inference.unifier.unify(a[1], b[1]):
            return f"{x}*{y}' fits"
        return "the left factor must have as many columns as the right one has rows"

    def divisor(self, tree: Operation) -> MatcalcError:
        """A/B with a matrix B."""
        x, y = (self.text(t) for t in tree.operands)
        hint = f"{x}./{y} divides entry by entry; {x}*inv({y}) multiplies by the inverse"
        return self.pair(tree, "only a scalar can divide", lambda: hint)

    def rows(self, tree: Operation) -> MatcalcError:
        """A\\b with different numbers of rows."""
        return self.pair(tree, "the two sides of \\ have different numbers of rows", lambda: None)

    def square(self, tree: Tree, what: str) -> MatcalcError:
        """A matrix that must be square."""
        return MatcalcError("shape", f"{what}, so it must be square", [self.label(tree)], note=self.declared(tree))

    def exponent(self, tree: Operation) -> MatcalcError:
        """A^B with a matrix B."""
        return MatcalcError(
            "shape", "an exponent is a scalar", [self.label(tree.operands[1])],
            hint="declare it: where p: scalar" if isinstance(tree.operands[1], Name) else None,
        )  # fmt: skip

    def power(self, tree: Operation) -> MatcalcError:
        """x^2 of a vector."""
        base = tree.operands[0]
        x, p = self.text(base), self.text(tree.operands[1])
        what = f"{x} is {'a vector' if self.inference.shape(base)[1] == 1 else self.shape(base)}"
        hint = f"{x}.^{p} {'squares' if p == '2' else 'is the power of'} every entry"
        if p == "2" and self.inference.shape(base)[1] == 1:
            hint += f"; {x}'*{x} is the sum of squares"
        return MatcalcError(
            "shape", f"{what}, and only a square matrix or a scalar has powers", [self.label(base)], hint=hint,
            note=self.declared(base),
        )  # fmt: skip

    def fractional(self, tree: Tree) -> MatcalcError:
        """A^(1/2)."""
        return MatcalcError(
            "unsupported", "the power of a matrix is an integer, or a name plus or minus an integer",
            [Label(tree.start, tree.end)], hint="sqrtm(A) is the square root of a matrix; A.^(1/2) that of every entry",
        )  # fmt: skip

    def scalar(self, tree: Tree, what: str) -> MatcalcError:
        """Something that must be a scalar."""
        return MatcalcError("shape", what, [self.label(tree)])

    def size(self, tree: Tree) -> MatcalcError:
        """I(x + 1.5)."""
        return MatcalcError(
            "shape", f"{self.text(tree)} is not a dimension", [Label(tree.start, tree.end)],
            hint="a dimension is a name or an integer, or a product or sum of them: I(n), ones(m, 3), I(m*n)",
        )  # fmt: skip

    def used_before(self, tree: Name) -> MatcalcError:
        """A binding that is used above its own line."""
        return MatcalcError(
            "name", f"{tree.spelling} is used before it is given a value", [Label(tree.start, tree.end)],
            hint="order the bindings so that each uses only those before it",
        )  # fmt: skip

    def not_elementwise(self, tree: Call) -> MatcalcError:
        """det.(A)."""
        return MatcalcError(
            "shape", f"{tree.function} is not an elementwise function", [Label(tree.name_start, tree.name_end)],
            hint=f"write {tree.function}(...) without the dot",
        )  # fmt: skip

    def count(self, tree: Call, function: Function, wanted: int) -> MatcalcError:
        """The wrong number of arguments."""
        plural = "" if wanted == 1 else "s"
        return MatcalcError(
            "usage", f"{tree.function} takes {wanted} argument{plural}, not {len(tree.arguments)}",
            [Label(tree.name_start, tree.end)], hint=f"for example {function.example}" if function.example else None,
        )  # fmt: skip

    def argument(self, tree: Call, position: int, signature: Signature) -> MatcalcError:
        """An argument of the wrong shape."""
        argument = tree.arguments[position]
        wanted = signature.shapes[position]
        need = "a scalar" if wanted == (1, 1) else "a column" if wanted[1] == 1 else "a row" if wanted[0] == 1 else ""
        if not need:
            need = "a square matrix" if wanted[0] == wanted[1] else f"{shape_text(wanted, '×')}"
        others = [self.label(a) for i, a in enumerate(tree.arguments[: len(signature.parameters)]) if i != position]
        return MatcalcError(
            "shape", f"{tree.function} needs {need} here, and {self.text(argument)} is {self.shape(argument)}",
            [self.label(argument), *others], note=self.declared(argument),
        )  # fmt: skip

    def identity(self, tree: Name) -> MatcalcError:
        """An I whose size nothing decides."""
        return MatcalcError(
            "shape", "the size of I cannot be inferred here", [Label(tree.start, tree.end)], hint="write it: I(n)"
        )
