"""Finite differences in double precision, with their noise."""
