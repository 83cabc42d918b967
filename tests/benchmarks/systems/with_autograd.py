"""The gradient of HIPS autograd, on NumPy. It has no forward mode worth the name for matrices: make_jvp."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
from autograd import grad, make_jvp
from systems.numpy_like import flat, values

VALUES = values(anp, anp.logaddexp)
prepared = flat


def function(case: Any) -> Any:
    value = VALUES[case.name]
    if case.product:
        return lambda A, dA: make_jvp(value)(A)(dA)[1]
    names = list(case.shapes)
    places = tuple(names.index(name) for name in case.wrt)
    gradient = grad(value, places if len(places) > 1 else places[0])
    return lambda **inputs: gradient(*[inputs[name] for name in names])
