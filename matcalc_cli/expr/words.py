"""The keys by which nodes are sorted and told apart: leading letters and digests, the same in every process."""

from __future__ import annotations

from matcalc_cli.later import attrgetter, lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from matcalc_cli.expr.number import Rational
else:
    Protocol = object

WORD_LENGTH = 24
_WORD = attrgetter("word")


class Worded(Protocol):
    """An expression with leading letters, by which sums are sorted."""

    word: str


def number_word(value: Rational) -> str:
    """So that A^2 comes before A^3 and A^10, and negative powers after them."""
    return ("~" if value < 0 else "") + str(abs(value.numerator) // value.denominator).rjust(6, "0")


@lru_cache(512)
def number_digest(value: Rational) -> int:
    """The digest of a number."""
    return hash((2, abs(value), value < 0))  # hash(-1) is hash(-2)


@lru_cache(4096)
def text_digest(text: str) -> int:
    """The digest of a name; the hash of a str differs from process to process."""
    return hash(int.from_bytes(text.encode(), "little"))


def leading(children: Sequence[Worded]) -> str:
    """The words of some parts, as far as they count."""
    return " ".join(map(_WORD, children[:WORD_LENGTH]))[:WORD_LENGTH]
