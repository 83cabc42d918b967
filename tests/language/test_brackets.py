"""Square brackets: indices and matrices that are written out, by the blanks and line breaks of MATLAB."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree

TREES = {
    "A[i,j]": "index(A, i, j)",
    "x[end-1]": "index(x, subtract(end(), 1))",
    "A[1:k,:]'*x": "multiply(transpose(index(A, range(1, k), all())), x)",
    "A'[1,2]": "index(transpose(A), 1, 2)",
    "A.T[1,:]": "index(transpose(A), 1, all())",
    "(A+B)[1,2]": "index(add(A, B), 1, 2)",
    "A[1:2,:][:,3]": "index(index(A, range(1, 2), all()), all(), 3)",
    "eigvals(S)[k]": "index(eigvals<S>, k)",
    "A^2[1,2]": "multiply(power(A, 2), columns(1, 2))",
    "A^k[1]": "power(A, index(k, 1))",
    "-x[1]": "negate(index(x, 1))",
    "2[1,2]": "multiply(2, columns(1, 2))",
    "A [1; 2]": "multiply(A, rows(1, 2))",
    "[A [1;2]]": "columns(A, rows(1, 2))",
    "[A[1,2] B]": "columns(index(A, 1, 2), B)",
    "[1 -2]": "columns(1, negate(2))",
    "[1 - 2]": "subtract(1, 2)",
    "[1 -2 + 3]": "columns(1, add(negate(2), 3))",
    "[-1 +2]": "columns(negate(1), plus(2))",
    "[A, B; C, D]": "rows(columns(A, B), columns(C, D))",
    "[A' B'\nC D]": "rows(columns(transpose(A), transpose(B)), columns(C, D))",
    "[a\n-b]": "rows(a, negate(b))",
    "[a\n* b]": "multiply(a, b)",
    "[x; y;]": "rows(x, y)",
    "[x]": "x",
    "[tr(A) det (B)]": "columns(tr<A>, det<B>)",
    "[2x 3]": "columns(multiply(2, x), 3)",
    "[||x|| 1]": "columns(norm<x>, 1)",
    "tr([A B])": "tr<columns(A, B)>",
    "[f (x)]": "columns(f, x)",
    "unit(n, i)": "index(I<n>, all(), i)",
    "blkdiag(A, B, C)": "blkdiag<blkdiag<A, B>, C>",
    "unit + blkdiag": "add(unit, blkdiag)",
    "[2 <= k]*x": "multiply(sum<_, 1, 1, at_most(2, k), 1>, x)",
    "[[i != k] a]": "columns(sum<_, 1, 1, unequal(i, k), 1>, a)",
    "A[end,(end-1)]": "index(A, end(), subtract(end(), 1))",
}


def show(tree: Tree) -> str:
    match tree:
        case Operation(operator=operator, operands=operands):
            return f"{operator}({', '.join(map(show, operands))})"
        case Call(function=function, arguments=arguments):
            return f"{function}<{', '.join(map(show, arguments))}>"
        case Name(name=name):
            return name
    assert isinstance(tree, Literal)
    return str(tree.numerator)


@pytest.mark.parametrize("text", TREES)
def test_brackets_are_read(text: str) -> None:
    assert show(parse(text, names()).body) == TREES[text]


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("[a, b", "the expression ends inside [ …", (5, 5)),
        ("[]", "there is nothing between the brackets", (0, 2)),
        ("[;]", "; stands inside [ …", (1, 2)),
        ("A[1", "the expression ends inside [ …", (3, 3)),
        ("[a b)", "[ is still open at this )", (4, 5)),
        ("[2 <= k", "the text ends where the end of [i != k] is expected", (7, 7)),
        ("[2 <= k, 1]", ", stands where the end of [i != k] is expected", (7, 8)),
        ("[2 <= k; 1]", "; stands where the end of [i != k] is expected", (7, 8)),
        ("sum(i in 1:n if i != j", "the text ends where a comma and what is summed is expected", (22, 22)),
        ("x[2 <= k]", "<= compares, and an expression has no comparisons", (4, 6)),
        ("(a]", "( is still open at this ]", (2, 3)),
        ("x]", "this ] closes nothing", (1, 2)),
        ("x[1:2:3]", "a range has no step", (5, 6)),
        ("a:b", "a colon stands in an index only", (1, 2)),
        ("[a:b]", "a colon stands in an index only", (2, 3)),
        ("x[:+1]", "a colon stands in an index only", (2, 3)),
        ("A[1,2,3]", "a matrix has two indices", (1, 8)),
        ("x[1,]", "an operand is missing between , and ]", (4, 5)),
    ],
)
def test_what_is_wrong_with_brackets_is_said_where_it_is(text: str, said: str, place: tuple[int, int]) -> None:
    with pytest.raises(MatcalcError) as caught:
        parse(text, names())
    assert caught.value.message == said
    assert (caught.value.labels[0].start, caught.value.labels[0].end) == place
    assert caught.value.hint


def test_a_row_covers_itself_and_a_matrix_its_brackets() -> None:
    body = parse("[1, 2; 3]", names()).body
    assert (body.start, body.end) == (0, 9)
    assert (body.children[0].start, body.children[0].end) == (1, 5)
