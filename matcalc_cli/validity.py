"""What must hold for an answer to be valid: det A != 0, simple eigenvalues, x != 0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcalc_cli.expr.node import Apply, Node, Number, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER
from matcalc_cli.expr.sign import is_positive
from matcalc_cli.render.express import express
from matcalc_cli.render.text import plain

LONGEST = 40
"""A condition longer than this tells nobody anything."""


def conditions(*nodes: Node) -> tuple[str, ...]:
    """The conditions of the functions and powers in the expressions, each once, the short ones; formulas in `...`."""
    found: dict[str, None] = {}
    for node in postorder(*nodes):
        if isinstance(node, Apply):
            found.update(dict.fromkeys(c for c in _conditions(node) if len(c) <= LONGEST))
    return tuple(c for c in found if not any(other in found and other != c for other in _stronger(c)))


def _stronger(condition: str) -> tuple[str, str]:
    """What says the same or more in other words: x > 0 for x != 0, det X != 0 for det(X) != 0."""
    return condition.replace("!= 0", "> 0"), condition.replace("`det(", "det `").replace(")` != 0", "` != 0")


def _conditions(node: Apply) -> Iterator[str]:
    text = _POWERS[node.function](node) if node.function in _POWERS else node.function.condition
    if text and not _holds(text, _subject(node)):
        formula = plain(express(_subject(node)))
        if not isinstance(_subject(node), Symbol):
            text = text.replace("det {0}", "`det({0})`")
        written = text if "`" in text else re.sub(r"\{\d\}", r"`\g<0>`", text)
        yield written.format(formula, *[plain(express(argument)) for argument in node.args[1:]])


def _holds(text: str, argument: Node) -> bool:
    """Whether what an argument is declared to be says it already; a constant is right but for a negative number."""
    if not argument.symbols:
        return not (isinstance(argument, Number) and argument.value < 0 and "> 0" in text)
    if is_positive(argument):
        return True
    kinds = ("spd", "orthogonal") if text.startswith("det") else ("spd",) if "positive definite" in text else ()
    return isinstance(argument, Symbol) and argument.kind in kinds


def _subject(node: Apply) -> Node:
    """What the condition is about: the argument; x for 1/norm(x), which needs x != 0."""
    base = node.args[0]
    return base.args[0] if isinstance(base, Apply) and base.function.name == "norm" else base


def _matrix_power(node: Apply) -> str:
    exponent = node.args[1]
    return "det {0} != 0" if isinstance(exponent, Number) and exponent.value < 0 else ""


def _entry_power(node: Apply) -> str:
    exponent = node.args[1]
    if not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return "{0} > 0"
    return "{0} != 0" if exponent.value < 0 else ""


_POWERS = {POWER: _matrix_power, ELEMENTWISE_POWER: _entry_power}
