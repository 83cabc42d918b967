#!/usr/bin/env bash
# JAX 0.10.2: sign(z) = z/|z| of a complex number moves along i, but its jvp is 0.
# guess: 0, as has been reported
# seen: the value of z/abs(z) with the derivative of the sign of a real number
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages jax==0.10.2 numpy==2.4.6
program <<'EOF'
import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)
z = 3.0 + 4.0j
for name, f in (("sign(z)", jnp.sign), ("z/abs(z)", lambda z: z / jnp.abs(z))):
    value, moved = jax.jvp(f, (z,), (1j,))
    print(name, complex(value), complex(moved.round(6)))
h = 1e-4
print("difference quotient", complex(((jnp.sign(z + h * 1j) - jnp.sign(z - h * 1j)) / (2 * h)).round(6)))
EOF
seen <<'EOF'
sign(z) (0.6+0.8j) 0j
z/abs(z) (0.6+0.8j) (-0.096+0.072j)
difference quotient (-0.096+0.072j)
EOF
