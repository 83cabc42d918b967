"""The check of answers in other layouts, and of what an equation defines."""
