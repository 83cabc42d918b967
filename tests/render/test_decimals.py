"""Long numbers with a point or a power of ten, as they were typed, and not as quotients of integers of thirty digits."""

from __future__ import annotations

import pytest

from matcalc_cli.expr.number import decimal, exact_ratio
from matcalc_cli.pipeline import read, reads_back, simplified
from matcalc_cli.program import Written
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.mathml import mathml
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.typst import typst
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.writing.scope import full_clause
from matcalc_cli.render.writing.sharing import written

FORMS = {
    "1e400*alpha": ("1e400*alpha", r"10^{400} \alpha", "10^(400) alpha"),
    "-5e-30*alpha": ("-5e-30*alpha", r"-5 \cdot 10^{-30} \alpha", "-5 dot 10^(-30) alpha"),
    "246913578.246*x": ("246913578.246*x", "246913578.246 x", "246913578.246 x"),
    "1.25e40*x/alpha": ("1.25e40*x/alpha", r"\frac{1.25 \cdot 10^{40} x}{\alpha}", "frac(1.25 dot 10^(40) x, alpha)"),
    "1.0507009873554805*(1.6732632423543772*sin(x) + y)": (
        "1.0507009873554805*(1.6732632423543772*sin(x) + y)",
        r"1.0507009873554805 \left(1.6732632423543772 \sin(x) + y\right)",
        "1.0507009873554805  (1.6732632423543772 sin (x) + y)",
    ),
    "6.28318530717958*alpha - 2.5": ("6.28318530717958*alpha - 5/2", r"6.28318530717958 \alpha - \frac{5}{2}", "6.28318530717958 alpha - frac(5, 2)"),
    "0.001*x + 2000000*y": ("x/1000 + 2000000*y", r"\frac{x}{1000} + 2000000 y", "frac(x, 1000) + 2000000 y"),
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_long_numbers(text: str) -> None:
    node = simplified(text).expression
    tree = written(node)
    plain, in_latex, in_typst = FORMS[text]
    assert program_text(node) == plain
    assert reads_back(plain, node)
    assert latex(tree) == in_latex
    assert read(Written(in_latex + full_clause(node, tree), "latex"))[1].expression is node
    assert typst(tree) == in_typst
    assert "<mn>" in mathml(tree)
    assert len(plain_text(pretty(tree))) < 60


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (exact_ratio(1, 2), None), (3, None), (10**11, None), (10**12, ("1", 12)), (12 * 10**13, ("1.2", 14)), (exact_ratio(1, 3**40), None),
        (exact_ratio(1234567, 10**7), ("0.1234567", 0)), (exact_ratio(3, 10**25), ("3", -25)), (2**80, None), (exact_ratio(2**50, 5**9), ("576460752.303423488", 0)),
    ],
)  # fmt: skip
def test_digits(value: int, digits: tuple[str, int] | None) -> None:
    assert decimal(value) == digits
