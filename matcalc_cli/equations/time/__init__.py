"""Functions of time: differential equations, recurrences, functionals."""
