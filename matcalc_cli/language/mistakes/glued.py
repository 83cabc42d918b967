"""Names that were probably meant as products: Ax beside A and x, or Ax alone."""

from __future__ import annotations

from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.uses import Uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


GLUED = " is one name; the product is "
"""The words between a name that is glued together and its product."""


def glued_products(uses: Uses, known: Collection[str]) -> Iterator[str]:
    """A note for each name, not declared or bound, that is one blank away from a product of names."""
    for name, first in uses.first.items():
        if name in known or len(name) == 1 or kind_by_convention(name) == "scalar" or not name[:2].isalpha():
            continue
        factors = factors_of(name)
        if "T" in factors[1:-1] and are_transposed(factors):
            signs = "".join(factors[:1] + ["'" if f == "T" else f"*{f}" for f in factors[1:]])
            yield f"{first.spelling}{GLUED}{signs} or {' '.join(factors).replace(' T', '^T')}"
            continue
        alone = uses.counts[name] == 1 and len(factors) > 1 and seems_product(factors, uses)
        if len(factors) > 1 and (alone or all(factor in uses.first for factor in factors)):
            yield f"{first.spelling}{GLUED}{'*'.join(factors)} or {' '.join(factors)}"


def factors_of(name: str) -> list[str]:
    """The letters of a name, the last with what follows it: A, x_1 of Ax_1; nothing of dA, a differential."""
    stem = name[: next((i for i, character in enumerate(name) if not character.isalpha()), len(name))]
    if stem[0] == "d" or len(stem) == 1:
        return []
    return [*stem[:-1], stem[-1] + name[len(stem) :]]


def are_transposed(factors: list[str]) -> bool:
    """Whether a T behind a letter is likely its transpose: xTAx, XTX, aTb."""
    letters = [factor for factor in factors if factor != "T"]
    upper = [letter[0].isupper() for letter in letters]
    return len(letters) > 1 and (all(upper) or upper in (*SHAPED, [False, False], [True, True, False]))


MOST_MATRICES = 3
"""So many different capitals are a product sooner than an abbreviation: AB, ABC."""
SHAPED = ([True, False], [False, True], [False, True, False])
"""Which letters are capitals in what looks like a product though none of them occurs alone: Ax, bA, xAx."""


def seems_product(factors: list[str], uses: Uses) -> bool:
    """Whether letters look like a matrix and vectors, different matrices, or two matrices of which one occurs alone."""
    upper = [factor[0].isupper() for factor in factors]
    several = all(upper) and len({*factors}) == len(factors) <= MOST_MATRICES
    return (
        several
        or upper in SHAPED
        or (len(factors) == 2 and any(upper) and any(factor in uses.first for factor in factors))
    )
