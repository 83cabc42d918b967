"""The keys by which nodes are sorted and told apart: leading letters and digests, the same in every process.

Which number stands behind the letters of a name, 12 of A12, counts by the order of the numbers alone: in letters it is one
character, in digests none. So an order is the same for A1 and A2 as for A7 and A12.
"""

from __future__ import annotations

from matcalc_cli.later import attrgetter, lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from matcalc_cli.expr.number import Rational
else:
    Protocol = object

_WORD = attrgetter("word")


class Worded(Protocol):
    """An expression with leading letters, by which sums are sorted."""

    word: str


class Marked(Worded, Protocol):
    """An expression with a digest, in which the numbers behind names do not count."""

    digest: int


class Tree(Worded, Protocol):
    """An expression of others."""

    @property
    def children(self) -> Sequence[Tree]: ...  # noqa: D102 said by the class


WORD_LENGTH = 24
FIRST_NUMBER, MOST_NUMBERED = 0x100, 10_000
"""The character that stands for the number 0 behind a name, and how many numbers have one."""


def number_word(value: Rational) -> str:
    """So that A^2 comes before A^3 and A^10, and negative powers after them."""
    return ("~" if value < 0 else "") + str(abs(value.numerator) // value.denominator).rjust(6, "0")


@lru_cache(512)
def number_digest(value: Rational) -> int:
    """The digest of a number."""
    return hash((2, abs(value), value < 0))  # hash(-1) is hash(-2)


def numbered(name: str) -> tuple[str, str]:
    """A12 as its letters and its number, and any other name as it is, without one; nor has A01 one, or a very large one."""
    letters = name.rstrip("0123456789")
    number = name[len(letters) :]
    if not (letters.isalpha() and number) or (number[0] == "0" and number != "0") or int(number) >= MOST_NUMBERED:
        return name, ""
    return letters, number


def name_word(name: str) -> str:
    """The letters of a name and one character for its number, by which A2 comes before A10."""
    letters, number = numbered(name)
    return f"{letters}{chr(FIRST_NUMBER + int(number))}" if number else name


def name_digest(name: str) -> int:
    """The digest of the letters of a name."""
    return text_digest(numbered(name)[0])


def mark_of(node: Marked) -> int:
    """A number that tells expressions apart, A1 from A2 too."""
    return hash((node.digest, text_digest(node.word)))


def comes_before(one: Tree, other: Tree) -> bool:
    """Whether one of two expressions with the same letters comes first, by the first names of theirs that differ."""
    pair: tuple[Tree, Tree] | None = one, other
    while pair:
        one, other = pair
        pair = next(((a, b) for a, b in zip(one.children, other.children, strict=False) if a is not b), None)
    return one.word < other.word


@lru_cache(4096)
def text_digest(text: str) -> int:
    """The digest of a name; the hash of a str differs from process to process."""
    return hash(int.from_bytes(text.encode(), "little"))


def leading(children: Sequence[Worded]) -> str:
    """The words of some parts, as far as they count."""
    return " ".join(map(_WORD, children[:WORD_LENGTH]))[:WORD_LENGTH]
