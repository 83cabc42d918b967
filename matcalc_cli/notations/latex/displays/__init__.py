"""The text around a formula in LaTeX, and its many spellings of one thing."""
