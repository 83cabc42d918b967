"""The language: text in, syntax tree with spans out."""
