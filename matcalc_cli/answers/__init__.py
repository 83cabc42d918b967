"""What matcalc answers with, as values that every renderer takes."""
