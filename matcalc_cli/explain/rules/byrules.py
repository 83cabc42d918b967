"""The derivation by rules: the parts, the differential of each, the parts put in, the reading."""

from __future__ import annotations

from matcalc_cli.answers.derivation import Line, Prose, Section
from matcalc_cli.differential import moved_with
from matcalc_cli.errors import MatcalcError
from matcalc_cli.explain.context import Context, settled, unique
from matcalc_cli.explain.pairing import pairing_line
from matcalc_cli.explain.parts import Part
from matcalc_cli.explain.reading import reading, sentence
from matcalc_cli.explain.rules.lines import Differential
from matcalc_cli.explain.rules.statements import linear_map, linearity
from matcalc_cli.explain.trees import expressed, moved, multiplied_out, name_of, named, names_in, put_in, terms_of
from matcalc_cli.expr.build import zeros
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.trees import call

LONGEST = 3_000
"""Factors of a differential that is still explained."""


def by_rules(context: Context, *, forward: bool = False) -> list[Section]:
    """Name the parts, differentiate outside in (`forward`: inside out), put the parts in, read the answers."""
    sections = [Section(["the named parts"], named_parts(context))] if context.parts else []
    lines, df = inside_out(context) if forward else total_differential(context)
    if context.answer.expression.is_scalar:
        lines += pairing_line(context, lines[-1].right)
    sections.append(Section(["the differential"], lines))
    readings = [reading(context, context.by(df, d.variable), d) for d in context.answer.derivatives]
    if len(readings) == 1:
        sections[-1] = Section(sections[-1].title, unique([*lines, *readings[0]]))
        return sections
    return [*sections, *_sections(context, readings)]


def _sections(context: Context, readings: list[list[Line]]) -> list[Section]:
    if all(len(lines) <= 2 for lines in readings):
        return [Section(["the answers"], [line for lines in readings for line in lines])]
    pairs = zip(context.answer.derivatives, readings, strict=True)
    return [Section(["with respect to ", name_of(d.variable)], lines) for d, lines in pairs]


def named_parts(context: Context) -> list[Line]:
    """M = X' A X, and f in terms of the parts."""
    symmetric = {p: ["symmetric"] if p.symbol.kind == "symmetric" else [] for p in context.parts}
    lines = [Line(name_of(p.symbol), expressed(p.definition), symmetric[p], p.value) for p in context.parts]
    return [*lines, Line(named(context.letter), expressed(context.root), (), context.answer.expression)]


def total_differential(context: Context) -> tuple[list[Line], Node]:
    """The lines to df in terms of the parts and the variables' differentials, and df itself."""
    lines = differentiated(context, context.root, context.df_name, context.df)
    df = lines[-1].right
    needed = names_in(df)
    for part in outside_in(context):
        name = name_of(context.d(part))
        if name.name in needed:
            lines += differentiated(context, part.definition, name, _full(context, part), name_of(part.symbol))
            needed |= names_in(lines[-1].right)
    solved: dict[str, Tree] = {}
    for part in context.parts:
        own = _chain(lines, context.d(part).name)
        if own:
            lines += _with_parts(context, own[-1].right, name_of(context.d(part)), _full(context, part), solved)
            solved[context.d(part).name] = _chain(lines, context.d(part).name)[-1].right
    ending = _with_parts(context, df, context.df_name, context.df, solved)
    return unique([*lines, *ending]), context.built(ending[-1].right if ending else df)


def inside_out(context: Context) -> tuple[list[Line], Node]:
    """df by the differentials of the parts in forward order, each in terms of the variables', from the inside."""
    lines: list[Line] = []
    solved: dict[str, Tree] = {}
    for part in context.parts:
        name, claim = name_of(context.d(part)), _full(context, part)
        lines += differentiated(context, part.definition, name, claim, name_of(part.symbol))
        lines += _continued(_with_parts(context, lines[-1].right, name, claim, solved))
        solved[context.d(part).name] = lines[-1].right
    lines += differentiated(context, context.root, context.df_name, context.df)
    lines += _continued(_with_parts(context, lines[-1].right, context.df_name, context.df, solved))
    return unique(lines), context.built(lines[-1].right)


def _continued(lines: list[Line]) -> list[Line]:
    """The lines as a continuation of those before them."""
    return [Line(None, line.right, line.reason, line.claim) for line in lines]


def _with_parts(context: Context, tree: Tree, left: Tree, claim: Node, solved: dict[str, Tree]) -> list[Line]:
    """A line with the differentials of the parts put in, in normal form; no line if there is none in it."""
    if not names_in(tree) & solved.keys():
        return []
    new = put_in(tree, solved)
    flat = multiplied_out(new, context.dnames, context.shape_of)
    new = flat if len(terms_of(flat)) == len(terms_of(new)) else new
    return [Line(left, new, put_in_reason(context, tree, solved), claim), *settled(context, new, claim)]


def outside_in(context: Context) -> list[Part]:
    """The parts, those that f itself is written with first."""
    level: dict[Symbol, int] = {}
    for part in reversed(context.parts):
        users = [level[p.symbol] for p in context.parts if part.symbol in p.definition.symbols]
        level[part.symbol] = 1 + max(users, default=0)
    return sorted(context.parts, key=lambda part: level[part.symbol])


def _chain(lines: list[Line], name: str) -> list[Line]:
    """The lines from the one whose left side is that name to the next left side."""
    found: list[Line] = []
    inside = False
    for line in lines:
        if line.left is not None:
            inside = getattr(line.left, "name", None) == name
        if inside:
            found.append(line)
    return found


def put_in_reason(context: Context, tree: Tree, solved: dict[str, Tree]) -> Prose:
    """put dM in."""
    pieces: list[str | Tree] = ["chain rule: put "]
    for part in context.parts:
        d = context.d(part)
        if d.name in names_in(tree) & solved.keys():
            pieces += [", ", name_of(d)] if len(pieces) > 1 else [name_of(d)]
    return [*pieces, " in"]


def _full(context: Context, part: Part) -> Node:
    return context.full.nodes[context.d(part).name]


def differentiated(context: Context, node: Node, left: Tree, claim: Node, own: Tree | None = None) -> list[Line]:
    """d of a definition by its rules, then in normal form."""
    if node.symbols.isdisjoint(moved_with(context.moving)):
        return [Line(left, expressed(zeros(node.shape)), ["nothing in it moves"], claim)]
    found = Differential(node, context.moving, context.symbolic, own)
    _check_length(found.value)
    start: list[Line] = []
    match node:
        case Apply(function=function, args=(inner,)) if (
            function is not TRANSPOSE and found.is_linear and inner.children and not node.sizes
        ):
            start = [Line(left, call(function.name, moved(expressed(inner))), [linear_map(function.name)], claim)]
    rules = [r for r in found.rules if not (start and r and isinstance(r[0], str) and r[0].endswith("is linear"))]
    flat = multiplied_out(found.tree, context.dnames, context.shape_of)
    tree = flat if len(terms_of(flat)) == len(terms_of(found.tree)) else found.tree
    first = Line(
        None if start else left, tree, sentence(rules) or linearity(node, expressed(node), context.moving), claim
    )
    return unique([*start, first, *settled(context, tree, claim)])


def _check_length(df: Node) -> None:
    """A derivation is there to be read. Raises MatcalcError (limit)."""
    factors = sum(len(part.children) for part in postorder(df))
    if factors > LONGEST:
        raise MatcalcError(
            "limit", f"one step of the derivation has {factors:,} factors, and at most {LONGEST:,} are explained",
            hint="name parts of the expression (r = A*x - b; r'*r); matcalc differential prints the answer alone",
        )  # fmt: skip
