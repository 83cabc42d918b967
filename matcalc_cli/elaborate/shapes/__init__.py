"""The shapes of a program, by unification."""
