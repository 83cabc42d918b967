"""The book: LaTeX that pdflatex takes, a page that is well-formed, needs nothing else, and is searched in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from matcalc_cli.cookbook.book import answered, latex_book
from matcalc_cli.cookbook.html import html_book
from matcalc_cli.cookbook.search import asked
from tests.render.test_html import CHROMIUM

SOME = [*asked(["53"]), *asked(["98"]), *asked(["524"]), *asked(["hadamard"])[:6]]
"""In the order of the book."""


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex to compile the book with")
def test_pdflatex_takes_the_book(tmp_path: Path) -> None:
    (tmp_path / "book.tex").write_text(latex_book(SOME))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "book.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "book.pdf").stat().st_size > 10_000


def test_the_page_is_well_formed_and_needs_nothing_else() -> None:
    page = html_book(SOME)
    assert not re.search(r"https?:|src=|<link|@import|url\(", page)
    body = ET.fromstring(re.sub(r"^<!DOCTYPE html>\n|<meta[^>]*>|<wbr>|<script>.*</script>", "", page, flags=re.DOTALL))  # noqa: S314 our own markup
    boxes = body.findall(".//details")
    assert [box.get("id") for box in boxes] == [f"n{identity.number}" for identity in SOME]
    assert all(box.find(".//table") is not None for box in boxes[:2])
    for promise in ("color-scheme: light dark", "@media print", "width=device-width", 'type="search"'):
        assert promise in page


PROBE = """<script>
location.hash = "#n53";
setTimeout(() => {
  const search = document.getElementById("search");
  search.value = "vec quadratic"; search.dispatchEvent(new Event("input"));
  const left = [...document.querySelectorAll("details:not([hidden])")].map(box => box.id).join(",");
  document.title = [document.getElementById("n53").open, left, document.documentElement.scrollWidth <= innerWidth].join("|");
}, 50);
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page in")
def test_a_browser_unfolds_by_number_and_searches_on_a_phone(tmp_path: Path) -> None:
    (tmp_path / "book.html").write_text(html_book(SOME).replace("</body>", f"{PROBE}</body>"), encoding="utf-8")
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--window-size=500,900", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=2000", "--dump-dom", f"file://{tmp_path / 'book.html'}",
    ]  # fmt: skip
    seen = subprocess.run(command, capture_output=True, check=True, timeout=120, text=True).stdout
    title = re.search("<title>(.*)</title>", seen)
    assert title is not None
    assert title[1] == "true|n524,n524b|true"


def test_many_are_answered_in_order_by_several_processes() -> None:
    some = asked(["basics"])[:20]
    assert [*answered(some, _number)] == [identity.number for identity in some]


def _number(found: object) -> str:
    return str(found.identity.number)  # type: ignore[attr-defined]
