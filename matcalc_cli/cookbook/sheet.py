"""A sheet of exercises, with or without their solutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.cookbook.document import page
from matcalc_cli.cookbook.exercise import hints, question
from matcalc_cli.render.documents.latex_steps import latex_document, latex_page, markdown_page
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.latex_names import latex_name

if TYPE_CHECKING:
    from matcalc_cli.cookbook.found import Found


def text_sheet(found: Sequence[Found], *, solutions: bool, unicode: bool) -> str:
    """One exercise below the other."""
    parts: list[str] = []
    for i, one in enumerate(found, 1):
        parts.append(f"{i}. {question(one, unicode=unicode)}\n")
        parts += [f"     {line}\n" for line in hints(one, unicode=unicode)] if solutions else []
    return "".join(parts)


def latex_sheet(found: Sequence[Found], *, solutions: bool) -> str:
    """A document for pdflatex with amsmath and amssymb."""
    parts: list[str] = []
    for i, one in enumerate(found, 1):
        parts.append(f"\\bigskip\\noindent\\textbf{{{i}.}} {_asked(one)}\n\n")
        parts.append(latex_page(page(one)) if solutions else "")
    return latex_document("".join(parts))


def markdown_sheet(found: Sequence[Found], *, solutions: bool) -> str:
    """Markdown with LaTeX between dollars."""
    parts: list[str] = []
    for i, one in enumerate(found, 1):
        parts.append(f"{i}. {_asked(one)}\n\n")
        parts.append(markdown_page(page(one)) if solutions else "")
    return "".join(parts)


def _asked(found: Found) -> str:
    noun = READINGS[found.claimed.reading].noun
    names = " and ".join(f"${latex_name(v.name)}$" for v in found.claimed.variables)
    kinds = ", ".join(f"${latex_name(v.name)}$ {v.kind}" for v in found.structured)
    said = f" ({kinds})" if kinds else ""
    return f"Find the {noun} of $\\displaystyle {latex(found.left, found.known)}$ with respect to {names}{said}."
