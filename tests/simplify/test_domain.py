"""Simplification keeps the domain and the branch: values and conditions of random programs are those of what was typed.

What was typed is valued here, operation by operation, in NumPy; nan where an operation has no real value. It has a value at
a point if and only if the conditions that matcalc says hold there, read back and valued here too; and then the simplified
expression has that value.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.writing.express import express
from matcalc_cli.validity.condition import Condition

Point = dict[str, float]
NAN = float("nan")
NAMES = ("alpha", "beta", "gamma")
SIGNS = (-1.7, -1.0, -0.4, 0.6, 1.0, 2.3)
EXPONENTS = (-2.0, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0)


def power(x: float, p: float) -> float:
    """x^p where it is a real number."""
    if (x < 0 and not float(p).is_integer()) or (x == 0 and p < 0):
        return NAN
    return float(np.float64(x) ** np.float64(p))


OPERATIONS: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b if b else NAN,
    "negate": lambda a: -a,
    "power": power,
    "sqrt": lambda a: power(a, 0.5),
    "log": lambda a: float(np.log(a)) if a > 0 else NAN,
    "exp": lambda a: float(np.exp(a)),
    "abs": abs,
    "sign": lambda a: float(np.sign(a)),
    "relu": lambda a: max(a, 0.0),
    "step": lambda a: float(np.heaviside(a, 0.5)),
    "sin": lambda a: float(np.sin(a)),
    "cos": lambda a: float(np.cos(a)),
    "tan": lambda a: float(np.tan(a)),
    "arcsin": lambda a: float(np.arcsin(a)) if abs(a) <= 1 else NAN,
    "norm": abs,
    "softplus": lambda a: float(np.logaddexp(0, a)),
    "sigmoid": lambda a: 1 / (1 + float(np.exp(-a))),
    "inv": lambda a: 1 / a if a else NAN,
    "tanh": lambda a: float(np.tanh(a)),
    "logsumexp": lambda a: a,
}  # fmt: skip


def value(tree: Tree, point: Point) -> float:
    """The value of a tree, operation by operation; nan as soon as one has none."""
    match tree:
        case Literal(numerator=n, denominator=d):
            return n / d
        case Name(name="pi"):
            return float(np.pi)
        case Name(name=name):
            return point[name]
        case Operation(operator=operator, operands=operands):
            values = [value(o, point) for o in operands]
        case Call(function=operator, arguments=arguments):
            values = [value(a, point) for a in arguments]
    return NAN if any(map(np.isnan, values)) else OPERATIONS[operator](*values)


def at(node: Node, point: Point) -> float:
    return value(express(node), point)


HOLDS: dict[str, Callable[..., bool]] = {
    "positive": lambda x: x > 0,
    "not negative": lambda x: x >= 0,
    "no zeros": lambda x: x != 0,
    "between": lambda x: abs(x) < 1,
    "not outside": lambda x: abs(x) <= 1,
    "real power": lambda x, p: not np.isnan(power(x, p)),
}


def holds(condition: Condition, point: Point) -> bool:
    """Whether it holds; of what has no value, nothing does."""
    values = [at(subject, point) for subject in condition.subjects]
    return not any(map(np.isnan, values)) and HOLDS[condition.predicate](*values)


def program(random: Random, depth: int) -> str:
    """An expression of numbers, with many roots, powers, quotients and functions on a part of the line."""
    if not depth or random.random() < 0.15:
        return random.choice((*NAMES, *NAMES, "2", "3", "1/2"))
    a = program(random, depth - 1)
    match random.randrange(8):
        case 0:
            return f"({a} {random.choice('+-')} {program(random, depth - 1)})"
        case 1:
            return f"{a}*{program(random, depth - 1)}"
        case 2:
            return f"({a})/({random.choice((a, program(random, depth - 1)))})"
        case 3 | 4:
            return (
                f"({a})^{random.choice(('2', '3', '(1/2)', '(-1)', '(3/2)', '(-1/2)', '(1/3)', 'gamma', '(1/gamma)'))}"
            )
        case 5:
            return f"{random.choice(('sqrt', 'log', 'exp', 'abs', 'relu', 'sign'))}({a})"
        case 6:
            return f"{random.choice(('exp(log', 'sqrt(sqrt', 'log(exp', 'sqrt(abs', 'arcsin(sin', 'inv(inv'))}({a}))"
    return f"sqrt({a})*sqrt({random.choice((a, program(random, depth - 1)))})"


FIXED = (
    "(alpha^gamma)^(1/2)", "(alpha^beta)^gamma", "((alpha*beta)^gamma)^(1/gamma)", "sqrt(alpha)^2", "exp(log(alpha))", "inv(alpha)*alpha",
    "alpha/alpha", "sqrt(2)*sqrt(alpha) - sqrt(2*alpha)", "sqrt(alpha^2)", "(alpha^2)^(3/2)", "log(alpha^2)", "sqrt(alpha^2*beta)",
    "sqrt(alpha)*sqrt(alpha)", "alpha^gamma*alpha^(-gamma)", "0*log(alpha)", "sqrt(alpha) - sqrt(alpha)", "(alpha^(1/3))^3", "tan(alpha)*cos(alpha)",
    "abs(alpha)/alpha", "1/(1/alpha)", "log(alpha) - log(alpha)", "(alpha^3)^(1/3)", "(4*alpha^2)^(1/2)", "(-alpha)^(1/2)*(-alpha)^(1/2)",
)  # fmt: skip


def check(text: str, random: Random) -> int:
    """At how many of some points the program has a value; asserts that all of them agree."""
    try:
        answer = pipeline.simplified(text)
    except MatcalcError:  # it has a value nowhere, or a number is too large: refused
        return 0
    tree, found = parse(text, names()).body, 0
    for _ in range(12):
        point = {name: random.choice(SIGNS) for name in NAMES}
        point["gamma"] = random.choice(EXPONENTS)
        typed = value(tree, point)
        if not np.isnan(typed) and abs(typed) > 1e8:
            continue
        allowed = all(holds(c, point) for c in answer.conditions)
        assert allowed == (not np.isnan(typed)), f"{text} at {point}: {typed}, {answer.conditions}"
        if allowed:
            found += 1
            assert at(answer.expression, point) == pytest.approx(typed, rel=1e-6, abs=1e-6), f"{text} at {point}"
    return found


@pytest.mark.parametrize("text", FIXED)
def test_of_what_once_went_wrong(text: str) -> None:
    assert check(text, Random(3))


@pytest.mark.parametrize("batch", range(8))
def test_of_random_programs(batch: int) -> None:
    random = Random(batch)
    assert sum(check(program(random, random.randint(1, 4)), random) > 0 for _ in range(150)) > 50


@pytest.mark.parametrize("text", ["sqrt(2)*sqrt(alpha) - sqrt(2*alpha)", "1/(sqrt(2)*sqrt(pi)) - 1/sqrt(2*pi)", "sqrt(8) - 2*sqrt(2)",
                                  "sqrt(6)/sqrt(2) - sqrt(3)", "1/sqrt(2) - sqrt(2)/2", "(sqrt(n*alpha) - sqrt(n)*sqrt(alpha))*x where x: vector(n)"])  # fmt: skip
def test_equal_roots_are_one(text: str) -> None:
    assert repr(pipeline.simplified(text).expression) in ("0", "zeros(n, 1)", "zeros(n)")
