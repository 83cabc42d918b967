"""The same values with more digits: nothing cancels, overflows, or is 0 times infinity."""
