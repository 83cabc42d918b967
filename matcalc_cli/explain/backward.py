"""The derivation in reverse: what df owes to each part, from f back to the variables, as backpropagation does it."""

from __future__ import annotations

from collections.abc import Container, Mapping

from matcalc_cli.answers.answer import Derivative
from matcalc_cli.answers.derivation import Line, Prose, Section
from matcalc_cli.differential import differential
from matcalc_cli.explain.context import Context, tidied
from matcalc_cli.explain.parts import Part
from matcalc_cli.explain.reading import heading, projection_lines
from matcalc_cli.explain.renaming import Renaming, Said
from matcalc_cli.explain.rules.byrules import differentiated, named_parts, outside_in
from matcalc_cli.explain.trees import expressed, factors_of, name_of, named, names_in, product, terms_of, total
from matcalc_cli.explain.words.written_out import put_back
from matcalc_cli.expr.build import ONE, add, substitute, zeros
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.kinds import of_shape
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.language.tree import Tree
from matcalc_cli.readings.adjoint import adjoint, adjoints
from matcalc_cli.readings.structure import projected
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.simplify.parts.replaced import replaced


class Arrival:
    """The contribution of a user of a part or variable: a cotangent, and the pairing it is read from."""

    __slots__ = ("cotangent", "pairing")

    def __init__(self, cotangent: Node, pairing: Tree) -> None:
        self.cotangent = cotangent
        self.pairing = pairing


class Backward:
    """The contributions that have arrived so far, for every part and variable.

    seed       of an f that is no number what is sent back from f itself: any g of its shape
    gradients  what each cotangent is claimed to be, by the direction of its part
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.arrived: dict[Symbol, list[Arrival]] = {}
        f = context.answer.expression
        self.seed = None if f.is_scalar else self._known(symbol(context.letter, f.shape, of_shape(f.shape)))
        self.gradients = self._gradients()
        self.renaming = Renaming(context.symbolic.dims)

    def sections(self) -> list[Section]:
        """The parts, then part by part from the outside in, then the answers; of an f that is no number the products."""
        context, seed = self.context, self.seed
        sections = [Section(["forward pass"], named_parts(context))]
        lines = self._through(context.root, context.df_name, context.df, seed)
        start: Prose = [] if seed is None else [" from any ", name_of(seed), " of the shape of ", named(context.letter)]
        sections.append(Section(["backward pass", *start], lines))
        sections += [self._part(part) for part in outside_in(context) if part.symbol in self.arrived]
        if seed is not None:
            lines = [self._product(found) for found in context.answer.derivatives]
            return [*sections, Section(["what arrives: the products with the Jacobian, transposed"], lines)]
        answers = [self._answer(found) for found in context.answer.derivatives]
        out = [line for found, lines in answers for line in self._written_out(found, lines[-1])]
        sections.append(Section(["the answers"], [line for _, lines in answers for line in lines]))
        return [*sections, Section(["the answers, written out"], out)] if out else sections

    def _written_out(self, found: Derivative, last: Line) -> list[Line]:
        """The answer as grad prints it."""
        assert found.gradient is not None
        left = heading(self.context, found, "gradient" if found.derivative is None else "derivative")
        lines = put_back(self.context, last.right, found.gradient)
        return [Line(left, line.right, (), line.claim) for line in lines]

    def _part(self, part: Part) -> Section:
        """g of the part, its differential, and what it sends on."""
        context = self.context
        g = self._known(part.symbol)
        context.full.nodes[g.name] = claim = self.gradients[context.d(part)]
        why = self._why(part.symbol, name_of(g))
        line = Line(name_of(g), expressed(self._sum(part.symbol)), why, claim, seen_by=part.symbol)
        d = context.d(part)
        lines = self._through(part.definition, name_of(d), context.full.nodes[d.name], g, part.symbol)
        return Section(["through ", name_of(part.symbol)], [line, *lines])

    def _known(self, of: Symbol) -> Symbol:
        """The cotangent of a part or of f, as a name for the lines."""
        g = _cotangent(of, self.context.symbolic.nodes)
        self.context.cotangents.append(g)
        self.context.symbolic.nodes[g.name] = self.context.full.nodes[g.name] = g
        return g

    def _product(self, found: Derivative) -> Line:
        """The line with the sum of the contributions to a variable, in its subspace."""
        context, x = self.context, found.variable
        g = _cotangent(x, context.symbolic.nodes)
        free = projected(self._sum(x), x)
        claim = adjoint(context.by(context.df, x), context.directions[x], self.seed or ONE)
        return Line(name_of(g), expressed(tidied(free)), self._why(x, name_of(g)), projected(claim, x), seen_by=x)

    def _sum(self, symbol: Symbol) -> Node:
        if symbol not in self.arrived:
            return zeros(symbol.shape)
        return tidied(add(*[a.cotangent for a in self.arrived[symbol]]))

    def _why(self, symbol: Symbol, cotangent: Tree) -> Prose:
        """g_r' W dh = g_h' dh."""
        if symbol not in self.arrived:
            return ["f does not change with ", name_of(symbol)]
        moving = name_of(self.context.moving[symbol])
        left = total([(1, a.pairing) for a in self.arrived[symbol]])
        return [left, " = ", _paired(cotangent, moving, symbol)]

    def _through(
        self, node: Node, left: Tree, claim: Node, seed: Symbol | None, itself: Symbol | None = None
    ) -> list[Line]:
        """The differential of one definition; its adjoint applied to the seed goes to everything that moves in it."""
        context = self.context
        local = differential(node, context.moving_in(node))
        if itself is not None:
            local = replaced(local, node, itself)
        own = {v: context.by(local, v) for v, moving in context.moving.items() if moving in local.symbols}
        names = [s for s in (seed, itself) if s is not None]
        said = self.renaming.said(
            [node, local, *own, *names], left, claim, lambda: self._said(node, left, claim, own, seed, itself)
        )
        for (variable, part), pairing in zip(own.items(), said.formulas, strict=True):
            sent = adjoint(part, context.moving[variable], seed or ONE)
            self.arrived.setdefault(variable, []).append(Arrival(sent, pairing))
        return list(said.lines)

    def _said(
        self,
        node: Node,
        left: Tree,
        claim: Node,
        own: Mapping[Symbol, Node],
        seed: Symbol | None,
        itself: Symbol | None,
    ) -> Said:
        """The lines of a differential, and the pairings with what is sent from it to each of what moves in it."""
        context = self.context
        sent = [expressed(tidied(part)) for part in own.values()]
        pairings = sent if seed is None else [_paired(name_of(seed), tree, seed) for tree in sent]
        lines = differentiated(context, node, left, claim, name_of(itself) if itself else None)
        known = lines[-1].right if itself is None else expressed(replaced(context.built(lines[-1].right), node, itself))
        if itself is not None and itself.name in names_in(known) - names_in(lines[-1].right):
            lines.append(Line(None, known, [name_of(itself), " put in"], claim))
        return Said((), lines, pairings)

    def _gradients(self) -> dict[Symbol, Node]:
        """The gradient of f (of its product with the seed) by the direction of each part, by the engine.

        Every part moves by what moves in it and by a direction of its own, all in one differential, gone back through once.
        """
        context = self.context
        own: dict[Symbol, Node] = {part.symbol: context.d(part) for part in context.parts}
        whole: dict[Node, Node] = {part.symbol: part.value for part in context.parts}
        for part in context.parts:  # from the inside out
            moved = substitute(differential(part.definition, own), whole)
            whole[context.d(part)] = add(context.d(part), moved)
        df = substitute(differential(context.root, own), whole)
        return adjoints(df, [context.d(part) for part in context.parts], self.seed or ONE)

    def _answer(self, found: Derivative) -> tuple[Derivative, list[Line]]:
        """The gradient in terms of what has arrived."""
        context = self.context
        assert found.gradient is not None
        free = self._sum(found.variable)
        kind = "gradient" if found.derivative is None else "derivative"
        name = named("g" if found.variable.cols == 1 else "G")
        reason = self._why(found.variable, name)
        claim = adjoint(context.by(context.df, found.variable), context.directions[found.variable], ONE)
        line = Line(heading(context, found, kind), expressed(free), reason, claim, seen_by=found.variable)
        return found, projection_lines(found, free, [line])


def _paired(cotangent: Tree, moving: Tree, shape: Symbol) -> Tree:
    """g'dh, tr(G'dM) of matrices, g ds of numbers."""
    if shape.is_scalar:
        return product([cotangent, moving])
    pair = product(
        [operation("transpose", cotangent), *([moving] if len(terms_of(moving)) > 1 else factors_of(moving))]
    )
    return pair if shape.cols == 1 else call("tr", pair)


def _cotangent(part: Symbol, taken: Container[str]) -> Symbol:
    """g_h for a column or a number h, G_M for a matrix."""
    matrix = part.cols != 1
    name = f"{'G' if matrix else 'g'}_{part.name}"
    spelling = f"{'G' if matrix else 'g'}_{LETTER_OF.get(part.name, part.spelling)}"
    while name in taken:
        name, spelling = f"{name}_1", f"{spelling}_1"
    return symbol(name, part.shape, of_shape(part.shape), spelling=spelling)
