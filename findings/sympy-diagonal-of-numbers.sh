#!/usr/bin/env bash
# SymPy 1.14.0: DiagonalMatrix and DiagonalOf of a matrix of numbers have no explicit form; of a symbol they do.
# guess: the diagonal of the numbers, as of the symbol
# seen: AttributeError, for the diagonal's length is a number of Python's there
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages sympy==1.14.0
program <<'EOF'
from sympy import DiagonalMatrix, DiagonalOf, ImmutableMatrix, MatrixSymbol


def shown(expression):
    try:
        return expression.as_explicit().tolist()
    except AttributeError as error:
        return f"AttributeError: {error}"


A, numbers = MatrixSymbol("A", 2, 2), ImmutableMatrix([[1, 2], [3, 4]])
for kind in (DiagonalMatrix, DiagonalOf):
    print(kind.__name__, "of a symbol", shown(kind(A)))
    print(kind.__name__, "of numbers", shown(kind(numbers)))
EOF
seen <<'EOF'
DiagonalMatrix of a symbol [[A[0, 0], 0], [0, A[1, 1]]]
DiagonalMatrix of numbers AttributeError: 'int' object has no attribute 'is_Integer'
DiagonalOf of a symbol [[A[0, 0]], [A[1, 1]]]
DiagonalOf of numbers AttributeError: 'int' object has no attribute 'is_Integer'
EOF
