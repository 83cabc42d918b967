"""The readings of a differential: its adjoint, its matrix, its second derivative."""
