"""Every node knows the exact stretch of the text that it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from matcalc_cli.language.tree import Program, Tree

Parse = Callable[[str], Program]


def nodes(tree: Tree) -> Iterator[Tree]:
    yield tree
    for child in tree.children:
        yield from nodes(child)


SPANS = {
    "A": ["A"],
    " A ": ["A"],
    "(A)": ["A"],
    "A + B": ["A + B", "A", "B"],
    "(A+B)*C": ["(A+B)*C", "A+B", "A", "B", "C"],
    "A*(B+C)": ["A*(B+C)", "A", "B+C", "B", "C"],
    "((A))'": ["((A))'", "A"],
    "(A*B)'*C": ["(A*B)'*C", "(A*B)'", "A*B", "A", "B", "C"],
    "-(A) + B": ["-(A) + B", "-(A)", "A", "B"],
    "A^-1*B": ["A^-1*B", "A^-1", "A", "-1", "1", "B"],
    "A^-T": ["A^-T", "A^-T", "A", "-T"],
    "A ^ ( - T ) + B": ["A ^ ( - T ) + B", "A ^ ( - T )", "A ^ ( - T )", "A", "( - T )", "B"],
    "A⁻¹B": ["A⁻¹B", "A⁻¹", "A", "⁻¹", "B"],
    "x² - 0.5": ["x² - 0.5", "x²", "x", "²", "0.5"],
    "x²ᵀ": ["x²ᵀ", "x²ᵀ", "x", "²ᵀ"],
    "tr( A*B )": ["tr( A*B )", "A*B", "A", "B"],
    "exp.(x)/2": ["exp.(x)/2", "exp.(x)", "x", "2"],
    "|| x ||^2": ["|| x ||^2", "|| x ||", "x", "2"],
    "2 dα x": ["2 dα x", "2 dα", "2", "dα", "x"],
    "# note\nA\n + B": ["A\n + B", "A", "B"],
    "A.T + inv (B)": ["A.T + inv (B)", "A.T", "A", "inv (B)", "B"],
}


@pytest.mark.parametrize("text", SPANS)
def test_a_node_covers_what_it_was_read_from(text: str, program: Parse) -> None:
    assert [text[node.start : node.end] for node in nodes(program(text).body)] == SPANS[text]


@pytest.mark.parametrize("text", SPANS)
def test_spans_count_characters_from_the_beginning_of_the_text(text: str, program: Parse) -> None:
    shifted = program(f"r = λ*y;\n{text}").body
    assert [node.start - 9 for node in nodes(shifted)] == [node.start for node in nodes(program(text).body)]


@pytest.mark.parametrize("text", SPANS)
def test_a_node_lies_inside_its_operation(text: str, program: Parse) -> None:
    for node in nodes(program(text).body):
        assert all(node.start <= child.start <= child.end <= node.end for child in node.children)


def test_the_program_keeps_its_text(program: Parse) -> None:
    text = "r = A*x - b;  # the residual\nr'*r where A: matrix(m, 3)"
    tree = program(text)
    assert tree.text is text
    (binding,) = tree.bindings
    assert (text[binding.name.start : binding.name.end], text[binding.value.start : binding.value.end]) == (
        "r",
        "A*x - b",
    )
    (declaration,) = tree.declarations
    assert text[declaration.start : declaration.end] == "A: matrix(m, 3)"
    assert text[declaration.name.start : declaration.name.end] == "A"
