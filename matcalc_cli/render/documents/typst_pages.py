"""Pages and documents in Typst."""

from __future__ import annotations

import re

from matcalc_cli.answers.derivation import Line
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.documents.pages import Page, capitalized, chunks, is_bare, is_beside
from matcalc_cli.render.formats.typst import typst
from matcalc_cli.render.reports.headings import left_typst

_DOCUMENT = """#set page(margin: (x: 1.8cm, y: 2cm))
#set text(size: 10pt)
#show heading: set block(above: 2em, below: 1em)
#show math.equation.where(block: true): set align(left)
#show math.equation.where(block: true): set block(breakable: true)
%s"""


def typst_document(body: str) -> str:
    """A document of pages."""
    return _DOCUMENT % body


def typst_page(page: Page) -> str:
    """One program: a heading, a display for each section, its remarks."""
    parts = [f"*{_words(page.caption)}*\n\n"] if page.caption else []
    if page.heading:
        left, right = page.heading
        parts.append(f"== ${typst(left, page.known)} = {typst(right, page.known)}$\n\n")
    for section in page.sections:
        title = "".join(f"${typst(p, page.known)}$" if isinstance(p, Tree) else _words(p) for p in section.title)
        parts.append(f"*{capitalized(title)}*\n\n" if title else "")
        rows = [_row(line, page) for line in section.lines]
        parts.append("$ " + " \\\n  ".join(rows) + " $\n\n")
    for remark in page.remarks:
        words = [f"${typst(p, page.known)}$" if isinstance(p, Tree) else _words(p) for p in remark]
        parts.append(f"{''.join(words)}\n\n")
    return "".join(parts)


def _row(line: Line, page: Page) -> str:
    left = left_typst(line.left, page.letter, page.known)
    first, *more = chunks(line.right, page.known)
    assert isinstance(first, Tree)
    row = f"& {typst(first, page.known)}" if is_bare(line, page) else f"{left} &= {typst(first, page.known)}"
    for piece in more:
        assert isinstance(piece, tuple)
        row += f" \\\n  &quad {'+' if piece[0] == 'add' else '-'} {typst(piece[1], page.known)}"
    words = (typst(p, page.known) if isinstance(p, Tree) else p if p == " = " else quoted(p) for p in line.reason)
    said = "".join(words).strip()
    if not said:
        return row
    said = f"#text(0.85em, luma(90))[${said}$]"
    return f"{row} quad && {said}" if not more and is_beside(line, page.known) else f"{row} \\\n  &quad {said}"


def quoted(text: str) -> str:
    """Words between formulas."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _words(text: str) -> str:
    """Words outside of formulas, with nothing special in them."""
    return re.sub(r"(?<=-)-|(?<=/)/|[*_#$@<>~`\[\]\\]", r"\\\g<0>", text)
