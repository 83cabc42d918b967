"""Pages of derivations for the document formats to be tried on."""

from __future__ import annotations

from functools import cache

from matcalc_cli import pipeline
from matcalc_cli.errors import MatcalcError
from matcalc_cli.functions import FUNCTIONS, names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Name, Tree
from matcalc_cli.render.documents.pages import Page, answer_page, derivation_page, report_page

PROGRAMS = (
    "A^2",
    "A^3",
    "inv(A)",
    "det(A)",
    "||A*x - b||^2",
    "x'*A*x/(x'*x)",
    "tr((A*diag(x)*A')^-1)",
    "h = tanh(V*x_1 + b); r = W*h - y; norm(r)^2/2",
    "-logdet(S)/2 - (x - mu)'*inv(S)*(x - mu)/2 where S: spd(n), mu: vector(n)",
    "A'*A",
    "A^k",
    "kron(Ainv, B)",
    "logdet(Σ) + x'*inv(Σ)*x where Σ: spd(n)",
    "pinv(A)*b + nucnorm(A)*b",
    "softmax(A*x).^2./y",
)


@cache
def pages() -> tuple[Page, ...]:
    """Made once: most of the time of the tests of documents goes into them."""
    found = [derivation_page(pipeline.explain(text)) for text in PROGRAMS]
    found += [report_page(pipeline.differentiate(text, order=2)) for text in PROGRAMS[2:7]]
    return (*found, answer_page(pipeline.differentiate("x'*A*x"), "grad"))


@cache
def report_pages() -> tuple[Page, ...]:
    """The report of an example of every function, with its conditions."""
    texts = dict.fromkeys(function.example for function in FUNCTIONS.values() if function.example)
    return tuple(page for text in texts if (page := _report(text)) is not None)


def _report(text: str) -> Page | None:
    """The report of an expression, unless its Jacobian is not known."""
    try:
        return report_page(pipeline.differentiate(text))
    except MatcalcError:
        return None


def trees() -> list[Tree]:
    """Every function called, and notation that formats get wrong."""
    calls: list[Tree] = [
        Call(f.name, [Name("A", "A", 0, 0)] * _arity(f.signatures[0]), 0, 0, name=(0, 0)) for f in FUNCTIONS.values()
    ]
    texts = (
        "-A*B - (-C)", "A^-T", "(A*B)'", "(A')^2", "x.^(p-1)", "2*3*x^2", "sum(j, 0, k-1, A^j*dA)", "(x/n)^2", "1/2*x",
        "Ainv*B_12*x_max", "dA'*dalpha*A", "norm(x/n)", "A⊗B⊗C", "-(A + B)*C", "ones(m,n)*zeros(n,p)", "I(n)⊗A + A⊗I(m)",
    )  # fmt: skip
    return [*calls, *[parse(text, names()).body for text in texts]]


def _arity(signature: str) -> int:
    left = signature.partition("->")[0]
    return left.count(":") + (left.partition(")")[0].count(",") + 1 if left.startswith("(") else 0)
