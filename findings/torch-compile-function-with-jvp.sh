#!/usr/bin/env bash
# PyTorch 2.13.0: torch.compile refuses an autograd.Function that has a forward-mode rule (jvp) besides its backward, though only backward is asked.
# guess: compiled as without the rule
# seen: Unsupported, before anything runs
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages torch==2.13.0 numpy==2.4.6
program <<'EOF'
import torch


class Square(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x * x

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, y):
        (x,) = ctx.saved_tensors
        return 2 * x * y


class WithRule(Square):
    @staticmethod
    def jvp(ctx, dx):
        (x,) = ctx.saved_tensors
        return 2 * x * dx


for name in ("Square", "WithRule"):
    function = globals()[name]
    try:
        x = torch.tensor(3.0, requires_grad=True)
        torch.compile(lambda x: function.apply(x), fullgraph=True, backend="eager")(x).backward()
        print(name, x.grad.item())
    except Exception as error:
        print(name, type(error).__name__)
EOF
seen <<'EOF'
Square 6.0
WithRule Unsupported
EOF
