"""The lines of a derivation with sums in the order and with the signs of the program, and mean(x) where it has that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matcalc_cli.answers.derivation import Line, Section
from matcalc_cli.answers.typed import Typed
from matcalc_cli.elaborate.builder import signs
from matcalc_cli.elaborate.calls import spine
from matcalc_cli.explain.trees import LINEAR_CALLS, Term, signed, terms_of, total
from matcalc_cli.explain.words.averages import Averages
from matcalc_cli.expr.node import Node, Sum, raw_sum
from matcalc_cli.language.notation import OPERATORS, POWERS, STRETCHES
from matcalc_cli.language.tree import Call, Literal, Operation, Tree
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.typed_signs import passed
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.fold import post_order
from matcalc_cli.render.writing.sharing import copied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.render.typed_signs import Said

PLAIN = ("add", "subtract")
"""The operators of sums that stretch nothing."""
Texts = Sequence[tuple[int, str]]
"""The terms of a sum: sign and text."""


class Words:
    """How a program says its sums, by their terms in any order, and what it has shorthands for, by the text of that."""

    def __init__(self, sums: Mapping[Sum, Sequence[Node]], shorthands: Mapping[Node, Node], scope: object) -> None:
        self.averages = Averages(shorthands, scope)
        self.shorthands = {plain(express(part)): express(called) for called, part in shorthands.items()}
        self.sums: dict[frozenset[tuple[int, str]], Texts] = {}
        found = [_texts(terms_of(self.said(express(raw_sum(tuple(terms)))))) for terms in sums.values()]
        for texts in found:
            self.sums.setdefault(frozenset(texts), texts)

    def written(self, line: Line) -> Line:
        """The line in these words."""
        left = self.said(line.left) if isinstance(line.left, Tree) else line.left
        found = Line(left, self.said(line.right), line.reason, line.claim, seen_by=line.seen_by)
        return line if (plain(found.right), found.left) == (plain(line.right), line.left) else found

    def said(self, tree: Tree) -> Tree:
        """An equal tree in these words."""
        order = list(post_order(tree))
        operands = [(_is_sum(node) and i == 0, child) for node in order for i, child in enumerate(node.children)]
        inside = {id(child) for first, child in operands if first and _is_sum(child)}
        inside -= {id(child) for first, child in operands if not first}  # equal parts of a line share one tree
        done: dict[int, Said[Tree]] = {}
        for node in order:
            if id(node) not in inside:
                done[id(node)] = self._sum(node, done) if _is_sum(node) else self._other(node, done)
        sign, found, settled = done[id(tree)]
        return settled if sign < 0 else found

    def _sum(self, node: Tree, done: Mapping[int, Said[Tree]]) -> Said[Tree]:
        parts = [done[id(part)] for part in spine(node, PLAIN)]
        turned = [signed((s * t, part)) for s, (t, part, _) in zip(signs(node, PLAIN), parts, strict=True)]
        settled = [signed((s, part)) for s, (_, _, part) in zip(signs(node, PLAIN), parts, strict=True)]
        terms = turned if _minus_signs(turned) <= _minus_signs(settled) else settled
        texts = dict(zip(_texts(terms), terms, strict=True))
        typed = self.sums.get(frozenset(texts))
        if typed:
            return _settled(total([texts[term] for term in typed]))
        negative = {(-sign, text): (-sign, term) for (sign, text), (_, term) in texts.items()}
        typed = self.sums.get(frozenset(negative))
        if terms[0][0] < 0 < terms_of(node)[0][0]:
            terms.sort(key=lambda term: -term[0])
        return (-1, total([negative[term] for term in typed]), total(terms)) if typed else _settled(total(terms))

    def _other(self, node: Tree, done: Mapping[int, Said[Tree]]) -> Said[Tree]:
        alone = self.shorthands and isinstance(node, Operation) and node.operator not in STRETCHES
        known = self.shorthands.get(plain(node)) if alone else None
        if known is not None:
            return _settled(known)
        mean = self.averages.said(node)
        if mean is not None:
            return _settled(mean)
        found = [done[id(child)] for child in node.children]
        if isinstance(node, Operation) and node.operator == "negate":
            ((sign, said, settled),) = found
            return -sign, said, copied(node, [settled]) if sign > 0 else said
        return passed(found, _passing(node), lambda parts: copied(node, [*parts]), even=_is_even(node))


def _settled(tree: Tree) -> Said[Tree]:
    return 1, tree, tree


def _minus_signs(terms: Sequence[Term]) -> int:
    return sum(sign < 0 for sign, _ in terms)


def _texts(terms: Sequence[Term]) -> Texts:
    return [(sign, plain(term)) for sign, term in terms]


def _is_sum(node: Tree) -> bool:
    return isinstance(node, Operation) and node.operator in PLAIN


def _passing(node: Tree) -> Sequence[int]:
    if isinstance(node, Call):
        return (0,) if node.function in LINEAR_CALLS and len(node.children) == 1 else ()
    if _is_even(node):
        return (0,)
    return OPERATORS[node.operator].signs if isinstance(node, Operation) and node.operator in OPERATORS else ()


def _is_even(node: Tree) -> bool:
    """Whether it is an even power."""
    match node:
        case Operation(operator=operator, operands=(_, Literal(denominator=1) as exponent)) if operator in POWERS:
            return exponent.numerator % 2 == 0
    return False


def in_words(
    sections: Sequence[Section], letters: object, shorthands: Mapping[Node, Node], scope: object
) -> tuple[Section, ...]:
    """The lines of a derivation as the user would write them."""
    sums = letters.sums if isinstance(letters, Typed) else {}
    if not sums and not shorthands:
        return tuple(sections)
    words = Words(sums, shorthands, scope)
    return tuple(
        Section(s.title, [*_without_repeats(map(words.written, s.lines))], tally=s.tally, scope=s.scope)
        for s in sections
    )


def _without_repeats(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without those that go on from the one before with what that says."""
    before = ""
    for line in lines:
        here = plain(line.right)
        if line.left is not None or here != before:
            yield line
        before = here
