#!/usr/bin/env bash
# SymPy 1.14.0: the derivative of tr(A^n) by A is right for n = 3 and that of the entrywise power for a symbol n.
# guess: the entrywise power, as has been reported, for n = 3 too
# seen: n times the Hadamard power; at n = 3 and A = [1 2; 3 4] its entries are not those of 3*(A.T)**2
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages sympy==1.14.0
program <<'EOF'
import sympy

n = sympy.Symbol("n", integer=True, positive=True)
A = sympy.MatrixSymbol("A", 2, 2)
print(sympy.Trace(A**3).diff(A))
print(sympy.Trace(A**n).diff(A))
M = sympy.Matrix([[1, 2], [3, 4]])
print("right at n = 3:", (3 * (M.T) ** 2).tolist(), " entrywise:", (3 * M.applyfunc(lambda e: e**2)).tolist())
EOF
seen <<'EOF'
3*A.T**2
ArrayDiagonal(n*HadamardPower(A, n - 1), (0, 1))
right at n = 3: [[21, 45], [30, 66]]  entrywise: [[3, 12], [27, 48]]
EOF
