"""The array libraries that emitted modules are run with, where they are installed."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.errors import MatcalcError
from tests.functions.numerics import close
from tests.targets.programs import Program


class Library:
    """How arrays get into a library and out of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.chunks = 2  # of Dask's arrays
        self.module = pytest.importorskip(name, reason=f"{name} is not installed")
        if name == "jax":
            self.module.config.update("jax_enable_x64", True)
            self.module = importlib.import_module("jax.numpy")

    def array(self, value: Any) -> Any:
        value = np.array(value, dtype=float)
        return (
            self.module.from_array(value, chunks=self.chunks)
            if self.name == "dask.array"
            else self.module.asarray(value)
        )

    def number(self, value: Any) -> Any:
        """What NumPy can compare; the array is known to be this library's."""
        if self.name == "numpy":
            return np.asarray(value)
        assert type(value).__module__.partition(".")[0] in {self.name.partition(".")[0], "jaxlib"}
        return np.from_dlpack(value.detach()) if self.name == "torch" else np.asarray(value)

    def arguments(self, given: Sequence[tuple[Any, Any]], *, wrap: bool) -> list[Any]:
        """Scalars are arrays of the library where no other argument tells which library it is, if `wrap`."""
        lone = wrap and not any(isinstance(value, np.ndarray) for _, value in given)
        wrapped = [isinstance(x, np.ndarray) or (lone and s is not None and s.kind == "scalar") for s, x in given]
        return [self.array(x) if w else x for w, (_, x) in zip(wrapped, given, strict=True)]

    def keeps_singles(self, program: Program, target: str) -> bool:
        """Whether single precision stays single, of functions that have an array among their arguments."""
        functions = load(program.code(target))
        for name, given in program.calls():
            singles = [self.module.asarray(np.float32(x)) if isinstance(x, np.ndarray) else x for _, x in given]
            value = functions[name](*singles)
            if "float32" not in str(value.dtype):
                return False
        return True

    def compare(self, program: Program, target: str, *, wrap: bool = False, calls: int = 100) -> None:
        """What the module says is what the NumPy one says, in a value of this library's own type."""
        try:
            functions = load(program.code(target))
        except MatcalcError as error:
            assert error.kind == "unsupported"
            assert "numpy" in (error.hint or "")
            return  # test_coverage.py knows which functions a target may lack
        for name, given in list(program.calls())[:calls]:
            value = functions[name](*self.arguments(given, wrap=wrap))
            if any(isinstance(x, np.ndarray) for _, x in given):
                value = self.number(value)
            close(np.asarray(value, dtype=float), program.wanted()[name])
