"""Normal forms, an operation a file."""
