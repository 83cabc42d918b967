"""The module of a differential equation for JAX and diffrax against that for NumPy and SciPy, which has our own adjoint."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import varying

jax = pytest.importorskip("jax", reason="jax is not installed")
pytest.importorskip("diffrax", reason="diffrax is not installed")
pytest.importorskip("scipy", reason="scipy is not installed")


@pytest.fixture(autouse=True)
def doubles() -> None:
    jax.config.update("jax_enable_x64", True)


EQUATIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"text": "tanh(W*u) + p", "states": ["u"], "loss": "norm(u)^2", "running": "norm(u - c)^2", "data": "norm(u - y)^2"},
        {"T": 0.8, "u_0": (3, 1), "W": (3, 3), "p": (3, 1), "c": (3, 1), "times": [0.2, 0.5], "y": (2, 3, 1)},
    ),
    (
        {"text": "[omega; -alpha*sin(theta)*cos(t)]", "states": ["theta,omega"], "loss": "theta^2 + t*omega"},
        {"T": 1.1, "theta_0": 0.7, "omega_0": -0.2, "alpha": 2.3},
    ),
]  # fmt: skip


def modules(asked: dict[str, Any]) -> list[ModuleType]:
    found = []
    for target in ("numpy", "jax"):
        found.append(ModuleType(target))
        exec(varying.code_ode(target=target, **asked), found[-1].__dict__)  # noqa: S102 it is ours
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "sizes"), EQUATIONS, ids=lambda value: value.get("text", ""))
def test_the_gradients_are_those_of_the_adjoint_equation(asked: dict[str, Any], sizes: dict[str, Any]) -> None:
    rng = np.random.default_rng(3)
    given = {name: rng.standard_normal(s) if isinstance(s, tuple) else s for name, s in sizes.items()}
    ours, theirs = modules(asked)
    assert float(theirs.loss(**given)) == pytest.approx(ours.loss(**given), rel=1e-7)
    wanted, found = ours.gradient(**given), theirs.gradient(**given)
    assert wanted.keys() == found.keys()
    for name, value in wanted.items():
        assert np.asarray(found[name]) == pytest.approx(np.asarray(value), rel=1e-5, abs=1e-7), name


def test_vectors_with_one_axis_are_columns_and_others_are_refused() -> None:
    _, theirs = modules(EQUATIONS[0][0])
    rng = np.random.default_rng(4)
    given = {name: rng.standard_normal(s) if isinstance(s, tuple) else s for name, s in EQUATIONS[0][1].items()}
    flat = {n: x[..., 0] if isinstance(x, np.ndarray) and x.shape[-1] == 1 else x for n, x in given.items()}
    assert float(theirs.loss(**flat)) == pytest.approx(float(theirs.loss(**given)), rel=1e-12)
    with pytest.raises(ValueError, match=r"p must have the shape \(3, 1\) beside u_0"):
        theirs.loss(**{**given, "p": flat["p"]})
    with pytest.raises(ValueError, match="a value for each of the times"):
        theirs.loss(**{**given, "y": given["y"][:1]})


def test_a_loss_may_be_of_data_alone() -> None:
    written = varying.code_ode("-alpha*u where u: scalar", states=["u"], data="(u - y)^2 where y: scalar", target="jax")
    assert "_total += _data(" in written
    assert "_end(" not in written


def test_a_structured_parameter_is_refused() -> None:
    with pytest.raises(MatcalcError, match="symmetric"):
        varying.code_ode("S*u where S: symmetric(n)", states=["u"], loss="norm(u)^2", target="jax")


def test_an_equation_without_parameters_is_a_module_too() -> None:
    u = np.array([[0.5], [-1.0]])
    for loss in ("", "norm(u)^2"):
        _, module = modules({"text": "u.*u", "states": ["u"], "loss": loss})
        assert np.asarray(module.solve(0.3, u)[0]) == pytest.approx(u / (1 - 0.3 * u), rel=1e-7)
