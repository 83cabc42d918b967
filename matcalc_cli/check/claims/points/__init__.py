"""Points where a claim and the right answer are compared."""
