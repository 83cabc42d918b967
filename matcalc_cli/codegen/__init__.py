"""Self-contained code that computes an answer: how nodes become steps, and how steps become the text of a module."""
