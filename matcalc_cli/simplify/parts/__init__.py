"""The places of the parts of a program that have names: in sums and products, in powers, over a length."""
