#!/usr/bin/env bash
# SymPy 1.14.0: the derivative of exp(A) by the matrix symbol A is 0, although A occurs in it.
# guess: 0, as has been reported
# seen: 0, and exp(A) is no matrix
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages sympy==1.14.0
program <<'EOF'
import sympy

A = sympy.MatrixSymbol("A", 2, 2)
f = sympy.exp(A)
print(f, f.has(A), f.is_Matrix, f.diff(A))
EOF
seen <<'EOF'
exp(A) True False 0
EOF
