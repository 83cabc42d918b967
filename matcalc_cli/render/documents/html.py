"""A self-contained HTML page: MathML, readable on a phone and in print, light and dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from matcalc_cli.language.tree import Tree
from matcalc_cli.render.documents.pages import Page, chunks, is_bare
from matcalc_cli.render.formats.mathml import mathml
from matcalc_cli.render.reports.headings import left_mathml

if TYPE_CHECKING:
    from matcalc_cli.answers.derivation import Line, Prose

SIGNS = {"add": "+", "subtract": "−"}
PIECE = 24
"""Sums longer than this are cut into formulas that the page can break between."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --soft: #5c5f66; --line: #dcdfe4; --paper: #ffffff; --mark: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e9; --soft: #a2a6ad; --line: #3a3d43; --paper: #16171a; --mark: #8ab8f0; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
article + article { border-top: 1px solid var(--line); margin-top: 2rem; }
h1 { font-size: 1.35rem; font-weight: 500; margin: 1.2rem 0 .6rem; overflow-x: auto; }
h2 { font-size: .8rem; font-weight: 600; letter-spacing: .06em; text-transform: uppercase; color: var(--mark);
  margin: 1.6rem 0 .3rem; }
h2 math { text-transform: none; font-size: 1.1rem; }
math { font-size: 1.12em; }
table { border-collapse: collapse; width: 100%; }
td { padding: .32rem .5rem .32rem 0; vertical-align: baseline; }
td.left { text-align: right; white-space: nowrap; width: 1%; }
td.equals { width: 1%; padding-right: .6rem; }
td.why { color: var(--soft); font-size: .88rem; width: 34%; }
tr.answer td { border-top: 1px solid var(--line); padding-top: .6rem; }
footer { color: var(--soft); font-size: .88rem; margin-top: 1rem; }
footer p { margin: .2rem 0; }
@media (max-width: 46rem) {
  table, tbody { display: block; }
  tr { display: grid; grid-template-columns: minmax(2rem, auto) 1.5rem minmax(0, 1fr); padding: .35rem 0; }
  tr.answer { border-top: 1px solid var(--line); }
  tr.answer td { border-top: 0; }
  td { padding: 0 !important; width: auto !important; }
  td.equals { padding-right: .5rem !important; }
  td.left { white-space: normal; text-align: left; padding-right: .4rem; }
  td.left.wide { grid-column: 1 / -1; }
  td.left.wide + td.equals { grid-column: 2; }
  td.right { overflow-x: auto; overflow-y: hidden; padding-bottom: .1rem; }
  td.why { grid-column: 3; width: auto !important; overflow-x: auto; overflow-y: hidden; }
}
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --mark: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  tr, h2 { break-inside: avoid; }
  h2 { break-after: avoid; }
}
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>matcalc</title>
<style>{style}</style>
</head>
<body>
{body}</body>
</html>
"""


def html_document(body: str) -> str:
    """The page around one or more articles."""
    return _PAGE.format(style=STYLE, body=body)


def html_page(page: Page) -> str:
    """One program as an article."""
    parts = ["<article>\n"]
    if page.heading:
        left, right = page.heading
        parts.append(f"<h1>{_math(mathml(left, page.known) + '<mo>=</mo>')}<wbr>{_right(right, page)}</h1>\n")
    for section in page.sections:
        title = _prose(section.title, page)
        parts.append(f"<h2>{title}</h2>\n" if title else "")
        parts.append(f"<table>\n{''.join(_row(line, page) for line in section.lines)}</table>\n")
    remarks = "".join(f"<p>{_prose(remark, page)}</p>" for remark in page.remarks)
    parts.append(f"<footer>{remarks}</footer>\n" if remarks else "")
    return "".join([*parts, "</article>\n"])


def _row(line: Line, page: Page) -> str:
    left = left_mathml(line.left, page.letter, page.known)
    bare = is_bare(line, page)
    wide = " wide" if left.count("<mi") > 6 else ""
    cells = [
        f'<td class="left{wide}">{_math(left) if left else ""}</td>',
        f'<td class="equals">{"" if bare else _math("<mo>=</mo>")}</td>',
        f'<td class="right">{_right(line.right, page)}</td>',
        f'<td class="why">{_prose(line.reason, page)}</td>' if line.reason else '<td class="why"></td>',
    ]
    kind = ' class="answer"' if line.left is not None and not isinstance(line.left, Tree) else ""
    return f"<tr{kind}>{''.join(cells)}</tr>\n"


def _right(tree: Tree, page: Page) -> str:
    """The right side, a long sum as one formula a few terms, so that lines can break between them."""
    written: list[str] = []
    for piece in chunks(tree, page.known, PIECE):
        if isinstance(piece, Tree):
            written.append(_display(mathml(piece, page.known)))
        else:
            written.append(_display(f'<mo form="infix">{SIGNS[piece[0]]}</mo>' + mathml(piece[1], page.known)))
    return "<wbr>".join(written)


def _prose(prose: Prose, page: Page) -> str:
    return "".join(_math(mathml(p, page.known)) if isinstance(p, Tree) else escape(p) for p in prose)


def _math(content: str) -> str:
    return f"<math><mrow>{content}</mrow></math>"


def _display(content: str) -> str:
    """A formula with fractions in full size."""
    return f'<math displaystyle="true"><mrow>{content}</mrow></math>'
