"""Conditions on sums: their ranges, which of their terms something is asked of, and how readers take them."""
