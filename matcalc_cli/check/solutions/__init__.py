"""Points where g = 0, and the check of what is said of an equation's unknowns there."""
