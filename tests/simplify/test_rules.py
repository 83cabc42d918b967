"""Every equation in the records: it is used, and both sides have one value wherever the left has any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.claims.own_answer import numeric
from matcalc_cli.cli.main import main
from matcalc_cli.expr.node import Apply, Node, Number, Symbol, postorder
from matcalc_cli.expr.operations import POWER, UNIT
from matcalc_cli.expr.shapes.dimensions import Dim, dim
from matcalc_cli.kinds import KINDS as MODEL
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.engine import equations_used, rewrite, rules_of
from matcalc_cli.simplify.pattern import Binding, Rule, match
from matcalc_cli.simplify.rules import equations
from tests.functions.numerics import KINDS, Env, compiled, shape_at, stable
from tests.functions.values import VALUES
from tests.oracles.equality import same

OF_ANY_ENTRIES = list(equations(elementwise=True))
OF_ENTRIES = [(root, text) for root, text in OF_ANY_ENTRIES if " where " not in text]
RULES = [
    *((root, text, False) for root, text in (*equations(elementwise=False), *OF_ANY_ENTRIES)),
    *((root, text, True) for root, text in OF_ENTRIES),
]
SIZES = ((3, 4, 5, 2), (4, 2, 3, 5), (2, 5, 4, 3))
"""Three size sets, in the order of the dimension names of a rule."""

LONGER = {
    r"sigmoid\(-X\)|softplus\(-X\)": "functions of X and of -X are to meet",
    r"log\(sigmoid|log\(softmax|\(1 \+ exp\(X\)\)\.\^-1": "the right side does not overflow",
    r"sigmoid\(X\) - sigmoid|sigmoid\(X\)\.\^2 - sigmoid": "the derivative as it is known, in which no digits cancel",
    r"(norm|rms|det|logdet|adj)\(alpha\*X": "scalars stand in front",
    r"rms\(X\)\^2": "a square of a norm has a derivative at 0",
    r"adj\(A\*B|adj\(inv|adj\(Q": "an adjugate of a name is easier to read, and meets that name",
    r"(norm|tr|sum|det|logdet)\(kron|kron\(B, A\)\*vec|vec\(x\*y'|logdet\(diag": "the right side needs no large matrix",
    r"prod\(x\.\*y\)": "a product of one name is easier to read, and meets others of it",
    r"diagonalsbasis\(n\)'\*diagonalsbasis": "the right side is diagonal, and needs no product of large matrices",
    r"I\(n\)\.\*A|diag\(x\)\.\*A|diag\(A\.\*B\)|diag\((L\*M|U\*V)\)": "only the diagonal is needed",
    r"(tril|halftril)\(U\)|triu\(L\)": "the right side shows that it is diagonal",
}
"""Rules whose right side is longer, and why they are used all the same."""

each = pytest.mark.parametrize(
    ("root", "text", "scalar"), RULES, ids=[f"{text}{' (scalar)' * scalar}" for _, text, scalar in RULES]
)


def sides(text: str, scalar: bool) -> tuple[Node, Node]:
    """The rule with its own names put in for what they match."""
    rule = Rule(text, scalar=scalar)
    names: dict[str, Node] = {s.name: s for s in rule.left.symbols}
    return rule.left, rule.rewritten(Binding(names, {d: dim(d) for d in dimensions(rule.left)}))


def dimensions(node: Node) -> list[str]:
    sizes = {s for part in postorder(node) for s in (*part.shape, *getattr(part, "sizes", ())) if isinstance(s, Dim)}
    return sorted({name for size in sizes for name in size.names})


def exponents(*nodes: Node) -> set[Node]:
    """The names that stand where only an integer can."""
    powers = [p for p in postorder(*nodes) if isinstance(p, Apply) and p.function is POWER]
    return {s for p in powers for s in p.args[1].symbols}


def places(*nodes: Node) -> set[Symbol]:
    """The names that choose a column of an identity."""
    return {s for p in postorder(*nodes) if isinstance(p, Apply) and p.function is UNIT for s in p.args[0].symbols}


def draws(left: Node, right: Node) -> Iterator[dict[str, Any]]:
    """Values for the names at every size: of both signs, positive (definite), small, and between 0 and 1."""
    for seed, sizes in enumerate(SIZES):
        rng = np.random.default_rng(seed)
        env = dict(zip(dimensions(left), sizes, strict=False))
        integers, chosen = exponents(left, right), sorted(s.name for s in places(left))
        indices = {name: np.full((1, 1), float(place)) for place, name in enumerate(chosen, 1)}
        for domain in ("general", "positive", "small", "unit"):
            values = {s.name: drawn(s, env, rng, domain, s in integers) for s in left.symbols | right.symbols}
            yield {**env, **values, **indices}


def drawn(s: Symbol, sizes: dict[str, int], rng: np.random.Generator, domain: str, integer: bool) -> Any:
    positive = domain in ("positive", "unit")
    rows, cols = shape_at(s, sizes)
    if integer or MODEL[s.kind].whole:
        return np.full((1, 1), float(rng.choice([-2, 2, 3])))
    if s.kind in ("orthogonal", "spd"):
        return KINDS[s.kind](rng, rows, cols)
    if positive and s.kind == "symmetric":
        return KINDS["spd"](rng, rows, cols)
    if positive and rows == cols != 1 and not MODEL[s.kind].triangles and not MODEL[s.kind].is_hollow:
        return stable(rng, rows, cols)
    x = KINDS[s.kind](rng, rows, cols)
    if MODEL[s.kind].orthonormal:
        return x
    return {"general": x, "positive": abs(x), "small": 0.6 * x, "unit": abs(x) / (1 + abs(x))}[domain]


def value(emitted: Callable[[Env], Any], env: dict[str, Any]) -> Any:
    """The value, or nan where there is none."""
    with np.errstate(all="ignore"):
        try:
            return np.atleast_2d(emitted(env))
        except (ArithmeticError, np.linalg.LinAlgError):
            return np.full((1, 1), np.nan)
        except ValueError as error:
            if "infs or NaNs" not in str(error):  # SciPy's name for what has no value
                raise
            return np.full((1, 1), np.nan)


@each
def test_both_sides_are_equal(root: str, text: str, scalar: bool) -> None:
    left, right = sides(text, scalar)
    assert left.shape == right.shape
    compared = 0
    here, there = compiled(left), compiled(right)
    for env in draws(left, right):
        wanted, found = value(here, env), value(there, env)
        if np.all(np.isfinite(wanted)):
            assert np.all(np.isfinite(found)), f"{root}: the right side has no value at {env}"
            np.testing.assert_allclose(found, wanted, rtol=1e-8, atol=1e-9 * max(1.0, float(np.max(np.abs(wanted)))))
            compared += 1
    assert compared >= len(SIZES)


def has_a_pole_at_zero(node: Node) -> bool:
    """Whether a function in it has no value where its argument is 0."""
    calls = [p for p in postorder(node) if isinstance(p, Apply) and p.function.elementwise]
    arguments = [[np.full((1, 1), float(a.value) if isinstance(a, Number) else 0.0) for a in p.args] for p in calls]
    with np.errstate(all="ignore"):
        values = [VALUES[p.function.name](*given) for p, given in zip(calls, arguments, strict=True)]
    return not np.all(np.isfinite(values))


@pytest.mark.parametrize(("text", "scalar"), [(text, scalar) for _, text in OF_ENTRIES for scalar in (False, True)])
def test_rules_of_entries_hold_at_zero(text: str, scalar: bool) -> None:
    """relu(y) is zero not only at points, and a matrix may be by its structure."""
    left, right = sides(text, scalar)
    here, there = compiled(left), compiled(right)
    compared = 0
    for env in draws(left, right):
        for s in left.symbols:
            env[s.name] = env[s.name] * (np.arange(env[s.name].size) % 2).reshape(env[s.name].shape)
        wanted, found = value(here, env), value(there, env)
        if np.all(np.isfinite(wanted)):
            np.testing.assert_allclose(found, wanted, rtol=1e-8, atol=1e-9)
            compared += 1
    assert compared or has_a_pole_at_zero(left)


@each
def test_it_is_found_by_its_head_and_used(root: str, text: str, scalar: bool) -> None:
    left, right = sides(text, scalar)
    expected = "*" if scalar and root == "hadamard" else root
    assert left.head == expected
    assert (text, scalar) in [(t, s) for t, s, *_ in rules_of(expected)]
    assert rewrite(left) is rewrite(right)
    assert simplify(left) is simplify(right)


@pytest.mark.parametrize(("text", "scalar"), [(text, scalar) for _, text, scalar in RULES])
def test_it_does_not_make_longer(text: str, scalar: bool) -> None:
    left, right = sides(text, scalar)
    if right.cost > left.cost:
        assert any(re.match(start, text) for start in LONGER), f"{left.cost} operations become {right.cost}"


def expression(text: str) -> Node:
    return read(text)[1].expression


def test_a_symmetric_name_matches_only_what_is_symmetric() -> None:
    square = Rule("S*S' = S^2 where S: symmetric(n)").left
    assert match(square, expression("C^2 where C: symmetric(n)"), Binding())
    assert not match(Rule("tr(expm(S)) = 0 where S: symmetric(n)").left, expression("tr(expm(A))"), Binding())
    assert match(Rule("tr(expm(S)) = 0 where S: symmetric(n)").left, expression("tr(expm(A + A'))"), Binding())


@pytest.mark.parametrize(
    "text",
    [
        "exp(x + y + logsumexp(z))",  # + where the rule has -
        "exp(x + y - logsumexp(z))",  # x + y is not z
        "a1*a2*a3*a4*a5*a6*a7*a8*a9*sin(b)/cos(b) where "
        + ", ".join(f"a{i}: scalar" for i in range(1, 10))
        + ", b: scalar",
        "sin(x1).^2 + cos(x1).^2 + " + " + ".join(f"x{i}" for i in range(2, 9)),  # too many terms to search
    ],
)
def test_what_matches_no_rule_is_left_alone(text: str) -> None:
    node = expression(text)
    assert rewrite(node) is node


def test_the_first_uses_of_equations_are_listed() -> None:
    odd = ("sin", "tan", "sinh", "tanh", "arctan", "erf", "sign", "arcsin")
    text = " + ".join(f"{f}(-x{i})" for i, f in enumerate(odd))
    wanted = [f"{f}(-X) = -{f}(X)" for f in odd]
    assert equations_used(expression(text)) == wanted
    assert equations_used(expression(f"{text} + cos(-y)")) == wanted
    assert equations_used(expression("cos(-y)")) == ["cos(-X) = cos(X)"]


def test_a_long_sum_is_factored_but_not_written_out() -> None:
    """(x1 + y)'*z + ... of 17 terms: more than are ever written out."""
    text = " + ".join(f"a{i}*(x{i} + y)'*z" for i in range(17))
    node = expression(text + " where " + ", ".join(f"a{i}: scalar" for i in range(17)))
    assert same(simplify(node), node) == "equal"


@pytest.mark.parametrize("start", LONGER)
def test_every_exception_is_a_rule(start: str) -> None:
    assert any(re.match(start, text) for _, text, _ in RULES)


@pytest.mark.parametrize(
    ("text", "normal"), [("sum(arctan(-x).*y)", "-arctan(x)'*y"), ("norm(vec(arctan(-A)))", "norm(arctan(A))")]
)
def test_what_a_rule_leaves_is_rewritten_in_its_parts_too(text: str, normal: str) -> None:
    assert plain(express(simplify(read(text)[1].expression))) == normal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("alpha*sqrt(4)", "2*alpha"),
        ("27^(-2/3)*x", "x/9"),
        ("alpha*(16/81)^(1/4)", "2*alpha/3"),
        ("alpha + sqrt(0)", "alpha"),
        ("alpha*sqrt(8)", "2*sqrt(2)*alpha"),
        ("alpha*2^(1/100000000000)", "2^(1/100000000000)*alpha"),
        ("alpha*(10^40)^(1/2)", "1e20*alpha"),
        ("exp(x - x)'*x", "sum(x)"),
        ("log(ones(3,n))*x", "zeros(3)"),
    ],
)
def test_numbers_are_worked_out_where_they_are_rational(text: str, value: str) -> None:
    assert plain(express(simplify(read(text)[1].expression))) == value


LOST = """
    t/(1 + alpha) + (1 - t).*c/(1 + alpha) where t: vector(n)      | (c - c.*t + t)/(1 + alpha)
    t/(1 + alpha^2) + (1 - t.^2).*c/(1 + alpha^2) where t: vector(n) | (t + c - c.*t.^2)/(1 + alpha^2)
    A/(1 + beta) - A.*B/(1 + beta)                                 | (A - A.*B)/(1 + beta)
"""
"""A column beside another in what a number divides is no multiple of it."""


@pytest.mark.parametrize("line", LOST.strip().splitlines())
def test_a_quotient_by_a_number_keeps_its_columns(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, said = (part.strip() for part in line.split("|"))
    assert main(["simplify", text]) == 0
    assert capsys.readouterr().out.partition(" where ")[0].strip() == said


@pytest.mark.parametrize(
    "text", ["log(1 + (tanh(c)'*c)^2)", "arctan(tanh(c)'*c)", "atanh(sum((logsigmoid(Z.*D)*v), 1))"]
)
def test_its_gradient_is_that_of_differences(text: str) -> None:
    assert numeric(differentiate(text)).verdict == "ok"
