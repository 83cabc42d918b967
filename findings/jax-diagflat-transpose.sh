#!/usr/bin/env bash
# JAX 0.10.2: jnp.diagflat is linear, and cannot be transposed: a custom_jvp whose rule has it has no gradient; jnp.diag of a vector can.
# guess: the diagonal of the cotangent, as of jnp.diag
# seen: NotImplementedError about a scatter whose indices are not known to be unique, though they are
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages jax==0.10.2 numpy==2.4.6
program <<'EOF'
import jax
import jax.numpy as jnp

x, cotangent = jnp.ones(2), jnp.array([[1.0, 2.0], [3.0, 4.0]])
print("jnp.diag:", jax.linear_transpose(jnp.diag, x)(cotangent)[0].tolist())
try:
    print("jnp.diagflat:", jax.linear_transpose(jnp.diagflat, x)(cotangent)[0].tolist())
except NotImplementedError as error:
    print("jnp.diagflat:", str(error).splitlines()[0])
EOF
seen <<'EOF'
jnp.diag: [1.0, 4.0]
jnp.diagflat: scatter transpose is only implemented where unique_indices=True
EOF
