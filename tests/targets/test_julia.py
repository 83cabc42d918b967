"""The julia module. No Julia runs here: its grammar is checked by tree-sitter, its meaning by reading it with NumPy."""

from __future__ import annotations

import pytest

from tests.targets.programs import Program, programs


def tree(code: str) -> object:
    tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed")
    grammar = pytest.importorskip("tree_sitter_julia", reason="tree-sitter-julia is not installed")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    return parser.parse(code.encode()).root_node


@pytest.mark.parametrize("program", programs()[::3], ids=lambda p: p.name)
def test_it_is_julia(program: Program) -> None:
    assert not tree(program.code("julia")).has_error
