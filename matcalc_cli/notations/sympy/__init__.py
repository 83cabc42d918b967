"""SymPy."""
