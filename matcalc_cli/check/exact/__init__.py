"""Exact arithmetic modulo a prime: jets of matrices."""
