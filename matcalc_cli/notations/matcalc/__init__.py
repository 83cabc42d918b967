"""The language itself, as one notation among others."""
