"""NumPy and what is written like it: PyTorch, JAX, SciPy, CVXPY."""
