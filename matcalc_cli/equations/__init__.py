"""Equations that define functions: the unknowns of g = 0 as functions of everything else in it."""
