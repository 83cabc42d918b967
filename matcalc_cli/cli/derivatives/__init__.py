"""Commands that print a derivative of an expression."""
