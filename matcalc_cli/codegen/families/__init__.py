"""Families and sums over them as steps on arrays with an axis for the index."""
