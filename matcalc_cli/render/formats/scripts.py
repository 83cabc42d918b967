"""Raised and lowered characters: which exponents and indices Unicode can write, and how."""

from __future__ import annotations

from matcalc_cli.language.notation import SUPERSCRIPTS

_RAISED = {plain_character: raised for raised, plain_character in SUPERSCRIPTS.items()}
_LOWERED = dict(zip("0123456789+-=aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def raised(text: str) -> str | None:
    """The text as a superscript, or None if a character of it has none: `k-1` -> `ᵏ⁻¹`."""
    return _translated(text, _RAISED)


def lowered(text: str) -> str | None:
    """The text as a subscript, or None: `j=0` -> `ⱼ₌₀`."""
    return _translated(text, _LOWERED)


def _translated(text: str, table: dict[str, str]) -> str | None:
    characters = [table.get(character) for character in text]
    return None if None in characters else "".join(filter(None, characters))
