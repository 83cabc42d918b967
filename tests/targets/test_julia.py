"""The julia module. No Julia runs here: tree-sitter reads it, and an interpreter of ours that is as strict computes it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions import modules
from tests.functions.numerics import close
from tests.targets.programs import Program, not_written, programs
from tests.targets.reading_julia import Reader

tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed")
grammar = pytest.importorskip("tree_sitter_julia", reason="tree-sitter-julia is not installed")


def read(code: str) -> Reader:
    root = tree_sitter.Parser(tree_sitter.Language(grammar.language())).parse(code.encode()).root_node
    assert not root.has_error
    return Reader(root)


def as_written(symbol: Any, value: Any) -> Any:
    """Vectors are vectors."""
    if isinstance(value, np.ndarray) and symbol.cols == 1 and symbol.rows != 1:
        return value[:, 0]
    return value


@pytest.mark.parametrize("program", [p for p in programs() if not not_written(p, "julia")], ids=lambda p: p.name)
def test_it_computes_what_numpy_does(program: Program) -> None:
    functions = read(program.code("julia"))
    for name, given in program.calls():
        found = functions[name](*[as_written(s, x) if s else x for s, x in given])
        wanted = program.wanted()[name]
        close(found[:, None] if np.ndim(found) == 1 else found, wanted)
        assert np.ndim(found) < 2 or found.shape[1] > 1 or found.shape[0] == 1  # a column is a vector


@pytest.mark.parametrize("text", ["A + 1", "A + x", "A * x'", "A / A", "y"])
def test_the_interpreter_is_as_strict_as_julia(text: str) -> None:
    f = read(f"f(A, x) = {text}")["f"]
    with pytest.raises((AssertionError, ValueError)):
        f(np.eye(3), np.ones(3))


def test_names_that_julia_needs_get_an_underscore() -> None:
    code = modules.code("size^2 + end*norm(x)^2", var=["size: scalar", "end: scalar"], target="julia")
    assert read(code)["f"](2.0, 3.0, np.array([1.0, 1.0])) == pytest.approx(10.0)
