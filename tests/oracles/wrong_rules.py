"""Wrong rules: the formulas and equations of the records with one thing changed, and whether a test sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import NamedTuple

import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node, number, symbol
from matcalc_cli.expr.operations import HADAMARD, POWER, SUMMATION
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, dim, product_of
from matcalc_cli.expr.shapes.signature import Signature, signatures
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Literal, Name, Operation, Tree
from matcalc_cli.readings.variadic import ADJOINTS, MATRICES
from matcalc_cli.simplify import simplify

TABLES = ("differential", "adjoint", "matrix", "second_matrix")
"""The attributes of a record that hold derivative rules, by parameter."""
SIDES = {"add": ("{0} - {1}", "{0}", "{1}"), "subtract": ("{0} + {1}", "{0}", "-{1}"), "multiply": ("{1}*{0}",)}
"""What a wrong operation makes of its operands: another sign, a term dropped, the factors exchanged."""
KINDS = {"add": ("sign", "dropped", "dropped"), "subtract": ("sign", "dropped", "dropped"), "multiply": ("commuted",)}

BUILT_IN = {*ADJOINTS, SUMMATION}
"""Functions whose differential is a line of differential.py; `wrong_tables` are their adjoints and matrices."""


class Mutant(NamedTuple):
    """A wrong rule: the record, the table and the parameter it is of, what was done, the right text and the wrong one."""

    function: Function
    table: str
    parameter: str
    kind: str
    right: str
    wrong: str


def changed(text: str) -> Iterator[tuple[str, str]]:
    """A formula with one thing wrong, each way: (what, the formula)."""
    yield "factor", f"2*({text})"
    yield "sign", f"-({text})"
    yield "transposed", f"({text})'"
    for tree in _subtrees(parse(text, names()).body):
        for kind, put in _replacements(tree, text):
            yield kind, f"{text[: tree.start]}({put}){text[tree.end :]}"


def _subtrees(root: Tree) -> Iterator[Tree]:
    stack = [root]
    while stack:
        tree = stack.pop()
        yield tree
        stack.extend(tree.children)


def _replacements(tree: Tree, text: str) -> Iterator[tuple[str, str]]:
    match tree:
        case Operation(operator=operator, operands=operands) if operator in SIDES:
            parts = [f"({text[o.start : o.end]})" for o in operands]
            yield from (
                (kind, form.format(*parts)) for kind, form in zip(KINDS[operator], SIDES[operator], strict=True)
            )
        case Operation(operator="transpose", operands=(inner,)):
            yield "transposed", text[inner.start : inner.end]
        case Name(name=name) if name != "pi":
            yield "transposed", f"{name}'"
        case Literal(numerator=n, denominator=1):
            yield "factor", str(n + 1)


def mutants(function: Function) -> Iterator[Mutant]:
    """The wrong rules of a record; what is the same for its second signature is changed with the first."""
    tables = TABLES if function.second_matrix is not function.matrix else TABLES[:-1]
    for table in tables:
        for parameter, rule in getattr(function, table).items():
            if rule == "linear" and (function in BUILT_IN or function.variadic):
                continue
            right = _spelt(function, parameter) if rule == "linear" else rule
            for kind, wrong in dict.fromkeys(changed(right)):
                yield Mutant(function, table, parameter, kind, right, wrong)


def _spelt(function: Function, parameter: str) -> str:
    """What "linear" stands for: f of d<parameter>."""
    signature = signatures(function)[0]
    name, _, of = function.name.partition("_") if function.name.startswith("frechet") else (function.name, "", "")
    words = [*filter(None, [of]), *signature.parameters, *signature.sizes]
    return f"{name}({', '.join(f'd{w}' if w == parameter else str(w) for w in words)})"


def wrong_tables() -> Iterator[tuple[str, Function, str, Callable[[], AbstractContextManager[None]]]]:
    """The adjoints and matrices of readings/variadic.py, each wrong in each way: a context in which it is so."""
    for title, table in (("ADJOINTS", ADJOINTS), ("MATRICES", MATRICES)):
        for function in table:
            for kind, damage in DAMAGES.items():
                if (title, function, kind) != ("MATRICES", HADAMARD, "transposed"):  # a diagonal matrix
                    yield title, function, kind, partial(_damaged, table, function, damage)


DAMAGES: dict[str, Callable[[Node], Node]] = {
    "factor": lambda node: multiply(number(2), node),
    "sign": lambda node: multiply(number(-1), node),
    "transposed": transpose,
}


@contextmanager
def _damaged(
    table: dict[Function, Callable[..., Node]], function: Function, damage: Callable[[Node], Node]
) -> Iterator[None]:
    before = table[function]
    table[function] = lambda *args: damage(before(*args))
    try:
        yield
    finally:
        table[function] = before


@contextmanager
def seeded(mutant: Mutant) -> Iterator[None]:
    """The record with the wrong rule in it."""
    table = getattr(mutant.function, mutant.table)
    before = table[mutant.parameter]
    table[mutant.parameter] = mutant.wrong
    try:
        yield
    finally:
        table[mutant.parameter] = before


def is_equivalent(mutant: Mutant) -> bool:
    """Whether the wrong rule has the right one's value, by the normal form or by exact arithmetic, at every signature."""
    try:
        for signature in signatures(mutant.function):
            right, wrong = (simplify(built(mutant.function, signature, text)) for text in (mutant.right, mutant.wrong))
            if right is not wrong and equal(right, wrong).word != "ok":
                return False
    except (MatcalcError, TypeError, ValueError, AssertionError):
        return False
    return True


def built(function: Function, signature: Signature, rule: str) -> Node:
    """A rule for names of the right shapes and kinds: the parameters, their differentials, and G."""
    scope = {}
    for parameter, shape in zip(signature.parameters, signature.shapes, strict=True):
        kind = _kind(function, parameter, shape)
        scope |= {name: symbol(name, shape, kind) for name in (parameter, f"d{parameter}")}
    scope.setdefault("G", symbol("G", signature.result, _kind(function, "", signature.result)))
    sizes = [size for shape in (*signature.shapes, signature.result) for size in shape]
    return instantiate(rule, scope, {d: dim(d) for size in sizes if isinstance(size, Dim) for d in size.names})


def check_shapes(function: Function) -> None:
    """Whether every rule of a record has the shape that its table wants."""
    for table, wanted in WANTED.items():
        for parameter, rule in getattr(function, table).items():
            for signature in signatures(function)[:1] if rule != "linear" else ():
                shape = signature.shapes[signature.parameters.index(parameter)]
                assert built(function, signature, rule).shape == wanted(signature.result, shape), f"{function} {rule}"


WANTED: dict[str, Callable[[Shape, Shape], Shape]] = {
    "differential": lambda result, _: result,
    "adjoint": lambda _, parameter: parameter,
    "matrix": lambda result, parameter: (product_of(*result), product_of(*parameter)),
}


def _kind(function: Function, parameter: str, shape: Shape) -> str:
    domain = function.domain.get(parameter, "")
    if shape == (1, 1):
        return "integer" if function is POWER else "scalar"
    return {
        "symmetric": "symmetric",
        "nondegenerate symmetric": "symmetric",
        "semidefinite": "symmetric",
        "positive definite": "spd",
    }.get(domain, "vector" if shape[1] == 1 else "matrix")


def passes(tests: Iterable[Callable[[], None]]) -> bool:
    """Whether the tests pass."""
    for test in tests:
        try:
            test()
        except pytest.skip.Exception:
            continue
        except Exception:  # noqa: BLE001 a shape error kills as well as a failed assertion
            return False
    return True


def wrong_equations(text: str) -> Iterator[tuple[str, str]]:
    """An equation with a wrong right side, each way."""
    found = re.fullmatch(r"(.* = )(.*?)( where .*)?", text)
    assert found is not None
    for kind, wrong in dict.fromkeys(changed(found[2])):
        yield kind, f"{found[1]}{wrong}{found[3] or ''}"
