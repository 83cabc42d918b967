"""Sums and products as steps in their cheapest order."""
