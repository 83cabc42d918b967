"""What is said of an answer, row by row."""
