#!/usr/bin/env bash
# JAX 0.10.2: the gradient of sum(eigvals(A)^2), which is tr(A^2), at the defective A = [1 1; 0 1] is 2*I, not 2*A'.
# guess: 2*I, as has been reported
# seen: finite and wrong: the entry below the diagonal is 0, and a difference quotient of the value says 2
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages jax==0.10.2 numpy==2.4.6
program <<'EOF'
import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)
A = jnp.array([[1.0, 1.0], [0.0, 1.0]])
E = jnp.array([[0.0, 0.0], [1.0, 0.0]])


def f(A):
    return jnp.sum(jnp.linalg.eigvals(A) ** 2).real


print(jax.grad(f)(A).round(6).tolist())
print("difference quotient below the diagonal:", round(float((f(A + 1e-4 * E) - f(A - 1e-4 * E)) / 2e-4), 4))
print("tr(A^2):", jax.grad(lambda A: jnp.trace(A @ A))(A).tolist())
EOF
seen <<'EOF'
[[2.0, 0.0], [0.0, 2.0]]
difference quotient below the diagonal: 2.0
tr(A^2): [[2.0, 0.0], [2.0, 2.0]]
EOF
