#!/usr/bin/env bash
# PyTorch 2.13.0: of linalg.solve(A(t), b) the derivative, forward or reverse, of the forward derivative is half of what it is; of the
# reverse derivative it is right, and so is everything of linalg.inv and lu_solve.
# guess: 0.25, the second derivative of 1/(2 + t) at 0
# seen: 0.125, and of a 2x2 system half of both entries
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages torch==2.13.0 numpy==2.4.6
program <<'EOF'
import torch
from torch.func import jacfwd, jacrev

A = torch.tensor([[2.0, 1.0], [0.0, 4.0]])
E = torch.tensor([[1.0, 0.0], [2.0, 1.0]])
b = torch.tensor([[1.0], [2.0]])
FUNCTIONS = {
    "1/(2 + t)": lambda t: torch.linalg.solve(2 + t.reshape(1, 1), torch.ones(1, 1)),
    "solve": lambda t: torch.linalg.solve(A + t * E, b),
    "lu_solve": lambda t: torch.linalg.lu_solve(*torch.linalg.lu_factor(A + t * E), b),
    "inv": lambda t: torch.linalg.inv(A + t * E) @ b,
}
t = torch.tensor(0.0)
for name, f in FUNCTIONS.items():
    for outer, inner in ((jacfwd, jacfwd), (jacrev, jacfwd), (jacfwd, jacrev), (jacrev, jacrev)):
        print(name, outer.__name__, inner.__name__, outer(inner(f))(t).ravel().tolist())
EOF
seen <<'EOF'
1/(2 + t) jacfwd jacfwd [0.125]
1/(2 + t) jacrev jacfwd [0.125]
1/(2 + t) jacfwd jacrev [0.25]
1/(2 + t) jacrev jacrev [0.25]
solve jacfwd jacfwd [-0.03125, 0.0625]
solve jacrev jacfwd [-0.03125, 0.0625]
solve jacfwd jacrev [-0.0625, 0.125]
solve jacrev jacrev [-0.0625, 0.125]
lu_solve jacfwd jacfwd [-0.0625, 0.125]
lu_solve jacrev jacfwd [-0.0625, 0.125]
lu_solve jacfwd jacrev [-0.0625, 0.125]
lu_solve jacrev jacrev [-0.0625, 0.125]
inv jacfwd jacfwd [-0.0625, 0.125]
inv jacrev jacfwd [-0.0625, 0.125]
inv jacfwd jacrev [-0.0625, 0.125]
inv jacrev jacrev [-0.0625, 0.125]
EOF
