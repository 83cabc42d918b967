"""Where the rules of functions come from: short derivations as text in the language, with d(...) for a differential."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.answers.derivation import Line, Section
from matcalc_cli.explain.context import Context
from matcalc_cli.explain.rules.general import general
from matcalc_cli.explain.trees import name_of, named, names_in, put_in, with_children
from matcalc_cli.expr.node import Apply, Node, Symbol, number
from matcalc_cli.expr.operations import POWER, TRACE
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.expr.shapes.signature import chosen
from matcalc_cli.functions import FUNCTIONS, find, names
from matcalc_cli.functions.theorems import THEOREMS
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Tree
from matcalc_cli.later import lru_cache
from matcalc_cli.render.writing.fold import fold
from matcalc_cli.render.writing.sizes import size_tree

MARK = " # "
COLUMN = "x"
LETTERS = ("X", "A", "S", COLUMN)
"""The letters of the argument in proofs, the last one for a column."""
HIGHER = named("...", "⋯")
"""Terms of higher order, not written out."""
_PLAIN = (POWER.name, TRACE.name)
"""Functions whose rule the steps of a derivation say in full."""


@lru_cache(maxsize=1)
def _callable() -> dict[str, str]:
    return {**names(), "d": "d"}


def formula(text: str) -> Tree:
    """A formula in which d(...) is a call."""
    return put_in(parse(text, _callable(), unspecified={"f": (), "g": ()}).body, {"higher": HIGHER})


def proof(name: str) -> Section | None:
    """The derivation of the rule of a function; None if there is none on record and it is no matter of course."""
    function = find(name)
    if function is None:
        return Section([], [_line(text) for text in THEOREMS[name]]) if name in THEOREMS else None
    lines: Sequence[Line] | None = [_line(text) for text in function.proof]
    if not lines and function.equation:
        from matcalc_cli.explain.rules.defined import by_equation

        lines = by_equation(function)
    lines = lines or general(function)
    return Section([], lines) if lines else None


def proof_of_the_rule(context: Context) -> list[Section]:
    """The derivation of the rule that the whole derivation consists of: of f(X), X a variable."""
    f = context.answer.expression
    if len(context.variables) != 1 or not isinstance(f, Apply) or f.children[:1] != (context.variables[0],):
        return []
    name = "inv" if f.function is POWER and f.children[1] is number(-1) else f.function.name
    record = find(name)  # none of a function without a formula
    found = proof(name) if record and (record.proof or record.equation) and name not in _PLAIN else None
    if found is None or (_letter(found) == COLUMN and context.variables[0].cols != 1):
        return []
    return [Section(["where the rule comes from"], _about(context, found))]


def _letter(found: Section) -> str:
    """The letter of the argument in the proof."""
    there = {name for line in found.lines for name in names_in(line.right)}
    return next(name for name in LETTERS if name in there)


def _about(context: Context, found: Section) -> list[Line]:
    """The lines of a proof in the name and the size of the variable; those that claim something of it alone, checked."""
    (variable,) = context.variables
    moving = context.directions[variable]
    there = {name for line in found.lines for name in names_in(line.right)}
    letter = _letter(found)
    free = not there & {variable.name, moving.name} or letter == variable.name
    new = {name: size_tree(size) for name, size in _sizes(context.answer.expression).items()}
    if free:
        new |= {letter: name_of(variable), f"d{letter}": name_of(moving)}
    known = {variable.name, moving.name, *context.full.dims, *FUNCTIONS}
    lines: list[Line] = []
    claim: Tree | None = None
    for line in found.lines:
        left = _written(line.left, new, variable) if isinstance(line.left, Tree) else None
        right = _written(line.right, new, variable)
        claim = left or claim
        checked = claim is not None and names_in(claim) | names_in(right) <= known
        reason = [put_in(part, new) if isinstance(part, Tree) else part for part in line.reason]
        lines.append(Line(left, right, reason, claim if checked else None))
    return lines


def _sizes(f: Node) -> Mapping[str, Size]:
    """The sizes of a proof here, by their names in the signature of the function."""
    assert isinstance(f, Apply)
    return chosen(f.function, [argument.shape for argument in f.args], f.sizes)[1]


def _written(tree: Tree, new: Mapping[str, Tree], variable: Symbol) -> Tree:
    """The formula about this variable; a column's norm needs no trace."""
    tree = put_in(tree, new)
    return tree if variable.cols != 1 else fold(tree, _without_trace)


def _without_trace(node: Tree, children: list[Tree]) -> Tree:
    return children[0] if isinstance(node, Call) and node.function == "tr" else with_children(node, children)


def _line(text: str) -> Line:
    equation, _, reason = text.partition(MARK)
    left, _, right = equation.partition(" = ")
    return Line(formula(left) if left.strip() else None, formula(right), _prose(reason))


def _prose(text: str) -> list[str | Tree]:
    pieces = text.split("`")
    return [formula(piece) if i % 2 else piece for i, piece in enumerate(pieces) if piece]
