"""What can be wrong with the normal form of an expression, found without matcalc's rules."""

from __future__ import annotations

import traceback
from math import inf
from random import Random

import mpmath

from matcalc_cli.check.digits.evaluate import Digits
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.arithmetic.field import NoValueError
from matcalc_cli.check.exact.draw import Draw, Setting
from matcalc_cli.check.exact.oracle import Manner
from matcalc_cli.expr.build import add, apply, multiply, rebuild, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number, postorder
from matcalc_cli.expr.operations import HADAMARD
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from tests.oracles import sixty
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


def rooted(raw: Raw) -> bool:
    """Whether there is a root in it: sqrt(9) is -3 modulo p, where 3 is no square."""
    powers = (r.args[1] for r in raw.walk() if r.op in ("power", "elementwise_power"))
    return any(p.op != "number" or p.payload.denominator != 1 for p in powers) or any(
        r.op == "sqrt" for r in raw.walk()
    )


def equal_in_digits(raw: Raw, built: Node, sizes: dict[str, int], seed: int) -> bool:
    """Whether they agree with eighty digits at the first of some places where what was typed has a value, if there is one."""
    with mpmath.workdps(DIGITS):
        for attempt in range(PLACES):
            place = sixty.Place(raw.symbols(), sizes, Random(seed + 100 * attempt))
            if attempt % 3 == 2:  # at half of these all entries are negative
                place.values = {name: [[-x for x in row] for row in a] for name, a in place.values.items()}
            try:
                wanted = sixty.value(raw, place.values, place)
                point = {s.name: place.values[name] for name, s in raw.symbols().items()}
                found = evaluate(built, Digits(point, sizes, inf))
            except (ArithmeticError, ValueError, KeyError, TypeError, sixty.NoValueError):
                # KeyError: a function that `sixty` does not know; TypeError: what mpmath makes of a singular matrix
                continue
            pairs = [(x, y) for r, s in zip(wanted, found, strict=True) for x, y in zip(r, s, strict=True)]
            return all(abs(x - y) <= mpmath.mpf("1e-60") * (1 + abs(x)) for x, y in pairs)
    return True


DIGITS, PLACES = 80, 24


def _has_entries(raw: Raw, sizes: dict[str, int]) -> bool:
    """Whether every part has some at these sizes; vector(p - 2) and ones(p - 2) have none at p = 2."""
    shapes = [*[name.shape for name in raw.symbols().values()], *[part.shape for part in raw.walk()]]
    return all(int(str(substitute(s, sizes))) > 0 for shape in shapes for s in shape)


def compare(raw: Raw, built: Node) -> str:
    """Whether the normal form has the value of the operations one by one."""
    setting = Setting([built])
    setting.symbols = sorted({*setting.symbols, *raw.symbols().values()}, key=lambda s: s.key)
    setting.names = ["M", "N", "m", "n", "p"]
    setting.whole |= {s for s in setting.symbols if s.kind == "integer"}
    small = {"m": 3, "n": 4, "p": 5, "M": 2, "N": 3}, {"m": 4, "n": 3, "p": 2, "M": 4, "N": 1}
    for sizes in [at if _has_entries(raw, at) else {k: v + 3 for k, v in at.items()} for at in small]:
        for seed in range(4):
            try:
                draw = Draw(setting, (), sizes, Manner(positive=seed % 2 == 1, laws=True), seed=seed, order=0)
                expected = value(raw, draw.still)
            except NoValueError:
                continue
            try:
                got = evaluate(built, draw.still)
            except NoValueError as error:
                if "root of order" in str(error) or any(r.op in ("summation", "production") for r in raw.walk()):
                    continue
                return f"normal form {show(built)} has no value: {error}"
            roots = draw.still.arithmetic.oracles.roots or rooted(raw)
            if got != expected and not (roots and equal_in_digits(raw, built, sizes, seed)):
                return f"normal form {show(built)} has another value"
            break
    return ""
