"""From an expression to the tree that a person would write."""
