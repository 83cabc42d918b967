#!/usr/bin/env bash
# PyTorch 2.13.0: the gradient of det at [1 2; 2 4] is 0; the polynomial a d - b c has the gradient [4 -2; -2 1] there.
# guess: 0, as has been reported
# seen: 0
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages torch==2.13.0 numpy==2.4.6
program <<'EOF'
import torch

for f in (torch.linalg.det, lambda A: A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]):
    A = torch.tensor([[1.0, 2.0], [2.0, 4.0]], dtype=torch.float64, requires_grad=True)
    f(A).backward()
    print((A.grad + 0.0).tolist())
EOF
seen <<'EOF'
[[0.0, 0.0], [0.0, 0.0]]
[[4.0, -2.0], [-2.0, 1.0]]
EOF
