"""What a program may not mean: guesses, suspicions, errors with what to try."""
