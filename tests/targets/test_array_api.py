"""The array-api module, run with several libraries, against the NumPy one."""

from __future__ import annotations

import numpy as np
import pytest

from tests.targets.libraries import Library
from tests.targets.programs import Program, not_written, programs

pytest.importorskip("array_api_compat", reason="array-api-compat is not installed")


@pytest.mark.parametrize("program", programs(), ids=lambda p: p.name)
@pytest.mark.parametrize("name", ["numpy", "array_api_strict", "torch"])
def test_it_computes_what_numpy_does(name: str, program: Program) -> None:
    Library(name).compare(program, "array-api", wrap=True)


@pytest.mark.parametrize(
    ("name", "target"), [("array_api_strict", "array-api"), ("torch", "array-api"), ("torch", "torch")]
)
def test_single_precision_stays_single(name: str, target: str) -> None:
    library = Library(name)
    chosen = [p for p in programs()[::3] if any(isinstance(x, np.ndarray) for _, x in p.arguments())]
    unknown = ("erf", "gelu", "normcdf", "gammaln", "digamma", "polygamma", "logm", "sqrtm", "frechet")
    known = [p for p in chosen if not p.name.startswith(unknown) and not not_written(p, target)]
    assert [p.name for p in known if not library.keeps_singles(p, target)] == []


@pytest.mark.parametrize("program", programs()[::7], ids=lambda p: p.name)
def test_with_jax(program: Program) -> None:
    Library("jax").compare(program, "array-api", calls=3)
