"""LaTeX's indices: entries, ranges, sums and products."""
