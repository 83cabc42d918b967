"""Derivatives that stand in books as claims: all ok; doubled, of the other sign, transposed, cut short: all wrong.

The project's own identities always; the cases of the outside judge where MATCALC_CASES names their folder. Whether a
mutated claim is another form of the right one is for an oracle to say that uses no rule, `same`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.claims.sizes import fitted
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import add, multiply, number, transpose
from matcalc_cli.expr.node import Node, Product, Sum
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.pipeline import read
from matcalc_cli.questions.checking import check_claim
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from tests.oracles.equality import same
from tests.test_identities import IDENTITIES

FOLDER = os.environ.get("MATCALC_CASES", "")
FACTORS = ("2", "-1", "1.001")


class Form(NamedTuple):
    source: str
    expr: str
    wrt: str
    answer: str
    at: tuple[str, ...] = ()  # probabilities sum to one, which a form may need


def cases() -> Iterator[Form]:
    """The cases whose answers are written in the language."""
    lines = (Path(FOLDER) / "cases" / "cases.jsonl").read_text(encoding="utf-8").splitlines() if FOLDER else []
    for case in map(json.loads, lines):
        if case["text_is_language"]:
            at = tuple(f"{name}=[0.2, 0.3, 0.5]" for name, kind in case["kinds"].items() if kind == "prob")
            yield Form(case["id"], case["expr"], case["wrt"], case["expected_text"], at)


FORMS = [*(Form(i.source, i.expr, i.wrt, i.answer) for i in IDENTITIES), *cases()]
each = pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.source}: {f.expr}: {f.answer}")


def report(form: Form, claim: str) -> CheckReport:
    found = check_claim(form.expr, claim, wrt=[form.wrt], at=form.at).check
    assert found is not None
    return found


@each
def test_a_closed_form_is_right(form: Form) -> None:
    found = report(form, form.answer)
    assert (found.verdict, found.reason) == ("ok", "")


@each
def test_a_multiple_of_it_is_wrong(form: Form) -> None:
    factor = FACTORS[FORMS.index(form) % len(FACTORS)]
    *parts, last = form.answer.split(";")
    found = report(form, ";".join([*parts, f"{factor}*({last})"]))
    assert found.verdict == "wrong", factor
    assert found.claim is not None
    assert found.claim.diagnosis or form.at


def node_of(form: Form) -> Node:
    scope = read(form.expr)[1]
    variable = next(v for v in scope.variables.values() if v.spelling == form.wrt)
    return fitted(form.answer, scope, [variable.shape], {}).node


def cut_short(node: Node) -> Iterator[Node]:
    """The same without one of its terms, for each of them."""
    match node:
        case Sum(terms=terms):
            yield from (add(*terms[:i], *terms[i + 1 :]) for i in range(len(terms)))
        case Product(coefficient=c, scalars=scalars, factors=factors):
            for i, factor in enumerate(factors):
                if isinstance(factor, Sum):
                    shorter = add(*factor.terms[1:])
                    yield multiply(number(c), *scalars, *factors[:i], shorter, *factors[i + 1 :])


@each
def test_it_is_wrong_without_one_of_its_terms(form: Form) -> None:
    right = node_of(form)
    for shorter in cut_short(right):
        if same(shorter, right) != "equal":
            found = report(form, plain(express(shorter)))
            assert found.verdict == "wrong", shorter


@each
def test_it_is_wrong_transposed(form: Form) -> None:
    """A gradient of a column as a row is a Jacobian, which its shape tells."""
    right = node_of(form)
    other = transpose(right)
    if 1 in right.shape or (other.shape == right.shape and same(other, right) == "equal"):
        return
    found = report(form, plain(express(other)))
    assert found.verdict == "wrong"


def hard(kind: str, rows: int, cols: int, how: str) -> list[list[float]] | float:
    """Zeros, ones (of rank one), a multiple of I (equal eigenvalues), or nearly singular, as far as the kind allows."""
    near = 1e-11 if how == "nearly" else 0.0
    if kind == "scalar":
        return 0.0 if how == "zeros" else 1.0
    if kind in ("diagonal", "lower", "upper", "orthogonal", "spd") or how == "equal":
        return [[float(i == j) for j in range(cols)] for i in range(rows)]
    if kind == "skew" or how == "zeros":
        return [[0.0] * cols for _ in range(rows)]
    return [[1.0 + near * (i == j) for j in range(cols)] for i in range(rows)]


SIZE = 3
HARD = ("zeros", "ones", "equal", "nearly")


@pytest.mark.parametrize("form", FORMS if FOLDER else FORMS[::6], ids=lambda f: f"{f.source}: {f.expr}: {f.answer}")
def test_no_right_form_is_wrong_at_hard_matrices(form: Form) -> None:
    scope = read(form.expr)[1]
    names = {n for v in scope.variables.values() for d in v.shape if not isinstance(d, int) for n in d.names}
    sizes = dict.fromkeys(names, SIZE)
    for how in HARD:
        at = [
            f"{v.spelling}={hard(v.kind, *(substitute(d, sizes) for d in v.shape), how)}"  # type: ignore[arg-type]
            for v in scope.variables.values()
            if v.kind != "integer"
        ]
        try:
            found = check_claim(form.expr, form.answer, wrt=[form.wrt], at=at).check
        except MatcalcError as error:
            assert error.kind in ("shape", "file"), error  # it is of other sizes, or of a kind that these are not
            continue
        assert found is not None
        assert found.verdict != "wrong" or form.at, (how, found.reason)
        assert found.reason or found.verdict == "ok" or form.at
