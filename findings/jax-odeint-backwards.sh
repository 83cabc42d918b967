#!/usr/bin/env bash
# JAX 0.10.2: jax.experimental.ode.odeint from t = 1 back to t = 0 returns nan behind the first time, without an error.
# guess: nan, as has been reported
# seen: 1, nan, nan
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages jax==0.10.2 numpy==2.4.6 scipy==1.17.1
program <<'EOF'
import jax.numpy as jnp
import numpy as np
import scipy.integrate
from jax.experimental.ode import odeint

times = [1.0, 0.5, 0.0]
print("jax  ", np.round(np.array(odeint(lambda y, t: -y, jnp.array(1.0), jnp.array(times))), 4))
print("scipy", np.round(scipy.integrate.odeint(lambda y, t: -y, 1.0, times)[:, 0], 4))
EOF
seen <<'EOF'
jax   [ 1. nan nan]
scipy [1.     1.6487 2.7183]
EOF
