"""The words of the user in a derivation, and the answer in them at its end."""
