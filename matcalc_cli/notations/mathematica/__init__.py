"""Mathematica."""
