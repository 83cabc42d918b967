"""Every record says everything there is to say: help, an example that works, where it holds, where it comes from."""

from __future__ import annotations

import re

import pytest

from matcalc_cli.expr.function import Function
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import FUNCTIONS, UNNAMED, find, names
from matcalc_cli.functions.domain import DOMAINS
from matcalc_cli.kinds import RESERVED
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.names import CONSTANTS
from matcalc_cli.pipeline import differentiate, reads_back, simplified
from matcalc_cli.readings.variadic import ADJOINTS, MATRICES
from matcalc_cli.render.reports.answers import program_text

each = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
THIRD = {
    "polarmatrix",
    "prodpairs",
    "adjbend",
    "adjmatrix",
    "adjbendmatrix",
    *(n for n in FUNCTIONS if n.startswith("frechetmatrix")),
}
"""What only appears in second derivatives, and has no derivative of its own."""
NOT_MOVING = {
    "polarmatrix": {"A"}, "prodpairs": {"x"}, "adjbend": {"A"}, "adjmatrix": {"A"}, "adjbendmatrix": {"A", "E"},
}  # fmt: skip
"""Their parameters with respect to which no derivative is known."""
INDEX = {
    "summation": {"j", "a", "b"}, "production": {"j", "a", "b", "c", "x"}, "power": {"k"}, "polygamma": {"k"},
    "equal": {"i", "j"}, "unequal": {"i", "j"}, "atmost": {"i", "j"}, "unit": {"i"},
}  # fmt: skip
"""Parameters that are integers and never move; the factors of a product move by a rule that is no formula."""


def parameters(function: Function) -> set[str]:
    return {p for s in signatures(function) for p in s.parameters}


@each
def test_summary(function: Function) -> None:
    assert re.fullmatch(r"\S.*[^.\s]", function.summary)
    assert len(function.summary) <= 110


@each
def test_example_differentiates_and_reads_back(function: Function) -> None:
    called = set(re.findall(r"[A-Za-z]\w*(?=\()", function.example))
    own = {function.name, *function.aliases, function.call.partition("(")[0]}
    assert called & own or function in UNNAMED
    if function.name in THIRD:
        answer = simplified(function.example)
        assert reads_back(program_text(answer.expression, reads_back), answer.expression)
        return
    answer = differentiate(function.example)
    for derivative in answer.derivatives:
        for node in (derivative.differential, derivative.jacobian):
            assert reads_back(program_text(node, reads_back), node)


@each
def test_parameters_are_those_of_the_signature(function: Function) -> None:
    known = parameters(function)
    for table in (function.differential, function.adjoint, function.matrix, function.second_matrix, function.domain):
        assert set(table) <= known
    assert set(function.domain.values()) <= set(DOMAINS)


@each
def test_every_parameter_has_a_differential_or_the_function_a_definition(function: Function) -> None:
    if function.definition:
        assert not (function.differential)
        assert not (function.adjoint)
        assert not (function.matrix)
        assert function.definition == " ".join(function.definition.split())
    else:
        moving = set(function.differential) | ({"A"} if function.variadic else set()) | INDEX.get(function.name, set())
        unknown = NOT_MOVING.get(function.name, set())
        assert parameters(function) == moving | unknown


@each
def test_a_linear_parameter_has_an_adjoint_and_a_matrix(function: Function) -> None:
    for parameter, rule in function.differential.items():
        if rule != "linear" or function.name == "summation":
            continue
        if function.variadic:
            assert (function in ADJOINTS) == (function in MATRICES) == function.name.startswith("frechet")
        else:
            assert parameter in function.adjoint or function in ADJOINTS
            # The Jacobian of a scalar is its gradient laid out in a row.
            assert (parameter in function.matrix or function in MATRICES) != (signatures(function)[0].result == (1, 1))


@each
def test_a_formula_that_is_not_obvious_has_a_source(function: Function) -> None:
    rules = [rule for rule in function.differential.values() if rule != "linear"]
    if rules and not function.elementwise and function.name != "elementwise_power":
        assert function.source


@each
def test_a_domain_has_a_condition(function: Function) -> None:
    if set(function.domain.values()) & {
        "nondegenerate",
        "nondegenerate symmetric",
        "positive",
        "unit",
        "invertible",
        "positive stable",
        "rooted",
        "positive definite",
    }:
        assert function.condition or function in UNNAMED


@each
def test_templates_name_every_argument(function: Function) -> None:
    count = 1 if function.variadic else len(parameters(function))
    texts = (function.latex, function.pretty, function.typst, function.mathml)
    for template in (text for text in texts if "{0" in text):
        assert all(f"{{{i}" in template for i in range(count))


def test_no_two_functions_share_a_name() -> None:
    called = [n for f in FUNCTIONS.values() if f not in UNNAMED and not f.called for n in (f.name, *f.aliases)]
    assert len(called) == len(set(called))
    assert not set(called) - {"I"} & {*RESERVED, *CONSTANTS, "where", "T"} - {"diagonal", "symmetric", "skew"}
    assert all(find(n) is FUNCTIONS[names()[n]] for n in called)


def test_unnamed_operations_cannot_be_called() -> None:
    assert not {f.name for f in UNNAMED} & set(names()) - {"pi"}


@pytest.mark.parametrize(("alias", "name"), [(n, main) for n, main in sorted(names().items()) if n != main])
def test_an_alias_is_the_function(alias: str, name: str) -> None:
    example = FUNCTIONS[name].example
    other = re.sub(rf"\b{re.escape(name)}(?=\()", alias, example)
    assert other != example or name == "I"
    assert differentiate(other).expression is differentiate(example).expression
    assert parse(f"{alias}(A)", names()) is not None


SPECIFIED = """
    tr det logdet sum mean norm norm1 nucnorm specnorm logsumexp inner inv pinv adj transpose solve outer kron
    hadamard vec diag sym skew tril triu rowsum colsum I ones zeros commutation exp log sqrt abs sign sin cos
    tan sinh cosh tanh arcsin arccos arctan relu sigmoid softplus erf step softmax expm logm sqrtm sinm cosm
    chol eigvals eigmax svdvals diagsel duplication elimination eigvecs svdu svdv halftril frechet frechetmatrix
    trace ln dot eye identity asin atan Tr mexp frobenius
"""
"""The functions of SPEC section 1, and the aliases that it names."""


@pytest.mark.parametrize("name", SPECIFIED.split())
def test_the_language_knows_what_the_specification_lists(name: str) -> None:
    assert name in names()
