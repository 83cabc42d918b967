#!/usr/bin/env bash
# SciPy 1.17.1: solve_sylvester(A, B, Q) where A and -B share an eigenvalue, so that there is no solution, returns entries
# of 1e14 without a warning; A X + X B misses Q by 1.
# guess: entries of 1e15 without a warning, as has been reported
# seen: neither; LAPACK's trsyl says so in its info, which is not looked at
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages scipy==1.17.1 numpy==2.4.6
program <<'EOF'
import warnings

import numpy as np
from scipy.linalg import solve_sylvester

A, B, Q = np.diag([1.0, 2.0, 3.0]), np.diag([-1.0, 5.0, 6.0]), np.ones((3, 3))
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    X = solve_sylvester(A, B, Q)
print("warnings:", len(said))
print("largest entry above 1e14:", abs(X).max() > 1e14)
print("A X + X B misses Q by more than a half:", abs(A @ X + X @ B - Q).max() > 0.5)
EOF
seen <<'EOF'
warnings: 0
largest entry above 1e14: True
A X + X B misses Q by more than a half: True
EOF
