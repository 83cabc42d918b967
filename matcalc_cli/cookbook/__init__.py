"""The identities of the field: what is asked and what a source says is data, every answer and verdict is the engine's."""
