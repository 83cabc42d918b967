"""What to say about text that is no program: what is missing, what is foreign, what was probably meant."""
