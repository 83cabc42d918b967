#!/usr/bin/env bash
# autograd 1.9.1: the gradient of sum(eigvalsh(S)^2) = tr(S^2) by a symmetric S is lower triangular, not 2*S.
# guess: all of it below the diagonal, as has been reported
# seen: [4 0; 4 6]: the whole slope stands below the diagonal, and a step along it leaves the symmetric matrices
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages autograd==1.9.1 numpy==2.4.6
program <<'EOF'
import autograd.numpy as np
from autograd import grad

S = np.array([[2.0, 1.0], [1.0, 3.0]])
print((np.round(grad(lambda S: np.sum(np.linalg.eigh(S)[0] ** 2))(S), 6) + 0.0).tolist())
print((grad(lambda S: np.trace(np.dot(S, S)))(S)).tolist())
EOF
seen <<'EOF'
[[4.0, 0.0], [4.0, 6.0]]
[[4.0, 2.0], [2.0, 6.0]]
EOF
