"""Where an expression may have sides: the parts below a root, a modulus, a norm or an arc function that can change sign.

sqrt(alpha^2) is alpha on one side of 0 and -alpha on the other. A random point shows one side, and so does a draw modulo
p, where half of all numbers are "positive": what holds at one point need not hold at the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.functions import find


@lru_cache(maxsize=64)
def sides(*roots: Node) -> tuple[Node, ...]:
    """The scalars, and the matrices that are given and square, below what is not one function everywhere, the smallest first."""
    found: dict[Node, None] = {}
    for node in postorder(*roots):
        if isinstance(node, Apply) and _branches(node):
            found.update(dict.fromkeys(part for part in _parts(node.args[0]) if _may_turn(part)))
    return tuple(found)


def _parts(root: Node) -> Iterator[Node]:
    """Everything in an expression, and the numbers in front of a product, alpha*beta of alpha*beta*x."""
    for node in postorder(root):
        yield node
        if isinstance(node, Product) and len(node.scalars) > 1 and node.factors:
            yield multiply(*node.scalars)


@lru_cache(maxsize=64)
def entries(*roots: Node) -> tuple[Node, ...]:
    """The vectors and matrices whose entries may turn, one by one: those below an elementwise function that has kinks."""
    found: dict[Node, None] = {}
    for node in postorder(*roots):
        if isinstance(node, Apply) and not node.is_scalar and _is_entrywise(node.function) and _branches(node):
            found.update(dict.fromkeys(part for part in postorder(node.args[0]) if _has_entries(part)))
    return tuple(found)


def _is_entrywise(function: Function) -> bool:
    return function.elementwise or function is ELEMENTWISE_POWER


def _has_entries(part: Node) -> bool:
    return (
        bool(part.symbols)
        and not part.is_scalar
        and not any(s.kind == "index" or s.differential_of for s in part.symbols)
    )


@cache
def is_kinked(function: Function) -> bool:
    """Whether a function has kinks, or one that it is written with."""
    used = [find(name) for code in function.codes for name in re.findall(r"[a-z]\w*(?=\()", code)]
    return function.kinked or any(other is not None and other is not function and is_kinked(other) for other in used)


def _branches(node: Apply) -> bool:
    """Whether a function is not one smooth function everywhere: where one branch ends another may begin."""
    if node.function is ELEMENTWISE_POWER:
        exponent = node.args[1]
        return not (isinstance(exponent, Number) and exponent.value.denominator == 1)
    return is_kinked(node.function)


def _may_turn(part: Node) -> bool:
    if not part.symbols or any(s.kind == "index" or s.differential_of for s in part.symbols):
        return False
    return part.is_scalar or (isinstance(part, Symbol) and part.rows == part.cols)
