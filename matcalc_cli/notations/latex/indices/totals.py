r"""LaTeX's sums over all entries of what stands in brackets, \sum_{ij} (A - BC)_{ij}^2: a function of every entry, and their sum."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.expr.operations import WHOLE_RANGE
from matcalc_cli.functions import find
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.tree import Call, Declaration, Literal, Name, Operation, Program, Tree
from matcalc_cli.notations.latex.indices.ranges import divisors, is_open


def whole_sums(program: Program, _declarations: Sequence[Declaration]) -> None:
    """Write the sums without bounds of a function of each entry as those of all entries."""
    divided = {id(tree) for tree, _ in divisors(program)}  # which tells how many there are
    for root in program.roots:
        for tree in walk(root):
            if id(tree) in divided or not isinstance(tree, Call) or tree.function != "sum":
                continue
            if total := _total(tree, program.text):
                tree.function, tree.arguments = total


def _total(tree: Call, text: str) -> tuple[str, tuple[Tree]] | None:
    """The function of whole arrays that a sum is, and its argument."""
    indices: list[str] = []
    body: Tree = tree
    while isinstance(body, Call) and binds(body) and len(body.arguments) == WHOLE_RANGE and is_open(body):
        assert isinstance(body.arguments[0], Name)
        indices.append(body.arguments[0].name)
        body = body.arguments[3]
    if not indices or (isinstance(body, Call) and binds(body)):
        return None
    base, places = _entry(body)
    named = [place.name for place in places if isinstance(place, Name)]
    inside = {part.name for part in walk(base) if isinstance(part, Name)} if base else set()
    if base is None or len(named) != len(places) or not inside.isdisjoint(indices):
        return None
    if len(named) > 1 and named == indices * len(named) and isinstance(body, Operation) and body.operator == "index":
        return "tr", (base,)
    return ("sum", (_of_all(body, text),)) if sorted(named) == sorted(indices) else None


def _entry(tree: Tree) -> tuple[Tree | None, Sequence[Tree]]:
    """The array of an entry, and its places, where a tree is a function of one entry."""
    match tree:
        case Operation(operator="index", operands=(base, *places)):
            return base, places
        case Operation(operator="power", operands=(of, Literal())) | Call(arguments=(of,)):
            return _entry(of)
    return None, ()


def _of_all(tree: Tree, text: str) -> Tree:
    """The function of every entry."""
    match tree:
        case Operation(operator="index", operands=(base, *_)):
            return base
        case Operation(operator="power", operands=(of, exponent)):
            return Operation("elementwise_power", (_of_all(of, text), exponent), tree.start, tree.end)
        case Call(arguments=(of,)):
            tree.arguments = (_of_all(of, text),)
            is_bars = tree.function == "det" and "det" not in text[tree.name_start : tree.name_end]
            tree.function = "abs" if is_bars else tree.function
            tree.dotted = getattr(find(tree.function), "elementwise", False)
    return tree
