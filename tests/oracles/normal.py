"""What can be wrong with the normal form of an expression, found without matcalc's rules."""

from __future__ import annotations

import traceback
from random import Random

from matcalc_cli.check.exact.draw import Draw, Setting
from matcalc_cli.check.exact.evaluate import evaluate
from matcalc_cli.check.exact.field import NoValueError
from matcalc_cli.check.exact.oracle import Manner
from matcalc_cli.expr.build import add, apply, multiply, rebuild, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number, postorder
from matcalc_cli.expr.operations import HADAMARD
from matcalc_cli.render.express import express
from matcalc_cli.render.text import plain
from tests.oracles.raw import Raw, node, value


def trouble(raw: Raw) -> str:
    """What is wrong with the normal form of an expression, or nothing."""
    try:
        built = node(raw)
        return _form(raw, built) or compare(raw, built)
    except Exception as error:  # noqa: BLE001 anything at all is a finding
        return f"building raised {type(error).__name__}: {error} at {where(error)}"


def _form(raw: Raw, built: Node) -> str:
    """Shape, and that building again, transposing twice and another order change nothing."""
    if built.shape != raw.shape:
        return f"the shape is {built.shape} instead of {raw.shape}"
    if node(raw) is not built:
        return "built twice it differs"
    for part in postorder(built):
        found = _part(part)
        if found:
            return found
    return ""


def _part(part: Node) -> str:
    if part.children and rebuild(part, part.children) is not part:
        return f"rebuilding {show(part)} gives {show(rebuild(part, part.children))}"
    if shuffled(part) is not part:
        return f"in another order {show(part)} is {show(shuffled(part))}"
    if part.is_scalar and transpose(part) is not part:
        return f"a scalar changed by transposing: {show(part)}"
    if transpose(transpose(part)) is not part:
        return f"transposed twice {show(part)} is {show(transpose(transpose(part)))}"
    return ""


def shuffled(part: Node) -> Node:
    """The same operation with its commuting parts in another order."""
    random = Random(part.digest)
    match part:
        case Sum(terms=terms):
            return add(*random.sample(terms, len(terms)))
        case Product(coefficient=c, scalars=scalars, factors=factors) if scalars:
            return multiply(*factors, *random.sample(scalars, len(scalars)), number(c))
        case Apply(function=function, args=args) if function is HADAMARD:
            return apply(HADAMARD, tuple(random.sample(args, len(args))))
    return part


def show(node: Node) -> str:
    return plain(express(node))


def where(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename.split('/')[-1]}:{frame.lineno}"


def compare(raw: Raw, built: Node) -> str:
    """Whether the normal form has the value of the operations one by one."""
    setting = Setting([built])
    setting.symbols = sorted({*setting.symbols, *raw.symbols().values()}, key=lambda s: s.key)
    setting.names = ["M", "N", "m", "n", "p"]
    setting.whole |= {s for s in setting.symbols if s.kind == "integer"}
    for sizes in ({"m": 3, "n": 4, "p": 5, "M": 2, "N": 3}, {"m": 4, "n": 3, "p": 2, "M": 4, "N": 1}):
        for seed in range(4):
            draw = Draw(setting, (), sizes, Manner(positive=seed % 2 == 1, laws=True), seed=seed, order=0)
            try:
                expected = value(raw, draw.still)
            except NoValueError:
                continue
            try:
                got = evaluate(built, draw.still)
            except NoValueError as error:
                if "root of order" in str(error) or any(r.op in ("summation", "production") for r in raw.walk()):
                    continue
                return f"normal form {show(built)} has no value: {error}"
            if got != expected:
                return f"normal form {show(built)} has another value"
            break
    return ""
