"""LaTeX's groups and brackets: what is open, what its end writes, and how far a sum without brackets goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from matcalc_cli.functions import names
from matcalc_cli.notations.writer import Writer, refused

if TYPE_CHECKING:
    from matcalc_cli.language.grammar.lexer import Token

WHOLE = "*"
"""In the place of an index: what goes to the end of its term, as a trace does."""
SIZES = "sizes"
"""The role of a group that holds the sizes of a matrix."""


class Bar(NamedTuple):
    """A bar that is open: where among the words, in the text, and which."""

    place: int
    start: int
    single: bool = False
    logarithm: bool = False


class Groups:
    """A text being read, and everything in it that is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.writer = Writer()
        self.closing: list[tuple[str, int]] = []  # what the } of each open group writes, and where its { is
        self.terms: list[tuple[int, str]] = []  # brackets open when a sum (or log x) began, and the sum's index
        self.until: list[int] = []  # where the arguments end that stand without brackets, innermost last
        self.lengths = 0  # of columns of ones that have no index, so far
        self.depth = 0
        self.bars: list[Bar] = []  # what is open of them
        self.head: Token | None = None  # the last word of a function without a formula
        self.matrices: list[str] = []  # the environments of the matrices that are open

    def fence(self, kind: str, start: int) -> None:
        """A bracket or a bar."""
        if kind == ")":
            self.end_sums(start)
        self.depth += {"(": 1, ")": -1}.get(kind, 0)
        before = self.writer.words[-1] if self.writer.words else None
        tight = before is not None and ((before.kind == "name" and before.text in names()) or before is self.head)
        self.writer.put(kind, start, self.place, tight=tight)

    def open_sizes(self, function: str, start: int) -> None:
        r"""A function whose arguments are an index in braces, `0_{m \times n}`."""
        self.writer.put("name", start, self.place, function, tight=False)
        self.closing.append((SIZES, self.place - 1))
        self.fence("(", self.place - 1)

    @property
    def in_sizes(self) -> bool:
        """Whether the innermost group is such an index."""
        return bool(self.closing) and self.closing[-1][0] == SIZES

    def end_sums(self, place: int) -> None:
        """Close what has no bracket of its own and goes to the end of its term."""
        while self.terms and self.terms[-1][0] >= self.depth:
            self.terms.pop()
            self.writer.put(")", place, place)

    def end_arguments(self) -> None:
        """Close what is of a single name or number, once that is read; what it is an argument of ends there, too."""
        while self.until and self.place >= self.until[-1]:
            self.until.pop()
            while self.terms and self.terms[-1] == (self.depth, ""):
                self.terms.pop()
                self.writer.put(")", self.place, self.place)

    def refuse_open_group(self) -> None:
        """A { that nothing closes."""
        if self.closing:
            place = self.closing[-1][1]
            raise refused("syntax", "this { is not closed", place, place + 1, "close it with }")

    def open_group(self, start: int) -> None:
        """`{` is a bracket."""
        self.closing.append(("", start))
        self.fence("(", start)

    def close_group(self, start: int) -> None:
        """`}` is a bracket; that of a numerator is followed by the denominator."""
        if not self.closing:
            raise refused("syntax", "this } closes nothing", start, start + 1, "leave it out, or open a { before it")
        after, _ = self.closing.pop()
        self.fence(")", start)
        if after == "fraction":
            self.writer.put("divide", start, start + 1)
            self.open_argument(start, "denominator")
        elif after == "denominator":
            self.fence(")", start)
        elif after.startswith("root "):
            _, begin, end = after.split()
            self.end_root(int(begin), int(end), start)

    def end_root(self, begin: int, end: int, start: int) -> None:
        """The exponent behind what a root is of, which stands before it."""
        degree = self.text[begin:end]
        self.writer.put("power", begin, end)
        self.fence("(", start)
        self.writer.put("number", begin, end, "1")
        self.writer.put("divide", begin, end)
        self.writer.put("number" if degree.isdigit() else "name", begin, end, degree)
        self.fence(")", start)
        self.fence(")", start)

    def open_argument(self, start: int, role: str) -> None:
        r"""The group behind `\frac`, or the single character that stands for one."""
        found = re.compile(r"\s*\{").match(self.text, self.place)
        if found:
            self.place = found.end()
            self.closing.append((role, found.end() - 1))
            self.fence("(", found.end() - 1)
            return
        at = self.place + len(self.text[self.place :]) - len(self.text[self.place :].lstrip())
        if at >= len(self.text) or not self.text[at].isalnum():
            end = self.place if role == "fraction" else start + 1
            raise refused("syntax", "\\frac needs a numerator and a denominator in braces", start, end)
        self.place = at + 1
        self.writer.put("number" if self.text[at].isdigit() else "name", at, at + 1, self.text[at])
        self.after_single(at, role)

    def after_single(self, at: int, role: str) -> None:
        """Write the text behind a numerator or a denominator of one character."""
        if role == "fraction":
            self.writer.put("divide", at, at + 1)
            self.open_argument(at, "denominator")
        else:
            self.fence(")", at)

    def fraction(self, start: int) -> None:
        r"""`\frac{a}{b}`: ((a)/(b))."""
        self.fence("(", start)
        self.open_argument(start, "fraction")
