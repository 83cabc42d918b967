"""What nodes are sorted and told apart by: leading letters and digests, the same in every process."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from matcalc_cli.expr.number import Rational
else:
    Protocol = object

WORD_LENGTH = 24


class Worded(Protocol):
    """What has leading letters."""

    word: str


def number_word(value: Rational) -> str:
    """So that A^2 comes before A^3 and A^10, and negative powers after them."""
    return ("~" if value < 0 else "") + str(abs(value.numerator) // value.denominator).rjust(6, "0")


def number_digest(value: Rational) -> int:
    """What tells a number from others."""
    return hash((2, abs(value), value < 0))  # hash(-1) is hash(-2)


def text_digest(text: str) -> int:
    """What tells a name from others; the hash of a str is another in every process."""
    return hash(int.from_bytes(text.encode(), "little"))


def leading(children: Sequence[Worded]) -> str:
    """The words of some parts, as far as they count."""
    return " ".join([c.word for c in children[:WORD_LENGTH]])[:WORD_LENGTH]
