"""sigmoid(-u) for 1 - sigmoid(u), where that is a number times a margin: -y.*sigmoid(-y.*u) for sigmoid(y.*u).*y - y."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, is_ones
from matcalc_cli.expr.node import Apply, Node, Product, Sum, postorder, raw_apply, raw_product
from matcalc_cli.expr.normal_forms.coefficients import scale, split
from matcalc_cli.expr.operations import HADAMARD
from matcalc_cli.render.typed_signs import raw_rebuilt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.number import Rational


def with_mirrors(root: Node) -> Node:
    """An equal expression, for printers alone, with what is mirrored where that reads better."""
    order = list(postorder(root))
    if not any(isinstance(node, Apply) and node.function.is_mirrored for node in order):
        return root
    done: dict[Node, Node] = {}
    for node in order:
        parts = [done[child] for child in node.children]
        if isinstance(node, Product) or (isinstance(node, Apply) and node.function is HADAMARD):
            parts = _with_margins(parts)
        done[node] = (isinstance(node, Sum) and _mirrored(parts)) or raw_rebuilt(node, tuple(parts))
    return done[root]


def _mirrored(terms: Sequence[Node]) -> Node | None:
    """-y.*sigmoid(-u) for sigmoid(u).*y - y, y no 1; None of other sums."""
    for one, other in (terms, terms[::-1]) if len(terms) == 2 else ():
        c, rest = split(one)
        d, longer = split(other)
        parts = longer.children if isinstance(longer, Apply | Product) and not getattr(longer, "factors", ()) else ()
        for part in parts if c == -d else ():
            beside = tuple([p for p in parts if p is not part])
            if isinstance(part, Apply) and part.function.is_mirrored and beside == (rest,):
                if isinstance(longer, Product):
                    return raw_product(c, (rest, _turned(part)), ())
                return raw_product(c, (), (raw_apply(HADAMARD, (rest, _turned(part)), (), longer.shape),))
    return None


def _with_margins(parts: Sequence[Node]) -> list[Node]:
    """The factors of a product, sigmoid(-y*u) behind y for 1 - sigmoid(y*u), where no sigmoid(y*u) is."""
    found = list(parts)
    for part in parts:
        c, value = _complement(part)
        if value is None or value in parts:
            continue
        margin = next((p for p in value.args[0].children if p in parts and p.shape == value.shape), None)
        if margin is not None:
            found.remove(part)
            found.insert(found.index(margin) + 1, scale(c, _turned(value)))
    return found


def _complement(part: Node) -> tuple[Rational, Apply | None]:
    """The number c and the value s of c*(1 - s), None of anything else."""
    for one, other in (part.terms, part.terms[::-1]) if isinstance(part, Sum) and len(part.terms) == 2 else ():
        c, rest = split(one)
        d, value = split(other)
        if (rest is ONE or is_ones(rest)) and isinstance(value, Apply) and value.function.is_mirrored and c == -d:
            return c, value
    return 1, None


def _turned(value: Apply) -> Node:
    return raw_apply(value.function, (scale(-1, value.args[0]),), (), value.shape)
