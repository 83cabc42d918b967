"""What the functions of modules about differential equations and recurrences make of the arguments that users have."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions import stepping, varying

pytest.importorskip("scipy", reason="scipy is not installed")
RANDOM = np.random.default_rng(5)
COLUMNS = {name: RANDOM.standard_normal((3, 1)) for name in ("u_0", "x_0", "p", "c")}
DATA = RANDOM.standard_normal((2, 3, 1))
W = RANDOM.standard_normal((3, 3)) / 2


def run(code: str) -> ModuleType:
    module = ModuleType("emitted")
    exec(code, module.__dict__)  # noqa: S102 it is ours
    return module


FLOW = run(varying.code_ode("tanh(W*u) + p", states=["u"], loss="norm(u - c)^2", data="norm(u - y)^2"))
STEPS = run(stepping.code_recurrence("tanh(W*x + p)", states=["x"], loss="norm(x - c)^2", each="norm(x - y)^2"))
CALLS: list[tuple[ModuleType, dict[str, Any]]] = [
    (FLOW, {"T": 0.7, "u_0": COLUMNS["u_0"], "W": W, "p": COLUMNS["p"], "c": COLUMNS["c"], "times": [0.2, 0.5], "y": DATA}),
    (STEPS, {"N": 2, "x_0": COLUMNS["x_0"], "W": W, "p": COLUMNS["p"], "c": COLUMNS["c"], "y": DATA}),
]  # fmt: skip
each = pytest.mark.parametrize(("module", "given"), CALLS, ids=["flow", "steps"])


def in_one_axis(given: dict[str, Any]) -> dict[str, Any]:
    return {k: x[..., 0] if isinstance(x, np.ndarray) and x.shape[-1] == 1 else x for k, x in given.items()}


@each
def test_vectors_with_one_axis_give_the_same_numbers_in_one_axis(module: ModuleType, given: dict[str, Any]) -> None:
    flat = in_one_axis(given)
    assert module.loss(**flat) == pytest.approx(module.loss(**given), rel=1e-12)
    wanted, found = module.gradient(**given), module.gradient(**flat)
    assert wanted.keys() == found.keys()
    for name, value in wanted.items():
        vector = np.shape(value)[-1:] == (1,)
        assert np.shape(found[name]) == (np.shape(value)[:-1] if vector else np.shape(value))
        assert np.ravel(found[name]) == pytest.approx(np.ravel(value), rel=1e-9)


@each
def test_states_come_back_as_they_were_given(module: ModuleType, given: dict[str, Any]) -> None:
    for wanted in (given, in_one_axis(given)):
        taken = {name: x for name, x in wanted.items() if name not in {"times", "y"}}
        states = [module.solve(**taken)(0.3)] if module is FLOW else module.steps(**taken)
        assert {x.shape for (x,) in states} == {next(x for name, x in wanted.items() if name.endswith("_0")).shape}


@each
@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "p",
            lambda p: p[:, 0],
            r"p must have the shape \(3, 1\) beside \w_0 of shape \(3, 1\), not \(3,\): p\[:, None\]",
        ),
        ("c", lambda c: c.T, r"c must have the shape \(3, 1\).*: c.T"),
        ("W", lambda w: w[:2], r"W must have the shape \(2, 2\)|must have the shape \(2, 1\)"),
        ("W", lambda w: w + 1j, "W must be real, not complex128"),
        ("y", lambda y: y[:, :, 0], r"y\[0\] must have the shape \(3, 1\) beside"),
        ("y", lambda y: [y[0], y[1, :2]], r"y\[1\] must have the shape \(3, 1\) beside"),
        ("y", lambda y: y[:1], "the data have a value for each of the times|is given 2 times"),
        ("y", lambda _: 2.0, "y must be a sequence"),
    ],
)
def test_what_does_not_fit_is_told_by_its_name(
    module: ModuleType, given: dict[str, Any], name: str, change: Any, said: str
) -> None:
    for function in (module.loss, module.gradient):
        with pytest.raises((TypeError, ValueError), match=said):
            function(**{**given, name: change(given[name])})


@each
def test_lists_and_integers_are_arrays(module: ModuleType, given: dict[str, Any]) -> None:
    whole = {name: np.rint(2 * x) if isinstance(x, np.ndarray) else x for name, x in given.items()}
    wanted = module.loss(**whole)
    for kind in (np.ndarray.tolist, lambda x: x.astype(int)):
        assert module.loss(**{k: kind(x) if isinstance(x, np.ndarray) else x for k, x in whole.items()}) == wanted


@each
def test_another_number_of_arguments_is_an_error_of_python(module: ModuleType, given: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="missing a required argument: 'W'"):
        module.loss(**{name: x for name, x in given.items() if name != "W"})
    with pytest.raises(TypeError, match="unexpected keyword argument 'wrong'"):
        module.loss(**given, wrong=1)


def test_an_end_before_zero_is_integrated_to_and_no_number_of_steps_is_negative() -> None:
    module = run(
        varying.code_ode("alpha*u where u: scalar", states=["u"], loss="u^2", running="u", data="u*y where y: scalar")
    )
    given = {"T": -0.8, "u_0": 1.5, "alpha": 0.6, "times": [-0.5, -0.2], "y": [2.0, -3.0]}

    def loss(T: float, u_0: float, alpha: float, times: list[float], y: list[float]) -> float:
        at = lambda t: u_0 * np.exp(alpha * t)  # noqa: E731
        return float(at(T) ** 2 + (at(T) - u_0) / alpha + sum(a * at(t) for a, t in zip(y, times, strict=True)))

    assert module.loss(**given) == pytest.approx(loss(**given), rel=1e-9)
    for name, slope in module.gradient(**given).items():
        moved = [loss(**{**given, name: given[name] + step}) for step in (1e-5, -1e-5)]  # type: ignore[arg-type, operator]
        assert slope == pytest.approx((moved[0] - moved[1]) / 2e-5, rel=1e-6), name
    with pytest.raises(ValueError, match="N must not be negative"):
        STEPS.steps(**{**{k: x for k, x in CALLS[1][1].items() if k != "y"}, "N": -1})
