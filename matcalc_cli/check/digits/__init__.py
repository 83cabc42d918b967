"""Sixty digits, where doubles cannot decide."""
