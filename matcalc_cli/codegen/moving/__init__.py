"""Modules about what moves in time: differential equations and recurrences with their losses."""
