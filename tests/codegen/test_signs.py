"""Differences the cheap way round: where the other sign is taken, and that no value changes by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.questions import modules

Array = np.ndarray[Any, Any]
rng = np.random.default_rng(5)
AT = {
    "A": rng.standard_normal((5, 4)),
    "U": rng.standard_normal((5, 3)),
    "V": rng.standard_normal((4, 3)),
    "W": rng.standard_normal((5, 4)),
}

TAKEN = [
    "norm(A - U*V')^2",
    "norm(A - U*V')",
    "sum(exp(-(A - U*V').^2))",
    "sum((A - U*V').^2)",
    "tr((A - U*V')'*W)^3",
    "sum(abs(A - U*V'))",
    "norm(U*V' - A)^2 + (norm(U)^2 + norm(V)^2)/10",
    "sum(cos(A - U*V').*W)",
    "sum((A - U*V')./W)",
]
"""Numbers of A - U*V' that take U*V' - A as well."""
LEFT = ["sum(exp(A - U*V'))", "norm(W.*exp(A - U*V'))^2", "sum(log(1 + exp(W.*(A - U*V'))))"]
"""Numbers that do not."""


IN_NUMPY: list[tuple[str, Callable[[Array], float]]] = [
    ("sum((A - U*V').^3)", lambda r: np.sum(r**3)),
    ("tr((A - U*V')'*W)^3", lambda r: np.sum(r * AT["W"]) ** 3),
    ("sum((A - U*V').*W)", lambda r: np.sum(r * AT["W"])),
    ("norm(A - U*V')^2*sum(A - U*V')", lambda r: np.sum(r * r) * np.sum(r)),
    ("sum(W./(A - U*V'))", lambda r: np.sum(AT["W"] / r)),
    ("sum(tanh(A - U*V'))", lambda r: np.sum(np.tanh(r))),
    ("sum(abs(A - U*V').*exp(A - U*V'))", lambda r: np.sum(np.abs(r) * np.exp(r))),
    ("norm(W - 3*(A - U*V'))^2", lambda r: np.sum((AT["W"] - 3 * r) ** 2)),
    ("-2*sum((A - U*V').*W) + norm(A - U*V')^2", lambda r: np.sum(r * r) - 2 * np.sum(r * AT["W"])),
    ("tr(inv((A - U*V')'*(A - U*V')))", lambda r: np.trace(np.linalg.inv(r.T @ r))),
]
"""What is odd in the difference, even, and neither, and the same by NumPy."""


@pytest.mark.parametrize(("text", "wanted"), IN_NUMPY)
def test_no_value_has_the_other_sign(text: str, wanted: Callable[[Array], float]) -> None:
    at = {name: value for name, value in AT.items() if name in text}
    found = load(modules.code(text))["f"](**at)
    np.testing.assert_allclose(found, wanted(AT["A"] - AT["U"] @ AT["V"].T), rtol=1e-11)


def differences(f: Callable[..., float], at: dict[str, Array], name: str, step: float = 1e-6) -> Array:
    """The gradient by central differences."""
    found = np.zeros_like(at[name])
    for place in np.ndindex(*found.shape):
        ends = []
        for sign in (1, -1):
            moved = {key: value.copy() for key, value in at.items()}
            moved[name][place] += sign * step
            ends.append(f(**moved))
        found[place] = (ends[0] - ends[1]) / (2 * step)
    return found


@pytest.mark.parametrize("text", TAKEN + LEFT)
def test_values_and_gradients_are_those_of_the_expression(text: str) -> None:
    module = load(modules.code(text))
    f = module["f"]
    at = {name: value for name, value in AT.items() if name in text or name in "UV"}
    for name in at:
        found = module[f"gradient_{name}"](**at)
        wanted = differences(f, at, name)
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-5 * np.abs(wanted).max())


@pytest.mark.parametrize("text", TAKEN)
def test_nothing_is_negated_that_can_be_taken_the_other_way_round(text: str) -> None:
    module = modules.code(text)
    value = module.split("\ndef f(")[1].split("\n\n\n")[0]
    assert "-(U @ V.T)" not in value
    assert "U @ V.T - " in value


@pytest.mark.parametrize("text", LEFT)
def test_what_needs_the_sign_keeps_it(text: str) -> None:
    value = modules.code(text).split("\ndef f(")[1].split("\n\n\n")[0]
    assert "-(U @ V.T) + A" in value


def test_an_array_that_is_returned_keeps_its_sign() -> None:
    gradient = modules.code("norm(A - U*V')^2/2", wrt=["A"]).split("\ndef gradient(")[1].split("\n\n\n")[0]
    assert "return -(U @ V.T) + A" in gradient


def test_a_sum_over_a_family_has_the_sign_inside_its_loop() -> None:
    """What a loop adds up is not known to take the other sign, and keeps its own."""
    text = "sum(i, 1, n, norm(A - i*U*V')^2) + norm(A - U*V')^2"
    module = load(modules.code(text, wrt=["A"]))
    at = {name: AT[name] for name in "AUV"}
    module["f"](**at, n=3)
    wanted = sum(2 * (at["A"] - i * at["U"] @ at["V"].T) for i in (1, 2, 3, 1))
    np.testing.assert_allclose(module["gradient"](**at, n=3), wanted, rtol=1e-12)


@pytest.mark.parametrize("target", ["torch", "jax", "julia", "matlab"])
def test_where_memory_is_not_taken_over_a_difference_is_one_operation(target: str) -> None:
    module = modules.code("norm(A - U*V')^2", target=target, wrt=["A"])
    assert "-(U" not in module
