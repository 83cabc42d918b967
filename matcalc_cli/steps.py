"""A derivation as the library gives it: a sequence of steps that a notebook shows as mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

from matcalc_cli.language.tree import Tree
from matcalc_cli.render.documents.pages import derivation_page
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.headings import left_pieces, prose_pieces
from matcalc_cli.render.reports.steps import steps

if TYPE_CHECKING:
    from matcalc_cli.answers.derivation import Derivation, Line, Prose


class Step:
    """One line of a derivation: `left = right`, because of `reason`, under the title `section`.

    `left` is empty where the line goes on from the one before; `plain` is the right side in the language.
    """

    __slots__ = ("left", "plain", "reason", "right", "section")

    def __init__(self, line: Line, section: str, derivation: Derivation) -> None:
        known = frozenset(f"d{name}" for name in derivation.scope.nodes)
        self.section = section
        self.left: str = plain_text(left_pieces(line.left, derivation.letter, True, known))
        self.right: str = plain_text(pretty(line.right, True, known))
        self.reason: str = plain_text(prose_pieces(line.reason, True, known))
        self.plain: str = plain(line.right)

    def __str__(self) -> str:
        reason = f"    {self.reason}" if self.reason else ""
        return f"{self.left} = {self.right}{reason}".lstrip()

    def __repr__(self) -> str:
        return str(self)


class Steps(Sequence[Step]):
    """The steps in order; every one is verified as far as `verdict` says.

    str() is what `matcalc explain` shows on a terminal; `latex`, `markdown` and `html` are the same for documents,
    and a notebook shows it as mathematics. `derivation` is the derivation inside matcalc.
    """

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        self._steps = [
            Step(line, _words(section.title), derivation) for section in derivation.sections for line in section.lines
        ]

    @property
    def verdict(self) -> str:
        """`exact` if every line was verified in exact arithmetic, else in words how far that is so."""
        return self.derivation.verdict

    @property
    def latex(self) -> str:
        """The derivation as `alignat*` displays, for a document with amsmath and amssymb."""
        from matcalc_cli.render.documents.latex_steps import latex_page

        return latex_page(derivation_page(self.derivation))

    @property
    def markdown(self) -> str:
        """The derivation in Markdown, formulas between dollars."""
        from matcalc_cli.render.documents.latex_steps import markdown_page

        return markdown_page(derivation_page(self.derivation))

    @property
    def html(self) -> str:
        """A self-contained HTML page, formulas in MathML."""
        from matcalc_cli.render.documents.html import html_document, html_page

        return html_document(html_page(derivation_page(self.derivation)))

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | Sequence[Step]:
        """A step, or some of them."""
        return self._steps[index]

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)

    def __str__(self) -> str:
        return plain_text(steps(self.derivation))

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return self.markdown


def _words(title: Prose) -> str:
    return "".join(plain_text(pretty(part)) if isinstance(part, Tree) else part for part in title)
