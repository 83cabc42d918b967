#!/usr/bin/env bash
# PyTorch 2.13.0: the second derivative of an autograd.Function by forward mode twice is 0, without a word, where its jvp is plain differentiable code.
# guess: 12 x^2 = 4.32, as forward over reverse, reverse over forward and reverse twice have it
# seen: 0.0
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages torch==2.13.0 numpy==2.4.6
program <<'EOF'
import torch
from torch.func import jacfwd, jacrev


class Fourth(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x**4

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_forward(*inputs)
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, y):
        (x,) = ctx.saved_tensors
        return 4 * x**3 * y

    @staticmethod
    def jvp(ctx, dx):
        (x,) = ctx.saved_tensors
        return 4 * x**3 * dx


x = torch.tensor(0.6, dtype=torch.float64)
for outer in jacfwd, jacrev:
    for inner in jacfwd, jacrev:
        print(outer.__name__, inner.__name__, round(outer(inner(Fourth.apply))(x).item(), 12))
print("without the class", round(jacfwd(jacfwd(lambda x: x**4))(x).item(), 12))
EOF
seen <<'EOF'
jacfwd jacfwd 0.0
jacfwd jacrev 4.32
jacrev jacfwd 4.32
jacrev jacrev 4.32
without the class 4.32
EOF
