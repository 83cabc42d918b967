"""Bridges to other systems; each imports its system only when it is used."""
