"""Symbolic dimensions and shapes."""
