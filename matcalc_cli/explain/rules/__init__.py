"""The derivation by rules, and where the rules come from."""
