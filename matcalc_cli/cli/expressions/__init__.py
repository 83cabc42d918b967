"""Commands that look at an expression and its derivatives: explain, check, eval, code and their like."""
