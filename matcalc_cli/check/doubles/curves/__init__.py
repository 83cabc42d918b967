"""The error of differences against their step."""
