"""Which functions a target has code for, without running any."""

from __future__ import annotations

import inspect
import re

import pytest

from matcalc_cli.codegen import differentiated
from matcalc_cli.codegen.targets import TARGETS, load
from matcalc_cli.codegen.targets.helpers import arrays
from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions.modules import code
from tests.targets.programs import registry

LOGARITHM, ROOT = ({name, f"frechet({name})", f"frechetmatrix({name})"} for name in ("logm", "sqrtm"))
SPECIAL = {"erf", "erfinv", "gammaln", "digamma", "polygamma"}
LACKING = {
    "array-api": LOGARITHM | ROOT | SPECIAL, "jax": LOGARITHM, "torch": LOGARITHM | ROOT,
}  # fmt: skip
"""What a target has no code for: its library has no such function, and to make it of others takes too much."""


@pytest.mark.parametrize("target", TARGETS)
def test_every_function_has_code_or_is_known_to_have_none(target: str) -> None:
    lacking = set()
    for program in registry():
        try:
            program.code(target)
        except MatcalcError as error:
            assert error.kind == "unsupported"
            lacking.add(error.message.rpartition(" ")[2])
    assert lacking == LACKING.get(target, set())


def test_an_error_says_which_targets_have_the_function() -> None:
    with pytest.raises(MatcalcError, match="no array-api code for erf") as caught:
        code("erf(x)", target="array-api")
    assert "numpy" in str(caught.value.hint)


FRAMES = {
    "checked",
    "dimension",
    "number",
    "namespace",
    "summation",
    "summands",
    "total",
    "nested",
    "production",
    "solve_dimension",
}
"""Helpers that the frames of functions call, not templates."""


@pytest.mark.parametrize("target", TARGETS)
def test_every_helper_is_used(target: str) -> None:
    """Those of the array API are there for JAX and PyTorch too, whether or not their libraries have the function."""
    it = load(target)
    shared = set(arrays.HELPERS) if target in ("jax", "torch") else set()
    # The calls of helpers that stand for derivatives, and those that a target puts into its own rules.
    asking = inspect.getsource(differentiated) + inspect.getsource(type(it))
    for name in set(it.helpers) - FRAMES - shared:
        others = [asking, *it.operations.values(), *[text for n, text in it.helpers.items() if n != name]]
        assert any(re.search(rf"(?<!\w){it.private}{name}\b", text) for text in others), name


@pytest.mark.parametrize("target", [t for t in TARGETS if load(t).private])
def test_what_templates_call_is_defined(target: str) -> None:
    it = load(target)
    text = "\n".join([*it.operations.values(), *it.helpers.values()])
    assert set(re.findall(r"(?<![\w.])_([a-z]\w*)\(", text)) <= {*it.helpers, *it.imports}
