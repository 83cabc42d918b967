"""Conditions in words and formulas, for every format; a relation is an operator that only printers know."""

from __future__ import annotations

from matcalc_cli.answers.typed import Typed
from matcalc_cli.expr.node import Product, Sum
from matcalc_cli.expr.normal_forms.coefficients import negated
from matcalc_cli.language.grammar.ranges import RELATIONS
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.later import Later
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.sharing import shared, unwrapped
from matcalc_cli.validity.condition import OF_EITHER_SIGN, WITH_SIGN, Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matcalc_cli.answers.answer import Answer, InWords
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.render.writing.letters import Letters
    from matcalc_cli.validity import contradictions, exponents, rules
    from matcalc_cli.validity import reduced as reducing
    from matcalc_cli.validity.sums import terms
else:
    exponents = Later("matcalc_cli.validity.exponents")
    reducing = Later("matcalc_cli.validity.reduced")
    contradictions = Later("matcalc_cli.validity.contradictions")
    rules = Later("matcalc_cli.validity.rules")
    terms = Later("matcalc_cli.validity.sums.terms")

OF_INVERSES = ("invertible", "no zeros")
"""Predicates of matrices, and of determinants, that some have whatever is in them."""

TURNED = {">": "<", ">=": "<="}
"""By a relation to 0: that of the negative."""


def of_answer(answer: Answer, conditions: Sequence[Condition] | None = None) -> list[str | Tree]:
    """The conditions of an answer, or others about it, in the words that its program was typed in."""
    needed = answer.conditions if conditions is None else conditions
    if answer.words and not answer.expand:
        needed = reducing.reduced([_in_words(condition, answer.words) for condition in needed])
    return prose(needed, expand=answer.expand, letters=answer.letters)


def _in_words(condition: Condition, words: Callable[[Node], InWords]) -> Condition:
    """A condition on parts that the user named by their names, unless that says less: alpha >= 0 of s = sqrt(alpha) is s^2 >= 0."""
    if len(condition.subjects) > 1 or any(s.kind == "index" for s in condition.node.symbols):
        return condition
    node = words(condition.node).node
    parts = {*map(rules.either_sign, [node, *(node.children if isinstance(node, Product) else ())])}
    found = Condition(condition.predicate, node)
    said = [c.predicate == found.predicate and rules.either_sign(c.node) in parts for c in reducing.reduced([found])]
    return found if said == [True] else condition


def prose(conditions: Sequence[Condition], *, expand: bool = False, letters: Letters | None = None) -> list[str | Tree]:
    """All conditions, with commas between; large parts that occur more than once are named behind them."""
    conditions = _as_printed(conditions)
    known: dict[Node, Tree] = {}
    trees = [express(subject, known, letters) for condition in conditions for subject in _as_typed(condition, letters)]
    parts, trees = ([], trees) if expand else _shared(trees)
    remaining = iter(trees)
    found: list[str | Tree] = []
    for condition in conditions:
        found += [*([", "] if found else []), *_words(condition, [next(remaining) for _ in condition.subjects])]
    for i, (name, value) in enumerate(parts):
        found += [" and " if i else ", with ", name, " = ", value]
    asked = any(c.predicate in WITH_SIGN or c.predicate in OF_INVERSES for c in conditions)
    return [*found, ", which holds nowhere"] if asked and contradictions.hold_nowhere(conditions) else found


def texts(conditions: Sequence[Condition]) -> list[str]:
    """Every condition in the language and in words, complete in itself."""
    return [_text(_words(c, [*map(express, _named(c))])) for c in _as_printed(conditions)]


def text(conditions: Sequence[Condition], answer: Answer | None = None) -> str:
    """All conditions on a line, in ASCII, in the words of an answer's program if there is one."""
    return _text(prose(conditions) if answer is None else of_answer(answer, conditions))


def _text(pieces: Sequence[str | Tree]) -> str:
    return "".join(plain_text(pretty(p, False)) if isinstance(p, Tree) else p for p in pieces)


def _as_printed(conditions: Sequence[Condition]) -> Sequence[Condition]:
    return exponents.as_printed(conditions) if conditions else ()


def _shared(trees: Sequence[Tree]) -> tuple[list[tuple[Tree, Tree]], list[Tree]]:
    """The parts of several trees to be named, and the trees with those names."""
    if not trees:
        return [], []
    parts, body = unwrapped(shared(Operation("conditions", tuple(trees), 0, 0)))
    return parts, [*body.children]


def _words(condition: Condition, trees: Sequence[Tree]) -> list[str | Tree]:
    pieces = condition.words.split("`")
    found: list[str | Tree] = [_formula(p, trees) if i % 2 else p for i, p in enumerate(pieces) if p]
    indices = sorted((s for s in condition.node.symbols if s.kind == "index"), key=lambda s: s.name)
    return [*found, *(_every(indices) if indices else ())]


def _every(indices: Sequence[Symbol]) -> Iterator[str | Tree]:
    """For every i; for every j > i, which says it of i too; for every j in its sum, where no relation says which."""
    relations = {index: terms.relation_of(index) for index in indices}
    partners = {relation[1] for relation in relations.values() if relation}
    for index, relation in relations.items():
        if relation:
            yield " for every "
            yield _related(terms.name_of(index), *relation)
        elif terms.name_of(index) not in partners:
            yield " for every "
            yield _name(terms.name_of(index))
            yield from [" in its sum"] * terms.is_some(index)


def _name(text: str) -> Tree:
    return Name(text, text, 0, 0)


def _related(name: str, sign: str, other: str, offset: str) -> Tree:
    """j > i, i != j, j <= i - 2, i != 3."""
    shift = int(offset)
    end: Tree = _name(other) if other else Literal(shift, 1, 0, 0)
    if other and shift:
        end = Operation("add" if shift > 0 else "subtract", (end, Literal(abs(shift), 1, 0, 0)), 0, 0)
    sides = (end, _name(name)) if sign == "!=" and not shift and "" < other < name else (_name(name), end)
    return Operation(RELATIONS[sign], sides, 0, 0)


def _named(condition: Condition) -> list[Node]:
    """The expressions of a condition with indices by their names."""
    if not any(s.kind == "index" for s in condition.node.symbols):
        return [*condition.subjects]
    plain = [*map(terms.every, condition.subjects)]
    return [*map(rules.either_sign, plain)] if condition.predicate in ("no zeros", "not zero") else plain


def _as_typed(condition: Condition, letters: Letters | None) -> list[Node]:
    """The expressions of a condition, b - A*x as the program has it for A*x - b where the sign does not matter."""
    typed = letters.sums if isinstance(letters, Typed) and condition.predicate in OF_EITHER_SIGN else ()
    return [negated(s) if typed and isinstance(s, Sum) and negated(s) in typed else s for s in _named(condition)]


def _formula(template: str, trees: Sequence[Tree]) -> Tree:
    """The formula of a template: `{0}`, `det({0})`, `abs({0}) < 1`."""
    before, _, right = template.rpartition(" ")
    left, _, sign = before.rpartition(" ")
    if left and sign in RELATIONS:
        one, other = _formula(left, trees), _formula(right, trees)
        match one, other:
            case Operation(operator="negate", operands=(inner,)), Literal(numerator=0) if (
                sign in TURNED and not isinstance(inner, Literal)
            ):
                one, sign = inner, TURNED[sign]  # alpha < 0 for -alpha > 0
        return Operation(RELATIONS[sign], (one, other), 0, 0)
    if template.isdecimal():
        return Literal(int(template), 1, 0, 0)
    name, _, inside = template.partition("(")
    return Call(name, trees[:1], 0, 0, name=(0, 0)) if inside == "{0})" else trees[int(template[1])]
