"""LaTeX as papers have it."""
