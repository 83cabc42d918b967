r"""Pages in LaTeX and in Markdown with LaTeX: `alignat*` or `aligned`, reasons as \text{}."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.language.names import NAME_OF, canonical
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.documents.latex_lines import width_of
from matcalc_cli.render.documents.pages import Page, capitalized, chunks, is_bare, is_beside
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.latex_names import latex_name
from matcalc_cli.render.reports.headings import left_latex

if TYPE_CHECKING:
    from matcalc_cli.answers.derivation import Line, Prose, Section

EQUALS = " = "
SIGNS = {"add": "+", "subtract": "-"}
DISPLAY = r"\begin{alignat*}"
"""How the lines of a section begin."""
ROOM = 91
"""The room on a line of a document, in letters of a formula."""
_ESCAPES = str.maketrans({
    "_": r"\_", "#": r"\#", "%": r"\%", "&": r"\&", "$": r"\$", "^": r"\^{}", "≠": r"$\neq$", "×": r"$\times$",
    "✓": "", "−": "--", "|": "$|$", "<": "$<$", ">": "$>$",  # TeX's text font has dashes and marks at their places
})  # fmt: skip
_FORMULAS = {
    "∇f": r"$\nabla f$",
    "2⁶¹ - 1": "$2^{61} - 1$",
}
"""The formulas in remarks, which are in Unicode there."""
_PAIRED = "df = ⟨∇f, d"
"""How the definition of a gradient begins, before the name of the variable."""
_SPLIT = re.compile(rf"({_PAIRED}[^⟩]*⟩|{'|'.join(map(re.escape, _FORMULAS))}|[{''.join(NAME_OF)}]\w*)")
_COMPARED = re.compile(r" (≠|[<>≤≥]) (\w+)(?!\w)")
"""The comparison behind a formula in the words of a remark: it belongs to the formula."""
_RELATIONS = {"≠": r"\neq", "≤": r"\leq", "≥": r"\geq"}
_MARKDOWN = str.maketrans({"✓": "", "−": "-", "≠": r"$\neq$"})
_DOCUMENT = r"""\documentclass[fleqn]{article}
\usepackage{amsmath,amssymb}
\setlength{\textwidth}{17.5cm}
\setlength{\oddsidemargin}{-0.5cm}
\setlength{\textheight}{23cm}
\setlength{\topmargin}{-1.5cm}
\setlength{\mathindent}{1em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\allowdisplaybreaks
\pagestyle{empty}
\begin{document}
%s\end{document}
"""


def latex_page(page: Page) -> str:
    """One program for a LaTeX document: its heading, a display for each section, its remarks."""
    parts = (
        [f"\\bigbreak\\noindent\\textbf{{{prose_latex([page.caption], page.known)}}}\\par\\nobreak\n"]
        if page.caption
        else []
    )
    parts += [f"\\bigbreak\\noindent$\\displaystyle {_equation(page)}$"] if page.heading else []
    parts += ["\n\n"] if page.heading and not page.sections else []
    for i, section in enumerate(page.sections):
        title = capitalized(prose_latex(section.title, page.known))
        after_heading = "\\par\\nobreak\\medskip\n" if i == 0 and page.heading and title else "\n" if i == 0 else ""
        parts.append(after_heading + (f"\\textbf{{{title}}}\n" if title else ""))
        column = _reasons_at(section.lines, page)
        rows = " \\\\\n".join(f"  {row}" for line in section.lines for row in _rows(line, page, "&\\qquad &", column))
        parts.append(f"{DISPLAY}{{2}}\n{rows}\n\\end{{alignat*}}\n")
    parts += [f"{prose_latex(remark, page.known)}\n\n" for remark in page.remarks]
    return "".join(parts)


def latex_document(body: str) -> str:
    """A document of pages, for pdflatex with amsmath and amssymb."""
    return _DOCUMENT % body


def markdown_page(page: Page) -> str:
    """One program in Markdown with display math between $$."""
    parts = [f"**{_markdown([page.caption], page)}**\n\n"] if page.caption else []
    parts += [f"## ${_equation(page)}$\n\n"] if page.heading else []
    for section in page.sections:
        title = capitalized(prose_latex(section.title, page.known))
        parts.append(f"**{title}**\n\n" if title else "")
        parts.append(f"$$\n{_aligned(section, page)}\n$$\n\n")
    parts += [f"{_markdown(remark, page)}\n\n" for remark in page.remarks]
    return "".join(parts)


def _markdown(prose: Prose, page: Page) -> str:
    """Words as they are, with formulas between dollars; every LaTeX has all characters of the words."""
    return _prose(prose, page.known, lambda text: text.translate(_MARKDOWN)).strip()


def _prose(prose: Prose, known: frozenset[str], words: Callable[[str], str]) -> str:
    """Words, written by a function, with formulas between dollars."""
    parts: list[str] = []
    for before, part in zip(["", *prose], prose, strict=False):
        compared = _COMPARED.match(part) if isinstance(before, Tree) and isinstance(part, str) else None
        if compared and isinstance(part, str):
            relation = _RELATIONS.get(compared[1], compared[1])
            parts[-1] = f"{parts[-1][:-1]} {relation} {compared[2]}$"
            part = part[compared.end() :]
        parts.append(f"${latex(part, known)}$" if isinstance(part, Tree) else _sentence(part, words))
    return "".join(parts)


def _sentence(text: str, words: Callable[[str], str]) -> str:
    """Words with the formulas that they have as text."""
    parts = _SPLIT.split(text)
    return "".join(words(part) if i % 2 == 0 else _FORMULAS.get(part) or _named(part) for i, part in enumerate(parts))


def _named(spelling: str) -> str:
    """The definition of a gradient, or a name with a Greek letter, as a formula."""
    if spelling.startswith(_PAIRED):
        variable = latex_name(canonical(spelling.removeprefix(_PAIRED).removesuffix("⟩")))
        return rf"$\mathrm{{d}}f = \langle\nabla f, \mathrm{{d}}{variable}\rangle$"
    return f"${latex_name(canonical(spelling))}$"


def _aligned(section: Section, page: Page) -> str:
    if len(section.lines) == 1 and section.lines[0].left is None:
        return latex(section.lines[0].right, page.known)
    rows = " \\\\\n".join(row for line in section.lines for row in _rows(line, page, "&&"))
    return f"\\begin{{aligned}}\n{rows}\n\\end{{aligned}}"


def _equation(page: Page) -> str:
    assert page.heading is not None
    left, right = page.heading
    return f"{latex(left, page.known)} = {latex(right, page.known)}"


def _reasons_at(lines: Sequence[Line], page: Page) -> int:
    """Where the reasons begin that stand beside equations, in letters of a formula; 0 if there are no reasons."""
    if not any(line.reason for line in lines):
        return 0
    lefts = [width_of(left_latex(line.left, page.letter, page.known)) for line in lines]
    beside = [line for line in lines if len(chunks(line.right, page.known)) == 1 and is_beside(line, page.known)]
    return max(lefts) + max((width_of(latex(line.right, page.known)) for line in beside), default=0)


def _rows(line: Line, page: Page, between: str, column: int = 0) -> list[str]:
    """The rows of one line: long sums broken, the reason beside the equation, in that column, or in a row of its own."""
    first, *more = chunks(line.right, page.known)
    assert isinstance(first, Tree)
    left, right = left_latex(line.left, page.letter, page.known), latex(first, page.known)
    reason = reason_latex(line.reason, page.known)
    equals = "&" if is_bare(line, page) else f"{left} &="
    has_room = is_beside(line, page.known) and column + width_of(reason) <= ROOM
    if not more and (has_room or not (reason or column)):
        return [f"{equals} {right} {between} {reason}" if reason else f"{equals} {right}"]
    further = [rf"\qquad {{}} {SIGNS[p[0]]} {latex(p[1], page.known)}" for p in more if isinstance(p, tuple)]
    further += [rf"\qquad {reason}"] if reason else []
    overhanging = between != "&&"  # the reasons of other rows need not stand right of this one
    rows = [f"{equals} {_overhang(right) if overhanging else right}"]
    return [*rows, *[f"& {_overhang(row) if overhanging else row}" for row in further]]


def _overhang(formula: str) -> str:
    """A formula that takes no width in its column."""
    return rf"\rlap{{$\displaystyle {formula}$}}"


def reason_latex(prose: Prose, known: frozenset[str]) -> str:
    r"""A reason inside a display: words in \text, formulas bare."""
    return "".join(latex(p, known) if isinstance(p, Tree) else _word(p) for p in prose)


def _word(text: str) -> str:
    """Words in text, an equals sign between formulas as a sign."""
    return text if text == EQUALS else rf"\text{{{escaped(text)}}}"


def prose_latex(prose: Prose, known: frozenset[str]) -> str:
    """Words with formulas between dollars."""
    return _prose(prose, known, escaped)


def escaped(text: str) -> str:
    """Words for LaTeX: ASCII, with nothing special in them."""
    return text.translate(_ESCAPES).encode("ascii", "ignore").decode().replace("--", "-{}-")
