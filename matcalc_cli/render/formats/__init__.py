"""A tree as text of each format."""
