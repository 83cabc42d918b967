"""The interactive session: what it remembers, how it reads a line, what it completes."""
