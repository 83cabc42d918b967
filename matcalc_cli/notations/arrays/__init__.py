"""Arrays with one axis, as NumPy, Julia and Mathematica have them: how they stand beside others, what divides them, their axes."""
