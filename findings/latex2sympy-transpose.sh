#!/usr/bin/env bash
# latex2sympy2 1.9.1 reads A^{\top} B as A*B: the transposition is gone without a word.
# guess: \top is dropped, as has been reported, and so is \mathsf{T}
# seen: \top and T are dropped, \mathsf{T} becomes the exponent of a power
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages latex2sympy2==1.9.1 sympy==1.14.0
program <<'EOF'
from latex2sympy2 import latex2sympy

for text in (r"A^{\top} B", "A^T B", r"x^{\mathsf{T}} A x"):
    print(text, "->", latex2sympy(text))
EOF
seen <<'EOF'
A^{\top} B -> A*B
A^T B -> A*B
x^{\mathsf{T}} A x -> A*x*x**\mathsf{T}
EOF
