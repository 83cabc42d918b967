"""How a map or a factorization changes volumes."""
