"""A derivation as data: the lines that lead to a derivative, each with its reason and what it must be equal to."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.language.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.expr.shapes.dimensions import Size
else:
    Protocol = object

Prose = Sequence["str | Tree"]
"""Words, and formulas between them."""


class Scope(Protocol):
    """Names as nodes, and dimension names."""

    nodes: dict[str, Node]
    dims: dict[str, Size]


class Heading:
    """The left side of an answer's line: `kind` is gradient, jacobian or derivative, `variable` what it is by.

    `several` says that there are answers by other variables, so that the heading has to name its own; `order` which
    derivative by a number it is.
    """

    __slots__ = ("kind", "order", "several", "variable")

    def __init__(self, kind: str, variable: Symbol, *, several: bool, order: int = 1) -> None:
        self.kind = kind
        self.variable = variable
        self.several = several
        self.order = order


class Line:
    """`left = right`, and why; a line without a left side goes on from the one before.

    `claim` is what the engine says the right side is equal to, or a left side that says so (d(...) in it is the
    engine's differential); None of a line that cannot be held against anything. With a variable as `seen_by` both are
    gradients by it, and equal as far as its directions see them: to a symmetric dS, G and G' are one.
    """

    __slots__ = ("claim", "left", "reason", "right", "seen_by")

    def __init__(
        self, left: Tree | Heading | None, right: Tree, reason: Prose = (), claim: Node | Tree | None = None, *,
        seen_by: Symbol | None = None,
    ) -> None:  # fmt: skip
        self.left = left
        self.right = right
        self.reason = tuple(reason)
        self.claim = claim
        self.seen_by = seen_by

    def written(self, right: Tree, reason: Prose | None = None) -> Line:
        """The line with its right side written in another way, for another reason."""
        return Line(self.left, right, self.reason if reason is None else reason, self.claim, seen_by=self.seen_by)


class Section:
    """Lines that belong together, under a title in words (or none).

    tally   counts operations and claims nothing
    scope   what its names stand for, where that is not what they stand for in the whole derivation
    """

    __slots__ = ("lines", "scope", "tally", "title")

    def __init__(self, title: Prose, lines: Sequence[Line], *, tally: bool = False, scope: Scope | None = None) -> None:
        self.title = tuple(title)
        self.lines = tuple(lines)
        self.tally = tally
        self.scope = scope


class Derivation:
    """How the derivatives of `answer` come about.

    sections  in order; the last line about a variable is its answer
    scope     what the names in the lines stand for: variables, differentials, named parts
    letter    what the lines call the expression, f
    heading   the two sides of an equation at the top, where it is not f(X) = ...
    held      names that stand for ones of which more is known, where a line needs that to be right: `Q'*Q` is the identity
    verdict   "exact" once every line is verified, else in words how far that is so; "" before
    """

    __slots__ = ("answer", "heading", "held", "letter", "scope", "sections", "verdict")

    def __init__(self, answer: Answer, sections: Sequence[Section], scope: Scope, letter: str) -> None:
        self.answer = answer
        self.sections = tuple(sections)
        self.scope = scope
        self.letter = letter
        self.verdict = ""
        self.heading: tuple[Tree, Tree] | None = None
        self.held: dict[Node, Node] = {}

    @property
    def is_verified(self) -> bool:
        """Whether every line that claims something was verified."""
        return self.verdict.startswith(("exact", "every line"))

    def scope_of(self, line: Line) -> Scope:
        """The meanings of the names in a line."""
        section = next(section for section in self.sections if line in section.lines)
        return section.scope or self.scope

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of all sections."""
        return tuple(line for section in self.sections for line in section.lines)
