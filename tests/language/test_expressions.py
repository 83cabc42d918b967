"""Every spelling of SPEC: what is read, as a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call

Read = Callable[[str], str]

TRANSPOSES = {
    "A'": "(transpose A)",
    "A.T": "(transpose A)",
    "Aᵀ": "(transpose A)",
    "A^T": "(transpose A)",
    "A^(T)": "(transpose A)",
    "A ^ ( T )": "(transpose A)",
    "A^⊤": "(transpose A)",
    "A′": "(transpose A)",
    "A''": "(transpose (transpose A))",
    "A^-T": "(transpose (power A -1))",
    "A^−T": "(transpose (power A -1))",
    "A^(-T)": "(transpose (power A -1))",
    "A^ # a comment\n ( -T )": "(transpose (power A -1))",
    "A⁻ᵀ": "(transpose (power A -1))",
    "A^T^2": "(power (transpose A) 2)",
    "A^T*B": "(multiply (transpose A) B)",
    "A^T B": "(multiply (transpose A) B)",
    "A^T(B+C)": "(multiply (transpose A) (add B C))",
    "A.T@A": "(multiply (transpose A) A)",
    "2.T": "(transpose 2)",
    "A^(T*B)": "(power A (multiply T B))",
    "A^(T": None,
    "A^T_1": "(power A T_1)",
    "A^Tx": "(power A Tx)",
    "T*A": "(multiply T A)",
    "T^T": "(transpose T)",
    "A^-(T)": "(power A (negate T))",
}

POWERS = {
    "A^2": "(power A 2)",
    "A²": "(power A 2)",
    "A¹²": "(power A 12)",
    "A⁻¹": "(power A -1)",
    "A^-1": "(power A (negate 1))",
    "A^+1": "(power A (plus 1))",
    "A^-k": "(power A (negate k))",
    "Aⁿ": "(power A n)",
    "A⁻ⁿ": "(power A (negate n))",
    "x.^p": "(elementwise_power x p)",
    "A^2^3": "(power A (power 2 3))",
    "2^x²": "(power 2 (power x 2))",
    "A²^3": "(power (power A 2) 3)",
    "x.^2^3": "(elementwise_power x (power 2 3))",
    "A^-B^2": "(power A (negate (power B 2)))",
    "A^-2*B": "(multiply (power A (negate 2)) B)",
    "A^-2+B": "(add (power A (negate 2)) B)",
    "A^--1": "(power A (negate (negate 1)))",
    "A^2B": "(multiply (power A 2) B)",
    "A^(n-1)": "(power A (subtract n 1))",
    "(-A)^2": "(power (negate A) 2)",
}

TRANSPOSED_POWERS = {
    "A^2'": "(transpose (power A 2))",
    "A^2.T": "(transpose (power A 2))",
    "A²ᵀ": "(transpose (power A 2))",
    "A^2^T": "(transpose (power A 2))",
    "A^2^-T": "(transpose (power (power A 2) -1))",
    "A^-2'": "(transpose (power A (negate 2)))",
    "A^--2'": "(transpose (power A (negate (negate 2))))",
    "A^2^3'": "(transpose (power A (power 2 3)))",
    "A^(2')": "(power A (transpose 2))",
    "x.^2'": "(transpose (elementwise_power x 2))",
    "A'^2": "(power (transpose A) 2)",
    "A⁻¹'": "(transpose (power A -1))",
    "-A^2'": "(negate (transpose (power A 2)))",
    "-A'": "(negate (transpose A))",
    "A*B'": "(multiply A (transpose B))",
    "A*-B'": "(multiply A (negate (transpose B)))",
    "1/2'": "(divide 1 (transpose 2))",
}

SIGNS = {
    "-A": "(negate A)",
    "+A": "(plus A)",
    "−A": "(negate A)",
    "-A^2": "(negate (power A 2))",
    "-A*B": "(multiply (negate A) B)",
    "--A": "(negate (negate A))",
    "A*-B": "(multiply A (negate B))",
    "A*-B*C": "(multiply (multiply A (negate B)) C)",
    "A*-B^2": "(multiply A (negate (power B 2)))",
    "A - -B": "(subtract A (negate B))",
    "A -B": "(subtract A B)",
    "A +B": "(add A B)",
    "2 -x": "(subtract 2 x)",
    "A-B": "(subtract A B)",
    "A−B": "(subtract A B)",
    "A\\-b": "(solve A (negate b))",
}

PRODUCTS = {
    "A*B": "(multiply A B)",
    "A@B": "(multiply A B)",
    "A·B": "(multiply A B)",
    "A⋅B": "(multiply A B)",
    "A×B": "(multiply A B)",
    "A B": "(multiply A B)",
    "2A": "(multiply 2 A)",
    "2 A": "(multiply 2 A)",
    "2(A)": "(multiply 2 A)",
    "(A)(B)": "(multiply A B)",
    "A'B": "(multiply (transpose A) B)",
    "x'A x": "(multiply (multiply (transpose x) A) x)",
    "A(B)": None,
    "A (B+C)": "(multiply A (add B C))",
    "A'(B+C)": "(multiply (transpose A) (add B C))",
    "2tr(A)": "(multiply 2 (tr A))",
    "tr(A)tr(B)": "(multiply (tr A) (tr B))",
    "A.*B": "(hadamard A B)",
    "A⊙B": "(hadamard A B)",
    "A∘B": "(hadamard A B)",
    "A./B": "(elementwise_divide A B)",
    "A/c": "(divide A c)",
    "A\\b": "(solve A b)",
    "A⊗B": "(kron A B)",
    "2.*x": "(hadamard 2 x)",
    "2./x": "(elementwise_divide 2 x)",
    "2.^x": "(elementwise_power 2 x)",
    "2.5.*x": "(hadamard 5/2 x)",
    "2ex": "(multiply 2 ex)",
    "2e-x": "(subtract (multiply 2 e) x)",
}

LEFT_TO_RIGHT = {
    "1/2x": "(multiply (divide 1 2) x)",
    "1/2*x": "(multiply (divide 1 2) x)",
    "A*B*C": "(multiply (multiply A B) C)",
    "A-B-C": "(subtract (subtract A B) C)",
    "A-B+C": "(add (subtract A B) C)",
    "A*B.*C./D/c\\E⊗F G": (
        "(multiply (kron (solve (divide (elementwise_divide (hadamard (multiply A B) C) D) c) E) F) G)"
    ),
    "A\\B\\C": "(solve (solve A B) C)",
    "A+B*C^2'": "(add A (multiply B (transpose (power C 2))))",
    "A*(B+C)": "(multiply A (add B C))",
    "A-(B-C)": "(subtract A (subtract B C))",
    "x'*y/(x'*x)": "(divide (multiply (transpose x) y) (multiply (transpose x) x))",
}

NORMS = {
    "||x||": "(norm x)",
    "‖x‖": "(norm x)",
    "∥x∥": "(norm x)",
    "||A*x - b||^2": "(power (norm (subtract (multiply A x) b)) 2)",
    "||x||'": "(transpose (norm x))",
    "||x||_1^2": "(power (norm x 1) 2)",
    "‖x‖₂": "(norm x 2)",
    "||x||_p": "(norm x p)",
    "||x||_inf": "(norm x Inf)",
    "||X||_F*||X||_{*}": "(multiply (norm X) (nucnorm X))",
    "2*||x||": "(multiply 2 (norm x))",
    "||x||*||y||": "(multiply (norm x) (norm y))",
    "x/||x||": "(divide x (norm x))",
    "||||x||*y||": "(norm (multiply (norm x) y))",
    "||x + ||y||*z||": "(norm (add x (multiply (norm y) z)))",
    "||-x||": "(norm (negate x))",
    "(||x||)": "(norm x)",
    "||x||y": "(multiply (norm x) y)",
}

CALLS = {
    "tr(A)": "(tr A)",
    "tr (A)": "(tr A)",
    "trace(A)": "(trace A)",
    "inner(A, B*C)": "(inner A (multiply B C))",
    "tr(inv(A)*B)": "(tr (multiply (inv A) B))",
    "exp.(x)": "(exp. x)",
    "exp(x)": "(exp x)",
    "expm(A)'": "(transpose (expm A))",
    "tr(A)^2": "(power (tr A) 2)",
    "-tr(-A)": "(negate (tr (negate A)))",
    "I": "I",
    "I(n)": "(I n)",
    "I (n)": "(I n)",
    "I*A": "(multiply I A)",
    "alpha*I - A": "(subtract (multiply alpha I) A)",
    "2pi": "(multiply 2 pi)",
    "π*x": "(multiply pi x)",
    "sum(j, 1, n, A^j)": "(sum j 1 n (power A j))",
    "sum(i, 1, 3, 2i*x)": "(sum i 1 3 (multiply (multiply 2 i) x))",
    "ones()": "(ones)",
    "frechet(expm, A, E)": "(frechet expm A E)",
    "frechetmatrix(expm, A)": "(frechetmatrix expm A)",
    "tr((A))": "(tr A)",
}

BLANKS = {
    "  A  ": "A",
    "A\n+\r\n\tB": "(add A B)",
    "A # the first\n + B # the second": "(add A B)",
    "#only\nA": "A",
    "A\u00a0*\u2009B": "(multiply A B)",
    "A#": "A",
    "A '": "(transpose A)",
}

ALL = TRANSPOSES | POWERS | TRANSPOSED_POWERS | SIGNS | PRODUCTS | LEFT_TO_RIGHT | NORMS | CALLS | BLANKS
READABLE = [(text, tree) for text, tree in ALL.items() if tree]
TERMS = [(text, tree) for text, tree in READABLE if not tree.startswith(("(add", "(subtract"))]


@pytest.mark.parametrize(("text", "tree"), READABLE, ids=[ascii(text) for text, _ in READABLE])
def test_an_expression_is_read_as_its_tree(text: str, tree: str, read: Read) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(("text", "tree"), READABLE, ids=[ascii(text) for text, _ in READABLE])
def test_brackets_around_an_expression_change_nothing(text: str, tree: str, read: Read) -> None:
    assert read(f"((\n{text}\n))") == tree
    assert read(f"tr({text}\n)") == f"(tr {tree})"


@pytest.mark.parametrize(("text", "tree"), TERMS, ids=[ascii(text) for text, _ in TERMS])
def test_a_sum_leaves_its_terms_alone(text: str, tree: str, read: Read) -> None:
    assert read(f"Y + {text}\n + Z") == f"(add (add Y {tree}) Z)"


@pytest.mark.parametrize("text", [text for text, tree in ALL.items() if tree is None])
def test_what_looks_like_one_of_these_is_refused(text: str, refusal: Callable[[str], Exception]) -> None:
    assert str(refusal(text))


def test_a_call_keeps_the_name_as_typed_and_where_it_stands(functions: Mapping[str, str]) -> None:
    call = parse("2*trace (A)", functions).body.children[1]
    assert isinstance(call, Call)
    assert (call.function, call.name_start, call.name_end, call.dotted) == ("trace", 2, 7, False)


def test_functions_may_be_any_collection() -> None:
    for functions in ({"tr"}, ["tr"], {"tr": "tr"}, frozenset({"tr"})):
        assert isinstance(parse("tr(A)", functions).body, Call)


def test_a_function_is_what_the_caller_says() -> None:
    assert isinstance(parse("foo(A)", {"foo"}).body, Call)
    assert parse("tr*A", {"foo"}).body.children
