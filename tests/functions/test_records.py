"""Every function of the registry: its value, its differential and everything that is read off it, against numbers.

A new record is tested without an edit here but for its row in values.py. To run one: pytest tests/functions -k NAME.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
import pytest

from matcalc_cli.answers.answer import Answer
from matcalc_cli.expr.node import Node, symbol
from matcalc_cli.expr.shapes.dimensions import Dim, is_declarable, substitute
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.pipeline import differentiate, reads_back, simplified
from matcalc_cli.readings.derive import cotangent, new_symbol
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.writing.express import express
from tests.functions.cases import CASES, ELSEWHERE, Case
from tests.functions.numerics import Module, close, compiled, direction, shape_at, slope_along, vec
from tests.functions.values import MATRIX_FUNCTIONS, VALUES

SEED = 20260
BY_DIFFERENCES = {f"frechetmatrix_{f}" for f in MATRIX_FUNCTIONS}
"""Functions whose value here is itself made of differences."""
NO_SECOND = {
    **dict.fromkeys(BY_DIFFERENCES, "its own second derivative takes too long for a test"),
    **dict.fromkeys(
        ("polarstep", "adjstep", "prodothers"),
        "appears in derivatives only; its own second derivative is not promised",
    ),
    **dict.fromkeys(("svdumax", "svdvmax"), "appears in derivatives only; its own second derivative is not promised"),
}
"""Functions without a Hessian here, and why."""
NARROW = dict.fromkeys(("svdumax", "svdvmax"), "a vector has no second singular value; specnorm(x) is norm(x)")

MOVING = [case for case in CASES if case.moving]


def over(cases: Sequence[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.program.replace(" where ", " | "))


@cache
def answer(program: str, wrt: Sequence[str], order: int = 1) -> Answer:
    """Derivatives with respect to some variables; without any the expression alone."""
    return differentiate(program, wrt=wrt, order=order) if wrt else simplified(program)


@cache
def module(program: str, wrt: Sequence[str], order: int = 1) -> Module:
    return Module(answer(program, wrt, order))


def settings(case: Case) -> Iterator[tuple[dict[str, Any], np.random.Generator, dict[str, int]]]:
    """Values of all parameters and dimensions, at every size."""
    for seed, sizes in enumerate(case.settings(), start=SEED):
        rng = np.random.default_rng(seed)
        yield {**case.draw(sizes, rng), **sizes}, rng, sizes


def by_hand(case: Case, env: dict[str, Any]) -> Any:
    sizes = [substitute(s, env) for s in case.sizes]
    return VALUES[case.function.name](*[env[p] for p in case.parameters], *sizes)


def skip(case: Case, reasons: dict[str, str]) -> None:
    if case.function.name in reasons:
        pytest.skip(reasons[case.function.name])
    if case.function.name in NARROW and any(1 in shape for shape, _ in case.parameters.values()):
        pytest.skip(NARROW[case.function.name])


@over(CASES)
def test_value_and_shape(case: Case) -> None:
    for env, _, sizes in settings(case):
        wanted = np.atleast_2d(by_hand(case, env))
        assert tuple(substitute(s, sizes) for s in answer(case.program, ()).expression.shape) == wanted.shape
        close(module(case.program, ())("f", env), wanted)


@over(MOVING)
def test_differential_adjoint_and_jacobian(case: Case) -> None:
    """df is the limit of differences; vec(df) = J vec(dX); <J v, w> = <v, J* w>."""
    skip(case, {})
    precision = 1e-4 if case.function.name in BY_DIFFERENCES else 1e-7
    found, emitted = answer(case.program, case.moving), module(case.program, case.moving)
    for env, rng, sizes in settings(case):
        for derivative in found.derivatives:
            name = derivative.variable.name
            e = direction(derivative.variable.kind, env[name], rng)
            df = emitted.read("differential", derivative, env, e)
            close(df, slope_along(partial(by_hand, case), env, name, e), precision)
            jacobian = np.atleast_2d(emitted.read("jacobian", derivative, env))
            close(jacobian @ vec(e), vec(df))
            w = rng.standard_normal(shape_of(found.expression, sizes))
            seed = symbol("W", found.expression.shape, "matrix")
            back = compiled(cotangent(found.expression, derivative, seed))({**env, "W": w})
            close(np.sum(back * e), np.sum(df * w))
            close(vec(back), jacobian.T @ vec(w))


@over(MOVING)
def test_second_derivatives(case: Case) -> None:
    """The gradient of a scalar made of f is the limit of differences, the Hessian that of the gradient's."""
    skip(case, NO_SECOND)
    program = scalar_program(case)
    found, emitted = answer(program, case.moving, 2), module(program, case.moving, 2)
    for values, rng, sizes in settings(case):
        env = {**values, **weights(program, case, sizes, rng)}
        for derivative in found.derivatives:
            name = derivative.variable.name
            e = direction(derivative.variable.kind, env[name], rng)
            gradient = emitted.read("gradient", derivative, env)
            hessian = np.atleast_2d(emitted.read("hessian", derivative, env))
            close(np.sum(gradient * e), slope_along(partial(emitted, "f"), env, name, e), 1e-7)
            close(hessian, hessian.T)
            wanted = slope_along(partial(emitted.read, "gradient", derivative), env, name, e)
            close(hessian @ vec(e), vec(wanted), 1e-6)


def scalar_program(case: Case) -> str:
    """sum(C.*f), or sum(C.*f.*f) where f is linear, so that there is a Hessian to look at."""
    rows, cols = answer(case.program, ()).expression.shape
    body, where, names = case.program.partition(" where ")
    linear = all(case.function.differential.get(p) == "linear" for p in case.moving)
    body = f"({body}).*({body})" if linear else f"({body})"
    if any(isinstance(s, Dim) and not s.is_name and "min" not in str(s) for s in (rows, cols)):
        return f"sum({body}){where}{names}"  # the shape of a C could not be declared
    if rows == cols == 1:
        return body + where + names
    if cols == 1:
        return f"sum(c.*{body}){where}{names}"
    return f"sum(C.*{body}){where}{names}" + (f", C: matrix(1,{cols})" if rows == 1 else "")


def weights(program: str, case: Case, sizes: dict[str, int], rng: np.random.Generator) -> dict[str, Any]:
    """A value for the constant C."""
    variables = answer(program, case.moving, 2).variables
    return {v.name: rng.uniform(0.5, 2, shape_at(v, sizes)) for v in variables if v.name in ("c", "C")}


def shape_of(node: Node, sizes: dict[str, int]) -> tuple[int, ...]:
    return tuple(int(str(substitute(s, sizes))) for s in node.shape)


def readings(found: Answer) -> Iterator[tuple[str, Node]]:
    yield "f", found.expression
    for d in found.derivatives:
        nodes = {
            "differential": d.differential, "jacobian": d.jacobian, "gradient": d.gradient, "hessian": d.hessian,
        }  # fmt: skip
        if all(map(is_declarable, found.expression.shape)):  # else Y cannot be declared
            nodes["vjp"] = cotangent(found.expression, d, new_symbol(found, "Y", found.expression.shape))
        yield from ((f"{kind} {d.variable.name}", node) for kind, node in nodes.items() if node is not None)


@over(CASES)
def test_every_answer_reads_back_and_typesets(case: Case) -> None:
    programs = (
        [(case.program, 1)]
        if case.function.name in NO_SECOND or not case.moving
        else [(case.program, 1), (scalar_program(case), 2)]
    )
    for program, order in programs:
        for name, node in readings(answer(program, case.moving, order)):
            text = program_text(node, reads_back)
            assert reads_back(text, node), f"{name}: {text}"
            assert balanced(latex(express(node))), name


def balanced(source: str) -> bool:
    """Whether braces and the fences that grow come in pairs, and nothing is left of a template."""
    depth = 0
    for before, character in zip(" " + source, source, strict=False):
        if before != "\\":
            depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0 and source.count(r"\left") == source.count(r"\right") and source.isascii()


def test_every_function_is_here() -> None:
    assert {case.function.name for case in CASES} | ELSEWHERE == set(FUNCTIONS)
    assert set(VALUES) | ELSEWHERE == set(FUNCTIONS)
