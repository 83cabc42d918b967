"""Beyond one machine: sharded JAX arrays and Dask arrays give the numbers of NumPy; the manual's scripts run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.questions import modules
from tests.targets.libraries import Library
from tests.targets.programs import Program, not_written, programs

MANUAL = (Path(__file__).parents[2] / "matcalc_cli" / "topics" / "manual.md").read_text(encoding="utf-8")
LOGISTIC = "sum(softplus(-y.*(A*x)))/m + lambda/2*norm(x)^2 where A: matrix(m,n), y: vector(m)"
DASK_LACKS = "det|eigh|eigvalsh|matrix_power|pinv|slogdet"
TRIES = 3
"""XLA's eight devices wait for each other in threads of one pool, and now and then one has none: XLA ends itself after a minute."""


def script(word: str) -> str:
    return next(block for block in re.findall(r"```python\n(.*?)```", MANUAL, re.DOTALL) if word in block)


def run(text: str, folder: Path) -> str:
    for _ in range(TRIES):
        done = subprocess.run([sys.executable, "-c", text], cwd=folder, capture_output=True, text=True, check=False)
        if "rendezvous.cc" not in done.stderr:
            break
    assert done.returncode == 0, done.stderr
    return done.stdout


def loss_after(steps: int) -> float:
    """The loss before the last step of the same descent, in NumPy."""
    functions = load(modules.code(LOGISTIC, wrt=["x"]))
    random = np.random.default_rng(0)
    A, y = random.standard_normal((8000, 20)), np.sign(random.standard_normal((8000, 1)))
    x = np.zeros((20, 1))
    for _ in range(steps):
        loss, gradient = functions["value_and_gradient"](y, A, x, 0.01)
        x = x - gradient
    return float(loss)


def test_the_command_of_the_readme_is_the_one_that_is_run_here() -> None:
    assert f'matcalc code "{LOGISTIC}"' in MANUAL


def test_the_sharded_example_of_the_readme(tmp_path: Path) -> None:
    pytest.importorskip("jax", reason="jax is not installed")
    (tmp_path / "logistic.py").write_text(modules.code(LOGISTIC, wrt=["x"], target="jax"))
    assert run(script("XLA_FLAGS"), tmp_path).startswith(f"8 devices, loss {loss_after(20):.12f}")


def test_the_dask_example_of_the_readme(tmp_path: Path) -> None:
    pytest.importorskip("dask.array", reason="dask is not installed")
    pytest.importorskip("array_api_compat", reason="array-api-compat is not installed")
    (tmp_path / "logistic_api.py").write_text(modules.code(LOGISTIC, wrt=["x"], target="array-api"))
    assert run(script("dask.array"), tmp_path) == f"8 blocks, loss {loss_after(20):.12f}\n"


SHARDED = """
import os
os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"
import jax, numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec
import rows, plain
jax.config.update("jax_enable_x64", True)
rng = np.random.default_rng(3)
given = [rng.standard_normal(shape) for shape in SHAPES]
mesh = Mesh(np.array(jax.devices()), ("rows",))
there = [jax.device_put(x, NamedSharding(mesh, PartitionSpec(*["rows"] * (x.shape[0] == 64)))) for x in given]
for name in NAMES:
    f = jax.jit(getattr(rows, name))
    found, wanted = f(*there), getattr(plain, name)(*given)
    assert name == "gradient" or "all-reduce" in f.lower(*there).compile().as_text()
    for one, other in zip(jax.tree.leaves(found), jax.tree.leaves(wanted), strict=True):
        assert len(one.sharding.device_set) == 8
        np.testing.assert_allclose(np.atleast_2d(one), np.atleast_2d(other), rtol=1e-10, atol=1e-10)
print("same")
"""


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("norm(A*x - b)^2", [(64, 3), (3, 1), (64, 1)]),
        ("logdet(A'*A) + logsumexp(A*x)", [(64, 3), (3, 1)]),
        ("tr(inv(A'*A)*S)", [(64, 3), (3, 3)]),
    ],
)
def test_row_sharded_arrays_give_the_same_numbers(text: str, shapes: list[tuple[int, int]], tmp_path: Path) -> None:
    pytest.importorskip("jax", reason="jax is not installed")
    for name, target in (("rows", "jax"), ("plain", "numpy")):
        (tmp_path / f"{name}.py").write_text(modules.code(text, wrt=["A"], target=target))
    text = SHARDED.replace("SHAPES", str(shapes)).replace("NAMES", str(["f", "gradient", "value_and_gradient"]))
    assert run(text, tmp_path) == "same\n"


def test_dask_gives_the_same_numbers_or_says_what_it_lacks() -> None:
    """In blocks of two rows and columns, where that needs no linear algebra; lazily, until the values are asked for."""
    dask = Library("dask.array")
    pytest.importorskip("array_api_compat", reason="array-api-compat is not installed")
    chosen = [
        p
        for p in programs()[::13]
        if not not_written(p, "array-api") and any(isinstance(x, np.ndarray) for _, x in p.arguments())
    ]
    compared = sum(agrees(dask, program) for program in chosen)
    assert compared > len(chosen) / 2


def agrees(dask: Library, program: Program) -> bool:
    dask.chunks = -1 if "linalg" in program.code("array-api") else 2
    try:
        dask.compare(program, "array-api", calls=2)
    except AttributeError as error:
        assert re.search(rf"has no attribute '({DASK_LACKS})'", str(error))
        return False
    except ValueError as error:  # of blocks that a factorization in steps has made
        assert "Use .rechunk" in str(error)
        return False
    return True


def test_the_cholesky_factor_is_the_lower_one() -> None:
    """array-api-compat hands out Dask's upper one."""
    dask = Library("dask.array")
    f = load(modules.code("chol(S) where S: spd(n)", target="array-api"))["f"]
    S = np.array([[4.0, 2.0], [2.0, 3.0]])
    np.testing.assert_allclose(f(dask.array(S)).compute(), np.linalg.cholesky(S))
