"""Calls of NumPy and its family that become whole expressions: einsum, losses, distances between pairs, functions of the program."""
