"""Jacobians and Hessians of array libraries: laid out as NumPy's are, with no identity or commutation matrix formed."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions.modules import code
from tests.codegen.test_filled import HESSIANS, JACOBIANS, module_of, values_for, variable_of
from tests.codegen.test_kronecker import PROGRAMS
from tests.functions.numerics import close
from tests.targets.libraries import Library

FORMING = ("eye", "identity")  # jax.numpy.kron forms its result only
LIBRARIES = {"torch": ("torch", "_torch"), "jax": ("jax", "_jnp"), "array-api": ("numpy", "_compat")}
"""By target: a library, and the word for it in a module."""
EACH = [*[(text, "jacobian") for text in JACOBIANS], *[(text, "hessian") for text in HESSIANS]]


def emitted(target: str, text: str, variable: str) -> dict[str, Any]:
    if target == "array-api":
        pytest.importorskip("array_api_compat", reason="array-api-compat is not installed")
    module: dict[str, Any] = {}
    exec(code(text, wrt=[variable], target=target), module)  # noqa: S102 our own code
    return module


def without_forming(module: Any) -> Any:
    """A library without the functions that form matrices of zeros and ones; of array-api-compat the library that it finds."""
    found = SimpleNamespace(**{name: getattr(module, name) for name in dir(module) if name not in FORMING})
    if hasattr(module, "array_namespace"):
        found.array_namespace = lambda *arrays: without_forming(module.array_namespace(*arrays))
    return found


@pytest.mark.parametrize("target", LIBRARIES)
@pytest.mark.parametrize(("text", "function"), EACH)
def test_they_are_those_of_numpy(target: str, text: str, function: str) -> None:
    library, variable = Library(LIBRARIES[target][0]), variable_of(text)
    numpys = module_of(text, variable)
    values = values_for(numpys, len(text))
    given = {name: library.array(value) if np.ndim(value) else float(value) for name, value in values.items()}
    close(library.number(emitted(target, text, variable)[function](**given)), numpys[function](**values))


@pytest.mark.parametrize("target", LIBRARIES)
@pytest.mark.parametrize("text", [text for text, (_, function) in PROGRAMS.items() if function != "vjp"])
def test_nothing_of_zeros_and_ones_is_formed(target: str, text: str) -> None:
    variable, function = PROGRAMS[text]
    name, word = LIBRARIES[target]
    library, module = Library(name), emitted(target, text, variable)
    rng = np.random.default_rng(7)
    square = rng.normal(size=(4, 4))
    names = inspect.signature(module[function]).parameters
    values = {name: library.array(square @ square.T if name == "S" else rng.normal(size=(4, 4))) for name in names}
    whole = library.number(module[function](**values))
    module[word] = without_forming(module[word])
    assert np.array_equal(library.number(module[function](**values)), whole)
