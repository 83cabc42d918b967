"""Code for arrays whose sizes are numbers: loops over entries, in memory that a function has on its stack."""
