"""A system g = 0: its equations and unknowns, counted in free entries, and how an unknown may move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from matcalc_cli.differential import differential, direction, moves_with
from matcalc_cli.equations.structure import kind_of
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr import build
from matcalc_cli.expr.build import is_zero, multiply, zeros
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import Dim, Size, dim, product_of, scaled, substitute
from matcalc_cli.kinds import KINDS, TRIANGULAR
from matcalc_cli.readings.structure import free_entries
from matcalc_cli.simplify import simplify


class Move:
    """How an unknown moves: dX is `along`, which is made of the entries of `step`, a name of a linear kind.

    That is dX itself, and Q*W with a skew-symmetric W of an orthogonal Q.
    """

    __slots__ = ("along", "step")

    def __init__(self, unknown: Symbol, taken: frozenset[Symbol]) -> None:
        kind = KINDS[unknown.kind]
        self.step = direction(unknown, taken)
        if kind.step:
            self.step = symbol(f"{self.step.name}~", unknown.shape, kind.step)
        self.along: Node = multiply(unknown, self.step) if kind.step else self.step

    @property
    def basis(self) -> Node | None:
        """D with vec(step) = D times its free entries; None where every entry is free."""
        return free_entries(self.step)

    @property
    def count(self) -> Size:
        """How many free entries there are."""
        basis = self.basis
        return product_of(*self.step.shape) if basis is None else basis.cols


class System:
    """Equations, each an expression that is to be 0, and the unknowns that they determine.

    kinds    of the values of the equations: a symmetric one is n(n+1)/2 equations
    columns  for each unknown, how each equation changes with it, linear in the step
    taken    every name that a differential must not be called by
    """

    __slots__ = ("columns", "equations", "kinds", "moves", "taken", "typed", "unknowns")

    def __init__(
        self,
        equations: Sequence[Node],
        unknowns: Sequence[Symbol],
        taken: Iterable[Symbol] = (),
        typed: Sequence[Node] = (),
    ) -> None:
        # As typed, before they were simplified, equations may show more of their structure.
        self.taken = frozenset[Symbol]().union(taken, *[g.symbols for g in equations])
        self.equations = tuple(equations)
        self.unknowns = tuple(unknowns)
        for unknown in unknowns:
            _require_movable(unknown)
        self.moves = tuple([Move(unknown, self.taken) for unknown in unknowns])
        self.typed = tuple(typed or equations)
        self.kinds = tuple([kind_of(*forms) for forms in zip(equations, self.typed, strict=True)])
        self.columns = [
            [(self._linear(g, x, m), m.step) for g in equations] for x, m in zip(unknowns, self.moves, strict=True)
        ]

    @property
    def forms(self) -> list[tuple[Node, Node]]:
        """The equations, each as it was typed and in normal form."""
        return list(zip(self.typed, self.equations, strict=True))

    @staticmethod
    def _linear(g: Node, x: Symbol, move: Move) -> Node:
        """The part of dg where one unknown moves."""
        return simplify(differential(g, {x: move.along})) if moves_with(g, [x]) else zeros(g.shape)

    def part(self, rows: Sequence[int], cols: Sequence[int]) -> System:
        """Some of the equations for some of the unknowns."""
        equations, typed = ([every[i] for i in rows] for every in (self.equations, self.typed))
        return System(equations, [self.unknowns[k] for k in cols], self.taken, typed)

    def alone(self) -> tuple[int, int] | None:
        """The places of an equation and of the unknown that it determines by itself, where there are others."""
        count = len(self.unknowns)
        for i in range(len(self.equations)) if count > 1 else ():
            own = [k for k in range(count) if not is_zero(self.columns[k][i][0])]
            if len(own) == 1 and self.part([i], own).balanced:
                return i, own[0]
        return None

    @property
    def counts(self) -> tuple[Size, Size]:
        """How many equations and how many unknown entries there are."""
        images = [symbol("g~", g.shape, kind) for g, kind in zip(self.equations, self.kinds, strict=True)]
        return sum(map(free, images)), sum(move.count for move in self.moves)

    @property
    def balanced(self) -> bool:
        """Whether there are as many equations as unknown entries."""
        equations, unknowns = self.counts
        return equations == unknowns

    @property
    def lacks(self) -> bool:
        """Whether there are fewer equations than unknown entries whatever the dimensions are."""
        equations, unknowns = self.counts
        return equations != unknowns and _compared(equations, unknowns) == "too few"

    @property
    def spelled(self) -> str:
        """The unknowns, as in a sentence."""
        return " and ".join(u.spelling for u in self.unknowns)


def free(name: Symbol) -> Size:
    """How many free entries a name has, where its kind says it."""
    basis = free_entries(name)
    return product_of(*name.shape) if basis is None else basis.cols


def _require_movable(unknown: Symbol) -> None:
    kind = KINDS[unknown.kind]
    if kind.whole:
        raise MatcalcError("unsupported", f"{unknown.spelling} is {kind.adjective}, which does not move")
    if kind.is_structured and not kind.free and not kind.step:
        raise MatcalcError(
            "unsupported", f"{unknown.spelling} is {kind.adjective}, and unknowns of that kind are not known",
            hint=f"declare it without the kind, and add what makes it {kind.adjective} as an equation: [{'...'}; x'*x - 1]",
        )  # fmt: skip


def counted(system: System) -> MatcalcError | None:
    """The complaint about a system with too few or too many equations."""
    equations, unknowns = system.counts
    if equations == unknowns:
        return None
    what = _compared(equations, unknowns)
    entries = f"the {'one free entry' if unknowns == 1 else f'{said(unknowns)} free entries'} of {system.spelled}"
    several = "" if equations == 1 else "s"
    hint = _HINTS[what]
    triangle = next((x for x in system.unknowns if x.kind in TRIANGULAR), None)
    if what == "too few" and triangle is not None and len(system.unknowns) > 1:
        hint = f"{hint}; of factors as of L*U the diagonal of one is said too: diag({triangle.spelling}) - 1"
    return MatcalcError("shape", f"g = 0 has {said(equations)} equation{several} for {entries}, {what}", hint=hint)


_HINTS = {
    "too few": "add equations, [g1; g2], or solve for less",
    "too many": "in general nothing satisfies them all: leave some out, or solve for more",
    "not as many": "as many equations as unknowns make them functions of the rest",
}
_TRIED = (2, 3, 5)


def _compared(equations: Size, unknowns: Size) -> str:
    """Whether there are fewer or more equations whatever the dimensions are."""
    names = sorted({name for size in (equations, unknowns) if isinstance(size, Dim) for name in size.names})
    every = [dict(zip(names, values, strict=True)) for values in product(_TRIED, repeat=len(names))]
    pairs = [(substitute(equations, sizes), substitute(unknowns, sizes)) for sizes in every]
    fewer = {left < right for left, right in pairs if isinstance(left, int) and isinstance(right, int)}
    return "not as many" if len(fewer) != 1 else "too few" if fewer == {True} else "too many"


def said(size: Size) -> str:
    """A number of entries: n*(n+1)/2 where it is that."""
    for text, other in _USUAL:
        found = (
            [name for name in size.names if substitute(other, {"n": dim(name)}) == size]
            if isinstance(size, Dim)
            else []
        )
        if found:
            return text.replace("n", found[0])
    return str(size).replace(" ", "")


_N = dim("n")
_USUAL = [(text, scaled(product_of(_N, _N + step), 1, 2)) for text, step in (("n*(n+1)/2", 1), ("n*(n-1)/2", -1))]


def only_zero(system: System) -> Iterator[str]:
    """A note where 0 is the only solution that is isolated, and what asks for another one."""
    steps = [linear for column in system.columns for linear, _ in column]
    unknowns = {*system.unknowns}
    if any(KINDS[x.kind].definite or KINDS[x.kind].orthonormal for x in unknowns):
        return
    nothing: dict[Node, Node] = {x: zeros(x.shape) for x in unknowns}
    if any(not unknowns.isdisjoint(linear.symbols) for linear in steps) or not all(
        is_zero(simplify(build.substitute(g, nothing))) for g in system.equations
    ):
        return
    names = " and ".join(x.spelling for x in system.unknowns)
    yield (
        f"g is linear in {names} without a constant term: where it determines {names}, only 0 satisfies it. Another solution needs"
        " an equation that says how large it is, as [A*v - lambda*v; v'*v - 1] for v and lambda has,"
        " or [P'*v - v + mu*ones(n); sum(v) - 1] for v and mu"
    )
