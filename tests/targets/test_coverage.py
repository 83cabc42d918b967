"""Which functions a target has code for, without running any."""

from __future__ import annotations

import re

import pytest

from matcalc_cli.codegen.targets import TARGETS, load
from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import code
from tests.targets.programs import programs

LOGARITHM, ROOT = ({f"{front}{name}" for front in ("", "frechet_", "frechetmatrix_")} for name in ("logm", "sqrtm"))
LACKING = {"array-api": LOGARITHM | ROOT | {"erf"}, "jax": LOGARITHM, "torch": LOGARITHM | ROOT}
"""What a target has no code for: its library has no such function, and to make it of others takes too much."""


@pytest.mark.parametrize("target", TARGETS)
def test_every_function_has_code_or_is_known_to_have_none(target: str) -> None:
    lacking = set()
    for program in programs():
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


@pytest.mark.parametrize("target", TARGETS)
def test_every_helper_is_called_and_every_call_is_of_a_helper(target: str) -> None:
    it = load(target)
    text = "\n".join([*it.operations.values(), *it.helpers.values(), "_dimension( _number( _namespace( _summation("])
    called = set(re.findall(rf"(?<![\w.]){it.private}([a-z]\w*)\(", text))
    assert called - {"term"} - set(it.imports) <= set(it.helpers) | {"dimension", "number", "namespace", "summation"}
    assert set(it.helpers) <= called | set(re.findall(rf"(?<![\w.]){it.private}([a-z]\w*),", text))
