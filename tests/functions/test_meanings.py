"""Every record has a meaning in every evaluator: one of its own, or that of the functions its `code` is written in."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from matcalc_cli.check.digits import functions as in_digits
from matcalc_cli.check.exact import functions as in_fields
from matcalc_cli.check.exact.verify import equal, verify
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.functions.factorizations import CHOL
from matcalc_cli.functions.matrix import MATRIX
from matcalc_cli.functions.spectral import SPECTRAL
from matcalc_cli.interop import functions as in_sympy
from matcalc_cli.interop.sympy import explicit, to_sympy
from matcalc_cli.pipeline import differentiate, simplified
from tests.check.test_digits import UP_TO_SIGNS, digits
from tests.functions.cases import CASES, Case
from tests.functions.numerics import close
from tests.functions.values import VALUES

OF_ENTRIES_UNKNOWN = {f.name: "no closed form in the entries" for f in (*MATRIX, *SPECTRAL, CHOL)} | {
    "opnorm_2": "the largest singular value has none"
}
OF_ENTRIES_UNKNOWN |= dict.fromkeys(
    ("qr_q", "qr_r", "eig", "eigbasis", "eigapart", "eigvec", "riccati"), "no closed form in the entries"
)
BY_DIGITS = {
    "pnorm": "a real power of a sum that no draw makes one for sure",
    "riccati": "which of its solutions is the stabilizing one no field tells",
}
NOT_BY_CODE = dict.fromkeys(
    ("ismax", "ismax_2"), "the field has an order for the largest entry, and signs of their own"
) | {"logsumexp_2": "the logarithm of a product with a largest entry, of which no law is asked for"}
ONCE = {"polarstep": "a derivative itself, which exact arithmetic finds by jets, and that of polar twice"}


def over(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.program.replace(" where ", " | "))


def first_of_each(cases: tuple[Case, ...]) -> list[Case]:
    """One case of every function."""
    return list({case.function: case for case in reversed(cases)}.values())[::-1]


def expression(case: Case) -> Node:
    return simplified(case.program).expression


@over([case for case in CASES if case.moving and case.function.name not in ONCE])
def test_every_rule_is_verified_by_exact_arithmetic(case: Case) -> None:
    """What users read when they ask for a check; none is left without because a meaning is missing."""
    answer = differentiate(case.program, wrt=case.moving)
    words = {verify(answer.expression, d.variable, d.differential).word for d in answer.derivatives}
    assert words == {"ok"} or case.function.name in BY_DIGITS, words


@over([case for case in first_of_each(CASES) if not case.moving or case.function.name in ONCE])
def test_constants_have_an_exact_meaning(case: Case) -> None:
    assert equal(expression(case), expression(case)).word == "ok"


SPELLED = [case for case in CASES if any(case.function.codes) and case.function.name not in NOT_BY_CODE]


@over(SPELLED)
def test_the_code_of_a_function_means_the_function(case: Case) -> None:
    node = expression(case)
    for other in filter(None, [spelled_out(node)] if isinstance(node, Apply) else []):
        assert other is not node
        assert equal(node, other).word == "ok"


@over(first_of_each(tuple(SPELLED)))
def test_a_function_without_a_meaning_has_that_of_its_code(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for table in (in_fields.MEANING, in_digits.VALUES):
        monkeypatch.delitem(table, case.function.name, raising=False)
    answer = differentiate(case.program, wrt=case.moving)
    words = {verify(answer.expression, d.variable, d.differential, seed=3).word for d in answer.derivatives}
    assert words == {"ok"} or case.function.name in BY_DIGITS
    sizes = next(case.settings())
    point = case.draw(sizes, np.random.default_rng(12))
    numbers = [substitute(s, sizes) for s in case.sizes]
    found, wanted = digits(case.program, point, sizes), VALUES[case.function.name](*point.values(), *numbers)
    if case.function.name in UP_TO_SIGNS:
        found = found * np.sign((found * wanted).sum(axis=0))
    close(found, wanted)


@over([case for case in CASES if case.function.name not in OF_ENTRIES_UNKNOWN])
def test_entries_in_sympy(case: Case) -> None:
    sizes = dict.fromkeys(case.dimensions(), 2)
    point = case.draw(sizes, np.random.default_rng(13))
    node = expression(case)
    exact = {s: sympy.ImmutableMatrix(point[s.name]) for s in node.symbols}
    numbers = [substitute(s, sizes) for s in case.sizes]
    wanted = VALUES[case.function.name](*point.values(), *numbers)
    close(np.array(explicit(node, exact, sizes), dtype=float), np.atleast_2d(wanted))


@pytest.mark.parametrize("name", sorted(OF_ENTRIES_UNKNOWN))
def test_what_sympy_has_no_entries_for_is_refused(name: str) -> None:
    (case,) = [case for case in first_of_each(CASES) if case.function.name == name]
    node = expression(case)
    with pytest.raises(MatcalcError) as unknown:
        explicit(node, {s: sympy.ImmutableMatrix(sympy.eye(2)) for s in node.symbols}, {"m": 2, "n": 2})
    assert unknown.value.kind == "unsupported"


def test_a_function_that_sympy_lacks_is_written_out_there() -> None:
    assert str(to_sympy(simplified("relu(alpha)").expression)) == "alpha/2 + Abs(alpha)/2"
    assert "relu" not in in_sympy.EXPLICIT


def test_the_code_of_functions_ends_in_meanings() -> None:
    """No function is spelled out by itself, not by way of others either."""
    for case in first_of_each(tuple(SPELLED)):
        waiting: list[tuple[Node, frozenset[Function]]] = [(expression(case), frozenset())]
        while waiting:
            node, within = waiting.pop()
            waiting += [(child, within) for child in node.children]
            other = (
                spelled_out(node) if isinstance(node, Apply) and node.function.name not in in_fields.MEANING else None
            )
            if other is not None and isinstance(node, Apply):
                assert node.function not in within
                waiting.append((other, within | {node.function}))
