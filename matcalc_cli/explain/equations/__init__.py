"""Derivations of what equations define."""
