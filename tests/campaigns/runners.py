"""Emitted modules at points, by the library or the language that they are for."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.text.module import module_parameters
from matcalc_cli.pipeline import differentiate
from matcalc_cli.questions import modules

Calls = Sequence[tuple[str, dict[str, Any]]]
"""What is called, and with what by name: arrays with two axes."""


class Runner:
    """A module of one target, called with numbers of one kind."""

    name = "numpy"
    target = "numpy"
    needs = "numpy"

    def __init__(self, kind: type) -> None:
        self.kind = kind

    def run(self, text: str, wrt: str, calls: Calls) -> Iterator[Any]:
        """The value of every call; None where the library refuses it."""
        functions = load(modules.code(text, wrt=[wrt], target=self.target))
        for name, point in calls:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    yield np.asarray(self.plain(functions[name](*self.arguments(text, wrt, point))), dtype=float)
                except (ValueError, ArithmeticError, RuntimeError) as refused:
                    print(f"{self.name} refuses {text}, {name}: {str(refused)[:90]}", flush=True)
                    yield None

    def arguments(self, text: str, wrt: str, point: dict[str, Any]) -> list[Any]:
        """In the order of the module."""
        variables, _ = module_parameters(differentiate(text, wrt=[wrt], order=2))
        values = [(v.is_scalar and not v.axes, point[v.name]) for v in variables]
        return [x.item() if number else self.array(x) for number, x in values]

    def array(self, value: Any) -> Any:
        """In the library."""
        return value

    def plain(self, value: Any) -> Any:
        """In NumPy."""
        return value


class Strict(Runner):
    """The array API, in its strict library."""

    name = "array-api"
    target = "array-api"
    needs = "array_api_strict"

    def array(self, value: Any) -> Any:
        import array_api_strict

        return array_api_strict.asarray(value)


class Jax(Runner):
    """JAX in double precision unless asked for single."""

    name = "jax"
    target = "jax"
    needs = "jax"

    def run(self, text: str, wrt: str, calls: Calls) -> Iterator[Any]:
        import jax

        jax.config.update("jax_enable_x64", self.kind is np.float64)
        return super().run(text, wrt, calls)

    def array(self, value: Any) -> Any:
        import jax

        return jax.numpy.asarray(value)


class Torch(Runner):
    """PyTorch."""

    name = "torch"
    target = "torch"
    needs = "torch"

    def array(self, value: Any) -> Any:
        import torch

        return torch.as_tensor(value)

    def plain(self, value: Any) -> Any:
        return value.detach().numpy()


class Octave(Runner):
    """The module for MATLAB, run by Octave, all calls at once."""

    name = "octave"
    target = "matlab"
    needs = "octave-cli"

    def run(self, text: str, wrt: str, calls: Calls) -> Iterator[Any]:
        lines = ["1;", _SHOW, "m = derivatives();"]
        for name, point in calls:
            given = ", ".join([self.literal(x) for x in self.arguments(text, wrt, point)])
            lines.append(
                f"try\n show(m.{name}({given}));\ncatch failed\n printf('refused %s\\n', failed.message);\nend"
            )
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "derivatives.m").write_text(modules.code(text, wrt=[wrt], target="matlab"))
            (Path(folder) / "main.m").write_text("\n".join(lines) + "\n")
            done = subprocess.run(
                ["octave-cli", "--norc", "--no-history", "main.m"],
                cwd=folder,
                capture_output=True,
                text=True,
                check=True,
            )
        for (name, _), line in zip(calls, done.stdout.splitlines(), strict=True):
            if line.startswith("refused"):
                print(f"octave refuses {text}, {name}: {line[8:98]}", flush=True)
                yield None
            else:
                rows, cols, *values = line.split()
                yield np.array([_read(v) for v in values]).reshape(int(cols), int(rows)).T

    def literal(self, value: Any) -> str:
        """An array, or a number, of the kind."""
        kind = "single" if self.kind is np.float32 else "double"
        rows = "; ".join([" ".join([repr(float(x)) for x in row]) for row in np.atleast_2d(value)])
        return f"{kind}([{rows}])"


_SHOW = """
function show(value)
    printf("%d %d", size(value, 1), size(value, 2));
    printf(" %.17g", value);
    printf("\\n");
end
"""


def _read(text: str) -> float:
    return float(re.sub("^NA$", "nan", text))


RUNNERS = {runner.name: runner for runner in (Runner, Strict, Jax, Torch, Octave)}


def installed() -> list[str]:
    """The targets that can run here."""
    return [name for name, r in RUNNERS.items() if shutil.which(r.needs) or importlib.util.find_spec(r.needs)]
