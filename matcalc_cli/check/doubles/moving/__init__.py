"""Motions in time, and volumes, against differences."""
