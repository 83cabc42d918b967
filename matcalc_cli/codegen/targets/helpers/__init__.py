"""Functions of emitted modules, as text: what a target does not have under one name."""
