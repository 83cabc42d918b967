"""Did you mean: a suggestion where there is a likely one, and none where there is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.mistakes.suggest import distance, nearest

Refuse = Callable[[str], MatcalcError]

MEANT = {
    "trcae(A*X)": "tr (alias trace)",
    "Tr(A)": "tr",
    "DET(A)": "det",
    "dett(A)": "det",
    "log_det(A)": "logdet",
    "inverse(A)": "inv",
    "determinant(A)": "det",
    "exponential(x)": "exp",
    "fro(A)": None,
    "sofmax(x)": "softmax",
    "krn(A,B)": "kron",
    "A(B+C)": None,
    "AB(C)": None,
    "x(y)": None,
    "pi(A)": None,
    "resolvent(A)": None,
    "t" * 1000 + "(A)": None,
}


@pytest.mark.parametrize("text", MEANT, ids=lambda text: text[:20])
def test_a_slip_is_recognised_and_a_variable_is_left_alone(text: str, refusal: Refuse) -> None:
    error = refusal(text)
    assert (error.kind, error.start, error.end) == ("name", 0, text.index("("))
    if MEANT[text]:
        assert error.hint == f"did you mean {MEANT[text]}?"
    else:
        assert "did you mean" not in (error.hint or "")


PRODUCTS = {
    "A(B+C)": "A*(B+C)",
    "A(B*(C+D))*E": "A*(B*(C+D))",
    "x(y)": "x*(y)",
    "A(" + "B+" * 100 + "B)": "A*( … )",
    "A(B": "A*( … )",
}


@pytest.mark.parametrize(("text", "product"), PRODUCTS.items(), ids=lambda text: text[:20])
def test_a_variable_before_a_bracket_is_shown_as_a_product(text: str, product: str, refusal: Refuse) -> None:
    assert refusal(text).hint == f"a product is written {product}"


def test_without_main_names_the_alias_is_suggested() -> None:
    with pytest.raises(MatcalcError) as caught:
        parse("trcae(A)", {"trace", "tr"})
    assert caught.value.hint == "did you mean trace?"


@pytest.mark.parametrize(
    ("a", "b", "changes"),
    [
        ("", "", 0),
        ("tr", "tr", 0),
        ("tr", "", 2),
        ("trcae", "trace", 1),
        ("inv", "pinv", 1),
        ("kitten", "sitting", 3),
        ("ab", "ba", 1),
    ],
)
def test_distance_counts_changes(a: str, b: str, changes: int) -> None:
    assert distance(a, b) == distance(b, a) == changes


def test_the_nearest_does_not_depend_on_the_order() -> None:
    known = ["sinh", "sin", "sinm", "sign", "sqrt"]
    assert {nearest("sine", order) for order in (known, known[::-1], sorted(known))} == {nearest("sine", known)}


def test_nothing_is_near_to_nothing() -> None:
    assert nearest("tr", []) is None
    assert nearest("", ["tr"]) is None
