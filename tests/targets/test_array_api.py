"""The array-api module, run with several libraries, against the NumPy one."""

from __future__ import annotations

import pytest

from tests.targets.libraries import Library
from tests.targets.programs import Program, programs

pytest.importorskip("array_api_compat", reason="array-api-compat is not installed")


@pytest.mark.parametrize("program", programs(), ids=lambda p: p.name)
@pytest.mark.parametrize("name", ["numpy", "array_api_strict", "torch"])
def test_it_computes_what_numpy_does(name: str, program: Program) -> None:
    Library(name).compare(program, "array-api", wrap=True)


@pytest.mark.parametrize("program", programs()[::7], ids=lambda p: p.name)
def test_with_jax(program: Program) -> None:
    Library("jax").compare(program, "array-api", calls=3)
