#!/usr/bin/env bash
# SciPy 1.17.1: solve_ivp with LSODA ends with success and the state nan where the right side becomes nan on the way.
# guess: success and nan, as has been reported
# seen: status 0, "The solver successfully reached the end of the integration interval."
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages scipy==1.17.1 numpy==2.4.6
program <<'EOF'
import numpy as np
from scipy.integrate import solve_ivp

for method in ("RK45", "LSODA"):
    found = solve_ivp(lambda t, y: [np.sqrt(1 - t)], (0, 2), [0.0], method=method)
    print(method, found.status, found.success, "nan" if np.isnan(found.y[0, -1]) else "a number")
EOF
seen <<'EOF'
RK45 -1 False a number
LSODA 0 True nan
EOF
