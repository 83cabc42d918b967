"""Expressions whose values keep more digits: nothing cancels, overflows, or is 0 times infinity."""
