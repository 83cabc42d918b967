"""The table of identities, `identities.txt`, as records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from typing import TypeVar

FILE = Path(__file__).with_name("identities.txt")
Part = TypeVar("Part")
EQUAL = "="
"""The sign in the place of a variable where two expressions are said to be equal."""


class Identity:
    """A question, and a source's answer to it.

    number    `57`, `57b`: of the Matrix Cookbook up to 550, matcalc's own above
    topic     the word of its topic
    question  a program of the language
    wrt       what it is differentiated by; nothing where `claim` is said to be equal to it
    claim     the source's form, in the scope of the question
    name      in words
    sources   the places where it stands, in full
    differs   "misprint" or "convention" where the claim is not the answer, else nothing
    """

    __slots__ = ("claim", "differs", "name", "number", "question", "sources", "topic", "wrt")

    def __init__(self, topic: str, fields: list[str], books: dict[str, str]) -> None:
        self.topic = topic
        self.number, self.question, by, self.claim, self.name, places, *differs = fields
        self.wrt = () if by == EQUAL else tuple(by.split(", "))
        self.sources = tuple(_places(places, books))
        self.differs = "".join(differs)

    @property
    def is_equation(self) -> bool:
        """Whether it says that two expressions are equal, and nothing of a derivative."""
        return not self.wrt

    @property
    def place(self) -> int:
        """The digits of its number."""
        return digits(self.number)


class Table:
    """All identities in order, and the titles of the topics."""

    __slots__ = ("books", "identities", "titles")

    def __init__(self, text: str) -> None:
        self.titles: dict[str, str] = {}
        self.books: dict[str, str] = {}
        self.identities = tuple(self._read(text))

    def _read(self, text: str) -> Iterator[Identity]:
        topic = ""
        for line in text.splitlines():
            if line.startswith("! "):
                abbreviation, _, title = line[2:].partition(" | ")
                self.books[abbreviation] = title
            elif line.startswith("@ "):
                topic, _, self.titles[topic] = line[2:].partition(" | ")
            elif line and not line.startswith("#"):
                yield Identity(topic, line.split(" | "), self.books)

    def of_topic(self, topic: str) -> list[Identity]:
        """The identities of a topic."""
        return [identity for identity in self.identities if identity.topic == topic]

    def by_topic(self, identities: Sequence[Identity], parts: Sequence[Part]) -> Iterator[tuple[str, str, list[Part]]]:
        """Each topic that some identities have, its title, and the part that belongs to each of them."""
        for topic, title in self.titles.items():
            some = [part for identity, part in zip(identities, parts, strict=True) if identity.topic == topic]
            if some:
                yield topic, title, some


@cache
def table() -> Table:
    """The table, read once."""
    return Table(FILE.read_text(encoding="utf-8"))


def digits(number: str) -> int:
    """`57b` without its letter."""
    return int(number.rstrip(ascii_lowercase))


def _places(places: str, books: dict[str, str]) -> Iterator[str]:
    """`MC 57, MN 8.3` as `Matrix Cookbook (57)` and `Magnus & Neudecker 8.3`; what follows a comma may be a page's name."""
    found: list[str] = []
    for part in places.split(", "):
        if part.partition(" ")[0] in books:
            found.append(part)
        else:
            found[-1] += f", {part}"
    for place in found:
        abbreviation, _, rest = place.partition(" ")
        yield (
            "Matrix Cookbook " + (f"({rest})" if rest.isdecimal() else rest)
            if abbreviation == "MC"
            else _named(place, books)
        )


def _named(place: str, books: dict[str, str]) -> str:
    """`MN 8.3` by the authors of the book; what is called by its own name as it stands."""
    abbreviation, _, rest = place.partition(" ")
    abbreviation = abbreviation.rstrip(",")
    authors = books[abbreviation].partition(",")[0]
    return place if authors.startswith(abbreviation) else f"{authors} {rest}"
