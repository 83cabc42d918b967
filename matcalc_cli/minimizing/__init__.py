"""Where a number is smallest: SciPy's optimizers on the emitted value, gradient and product with the Hessian."""
