"""Reports about answers, row by row."""
