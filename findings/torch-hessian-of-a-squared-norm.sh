#!/usr/bin/env bash
# PyTorch 2.13.0: the Hessian of norm(x)^2 at x = 0 is 0 by torch.func.hessian and nan by torch.autograd.functional.hessian;
# that of x'x, which it is, is 2*I.
# guess: 0 by torch.func, as has been reported, and by the other one too
# seen: two answers of one library to one question, both wrong, the first without a sign of it
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages torch==2.13.0 numpy==2.4.6
program <<'EOF'
import torch

zero = torch.zeros(2, dtype=torch.float64)


def squared_norm(x):
    return torch.linalg.norm(x) ** 2


print(torch.func.hessian(squared_norm)(zero).tolist())
print(torch.autograd.functional.hessian(squared_norm, zero).tolist())
print(torch.func.hessian(lambda x: x @ x)(zero).tolist())
EOF
seen <<'EOF'
[[0.0, 0.0], [0.0, 0.0]]
[[nan, nan], [nan, nan]]
[[2.0, 0.0], [0.0, 2.0]]
EOF
