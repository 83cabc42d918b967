"""The answers of matcalc, as values that every renderer takes."""
