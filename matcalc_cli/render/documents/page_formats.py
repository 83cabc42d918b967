"""Pages in every document format, and what makes a document of them: one table."""

from __future__ import annotations

from collections.abc import Callable

from matcalc_cli.render.documents.html import html_document, html_page
from matcalc_cli.render.documents.latex_steps import latex_document, latex_page, markdown_page
from matcalc_cli.render.documents.pages import Page
from matcalc_cli.render.documents.typst_pages import typst_document, typst_page

PAGES: dict[str, Callable[[Page], str]] = {
    "latex": latex_page, "typst": typst_page, "html": html_page, "markdown": markdown_page,
}  # fmt: skip
"""One program in a format."""
DOCUMENTS: dict[str, Callable[[str], str]] = {
    "latex": latex_document, "typst": typst_document, "html": html_document,
}  # fmt: skip
"""A document of programs; Markdown is one already."""
