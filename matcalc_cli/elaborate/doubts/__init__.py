"""Doubts about the meaning of a program: guesses, suspicions, errors with what to try."""
