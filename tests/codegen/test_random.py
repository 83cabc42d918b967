"""Random expressions: what the planned code computes against the same nodes computed one by one, as they stand."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.check.doubles.kinds import draw
from matcalc_cli.codegen.text.module import dimension_names, function, parameters
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import apply, is_unit
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder, symbol
from matcalc_cli.expr.operations import UNIT
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.pipeline import differentiate
from tests.oracles.raw import program
from tests.oracles.trial import dimensions_known, random_program

BATCHES, BATCH = 5, 40
TOLERANCE = 1e-7
LARGEST = 400
"""Rows or columns of a matrix that is computed here."""


class NodeByNode:
    """The value of every node from those of its children: no plan, no sharing, no order but from the left."""

    def __init__(self, sizes: dict[str, int], point: dict[str, Any]) -> None:
        self.sizes = sizes
        self.values: dict[Node, Any] = {}
        self.point = point

    def __call__(self, root: Node) -> Any:
        for node in postorder(root):
            if node not in self.values:
                self.values[node] = np.atleast_2d(self.value(node))
        return self.values[root]

    def value(self, node: Node) -> Any:
        match node:
            case Symbol(name=name):
                return self.point[name]
            case Number(value=value):
                return float(value)
            case Sum(terms=terms):
                return sum(self.values[t] for t in terms[1:]) + self.values[terms[0]]
            case Product(coefficient=c, scalars=scalars, factors=factors):
                total = np.array([[float(c)]])
                for scalar in scalars:
                    total = total * self.values[scalar]
                return total * self.matrices(factors) if factors else total
            case Apply():
                return self.applied(node)
        raise TypeError

    def matrices(self, factors: tuple[Node, ...]) -> Any:
        total = self.values[factors[0]]
        for factor in factors[1:]:
            total = total @ self.values[factor]
        return total

    def applied(self, node: Apply) -> Any:
        """The function of symbols that stand for its arguments, numbers as they are."""
        if is_unit(node):
            return self.columns(node)
        stand = [
            arg if isinstance(arg, Number) else symbol(f"z{i}", arg.shape, _kind(node, arg))
            for i, arg in enumerate(node.args)
        ]
        values = [self.values[arg] for arg in node.args]
        alone = apply(node.function, tuple(stand), node.sizes)
        wanted, dims = parameters(alone)
        by_name = {f"z{i}": v for i, v in enumerate(values)}
        given = [by_name[s.name].item() if s.is_scalar else by_name[s.name] for s in wanted]
        given = [round(value) if s.kind == "integer" else value for s, value in zip(wanted, given, strict=True)]
        return load(function(alone))["f"](*given, *[self.sizes[d] for d in dims])

    def columns(self, node: Apply) -> Any:
        """Columns of the identity from one on, if it has so many."""
        rows, cols = (substitute(size, self.sizes) for size in node.shape)
        first = int(self.values[node.args[0]].item()) - 1
        if not 0 <= first <= rows - cols:
            raise ValueError("an index outside of the matrix")
        return np.eye(rows)[:, first : first + cols]


def _kind(node: Apply, arg: Node) -> str:
    if arg.is_scalar:
        return "integer" if node.function is UNIT else "scalar"
    return "symmetric" if "symmetric" in node.function.domain.values() and arg.rows == arg.cols else "matrix"


def planned(node: Node, sizes: dict[str, int], point: dict[str, Any]) -> Any:
    symbols, dims = parameters(node)
    values = [point[s.name].item() if s.kind in {"scalar", "integer"} else point[s.name] for s in symbols]
    return np.atleast_2d(load(function(node))["f"](*values, *[sizes[d] for d in dims]))


def nodes_of(text: str) -> list[Node]:
    """The expression and all its derivatives."""
    answer = differentiate(text, order=1)
    found = [answer.expression]
    for d in answer.derivatives:
        found += [n for n in (d.gradient, d.derivative, d.jacobian) if n is not None]
    return found


def is_fit(node: Node, sizes: dict[str, int]) -> bool:
    """Small, and without sums over an index, which have no value node by node."""
    for part in postorder(node):
        shape = [substitute(n, sizes) for n in part.shape]
        if any(not isinstance(n, int) or n > LARGEST for n in shape) or (
            isinstance(part, Symbol) and part.kind == "index"
        ):
            return False
    return True


def difference(node: Node, sizes: dict[str, int], point: dict[str, Any]) -> float:
    """How far the planned value is from the other, relative to all that was computed on the way."""
    step_by_step = NodeByNode(sizes, point)
    try:
        wanted = step_by_step(node)
    except (ArithmeticError, ValueError):  # it has no value there
        return 0.0
    scale = float(np.max([np.max(np.abs(v)) for v in step_by_step.values.values()]))  # NaN where one is
    if not np.isfinite(scale) or scale > 1e6:
        return 0.0
    found = planned(node, sizes, point)
    assert found.shape == wanted.shape
    return float(np.max(np.abs(found - wanted))) / max(1.0, scale) ** 2


def trouble(seed: int) -> str:
    """What is wrong with the code of a random expression; nothing if nothing is."""
    raw = random_program(seed, most=9)
    if not dimensions_known(raw):
        return ""
    text = program(raw)
    try:
        nodes = nodes_of(text)
    except MatcalcError:
        return ""
    rng = np.random.default_rng(seed)
    names = dimension_names([*nodes, *[s for n in nodes for s in n.symbols]])
    sizes = dict(zip(names, (3, 4, 5, 2, 6, 7, 8, 9), strict=False))
    for node in nodes:
        if len(sizes) < len(names) or not is_fit(node, sizes):
            continue
        point = {
            s.name: draw(s.kind, rng, *[substitute(n, sizes) for n in s.shape])
            for s in sorted(node.symbols, key=lambda s: s.name)
        }
        if difference(node, sizes, point) > TOLERANCE:
            return f"{text}\n{node}"
    return ""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_planned_code_computes_the_nodes(batch: int) -> None:
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in range(batch * BATCH, (batch + 1) * BATCH):
            assert trouble(seed) == ""
