"""jax.grad under jax.jit, in float64; jax.jvp for the Jacobian-vector products."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
from systems.numpy_like import flat, values

jax.config.update("jax_enable_x64", True)
VALUES = values(jnp, jnp.logaddexp)


def prepared(inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: jnp.asarray(x) for name, x in flat(inputs).items()}


def function(case: Any) -> Any:
    value = VALUES[case.name]
    if case.product:
        run = jax.jit(lambda A, dA: jax.jvp(value, (A,), (dA,))[1])
        return lambda A, dA: jax.block_until_ready(run(A, dA))
    names = list(case.shapes)
    places = tuple(names.index(name) for name in case.wrt)
    gradient = jax.jit(jax.grad(value, argnums=places if len(places) > 1 else places[0]))
    return lambda **inputs: jax.block_until_ready(gradient(*[inputs[name] for name in names]))
