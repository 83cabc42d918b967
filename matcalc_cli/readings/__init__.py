"""What can be read off a differential: its adjoint, its matrix, its second derivative."""
