"""How answers are to look: the format, the glyphs, the width and the colour, decided once."""

from __future__ import annotations

import os
import sys

from matcalc_cli.cli.output.streams import carries_unicode, complain, is_terminal
from matcalc_cli.errors import MatcalcError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self, TextIO, TypeAlias

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.language.tree import Tree

    Said: TypeAlias = "set[str] | Everything | Forgotten"
    """The conventions that need not be said."""


SAYING_CONVENTIONS = ("pretty", "plain", "typst", "html", "markdown")
"""The formats of reports and derivations in which conventions are said."""


class Style:
    """The look of an answer that goes to standard output, or to a `file`.

    Only `pretty` knows Unicode and colour. Raises MatcalcError if `standalone` is asked of a format without documents.
    """

    __slots__ = (
        "color",
        "expand",
        "file",
        "format",
        "kept",
        "standalone",
        "told",
        "unicode",
        "vec",
        "vec_asked",
        "width",
    )

    def __init__(self, chosen: str | None, *, color: bool | None, standalone: bool, file: str | None) -> None:
        stream = None if file else sys.stdout
        self.file = file or ""
        self.format = chosen or ("pretty" if is_terminal(stream) else "plain")
        self.standalone = standalone
        self.vec = "columns"
        self.vec_asked = False  # by an option, and not by a setting
        self.expand = False
        self.told: Said = set()  # the conventions that need not be said any more
        self.kept: Sequence[tuple[Tree, Tree]] = ()  # functions of the program that stand by name: calls and values
        self.unicode = self.format == "pretty" and (bool(file) or carries_unicode(stream))
        self.color = self.format == "pretty" and use_color(stream, color)
        self.width = line_width(stream)
        if standalone and self.format not in ("latex", "typst", "html"):
            raise MatcalcError("usage", "--standalone makes a LaTeX or Typst document", hint="add -f latex")

    def remember(self, answer: Answer, *, meanings: bool = True) -> None:
        """Keep the conventions that an answer says, and the meanings of functions, which need not be said below a later one."""
        if self.format in SAYING_CONVENTIONS:
            from matcalc_cli.render.reports.conventions import told

            self.told.update(told(answer, unicode=self.unicode, meanings=meanings))

    def keeping(self, kept: Sequence[tuple[Tree, Tree]]) -> Self:
        """The style with functions that stand by name."""
        import copy

        found = copy.copy(self)
        found.kept = kept
        return found


class Forgotten:
    """A set of sentences that holds none, so that every one of them is said again."""

    def __contains__(self, _: object) -> bool:
        return False

    def update(self, _: Iterable[str]) -> None:
        """Nothing is kept."""


class Everything:
    """All that could be said, as something that was said."""

    def __contains__(self, _: object) -> bool:
        return True

    def update(self, _: Iterable[str]) -> None:
        """Nothing is new."""


def line_width(stream: TextIO | None) -> int | None:
    """The width to wrap at: COLUMNS on a terminal if it is set, else the terminal's own; None for a pipe."""
    if stream is None or not is_terminal(stream):
        return None
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def remark(text: str) -> None:
    """Say on standard error what is to be noted, in a terminal broken between words."""
    said = f"note: {text}"
    width = line_width(sys.stderr)
    if width is not None and len(said) > width:
        from textwrap import fill

        from matcalc_cli.render.layout import clamped

        said = fill(said, clamped(width), subsequent_indent="      ", break_long_words=False, break_on_hyphens=False)
    complain(said)


def use_color(stream: TextIO | None, choice: bool | None) -> bool:
    """Decide by --color, then NO_COLOR, FORCE_COLOR and TERM=dumb, then whether it is a terminal."""
    if choice is not None:
        return choice
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and is_terminal(stream)
