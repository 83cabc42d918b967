"""Raised and lowered characters: which exponents and indices Unicode can write, and how."""

from __future__ import annotations

from matcalc_cli.language.notation import SUPERSCRIPTS
from matcalc_cli.language.tree import Literal, Name, Operation, Tree
from matcalc_cli.render.text import plain

_RAISED = {plain_character: raised for raised, plain_character in SUPERSCRIPTS.items()}
_LOWERED = dict(zip("0123456789+-=aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_LINEAR = frozenset({"add", "subtract", "negate"})
_LONGEST = 8
"""More nodes than this are not raised: nobody reads a long superscript."""


def raised(text: str) -> str | None:
    """The text as a superscript, or None if a character of it has none: `k-1` -> `ᵏ⁻¹`."""
    return _translated(text, _RAISED)


def lowered(text: str) -> str | None:
    """The text as a subscript, or None: `j=0` -> `ⱼ₌₀`."""
    return _translated(text, _LOWERED)


def _translated(text: str, table: dict[str, str]) -> str | None:
    characters = [table.get(character) for character in text]
    return None if None in characters else "".join(filter(None, characters))


def compact(tree: Tree, operators: frozenset[str] = _LINEAR) -> str | None:
    """A short sum of numbers and one-letter names without blanks, `k-1-j`; None for anything else."""
    stack, seen = [tree], 0
    while stack:
        node = stack.pop()
        seen += 1
        if seen > _LONGEST or not _is_compact(node, operators):
            return None
        stack.extend(node.children)
    text = plain(tree).replace(" ", "")
    return None if "(" in text else text


def _is_compact(node: Tree, operators: frozenset[str]) -> bool:
    match node:
        case Name(name=name):
            return len(name) == 1
        case Literal(denominator=denominator):
            return denominator == 1
        case Operation(operator=operator):
            return operator in operators
    return False


def index_text(tree: Tree) -> str | None:
    """A size as an index: `n`, `m*n` as `mn`, `n+1`; None if it is not that simple."""
    text = compact(tree, _LINEAR | {"multiply"})
    return text and text.replace("*", "")
