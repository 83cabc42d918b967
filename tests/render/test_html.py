"""The HTML page: well-formed, self-contained, of MathML Core, and drawn by a browser."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.render.documents.html import html_document, html_page
from matcalc_cli.render.formats.mathml import mathml
from tests.render.programs import pages, trees

CORE = {"math", "mrow", "mi", "mn", "mo", "mspace", "mfrac", "msub", "msup", "munderover"}
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "munderover": 3}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 our own markup


def test_every_formula_is_well_formed_mathml_core() -> None:
    for tree in trees():
        for element in parsed(f"<math>{mathml(tree)}</math>").iter():
            assert element.tag in CORE
            assert len(element) == CHILDREN.get(element.tag, len(element))
            assert not (element.tag in {"mi", "mn", "mo"} and not element.text)


def text_of(written: str) -> str:
    return "".join(parsed(f"<math>{mathml(parse(written, names()).body)}</math>").itertext())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("x'*A*x", "xTAx"), ("A*(B + C)", "A(B+C)"), ("-A*B", "−AB"), ("norm(A*x)", "‖Ax‖"), ("A⊗B", "A⊗B"),
        ("lambda*dA", "λdA"), ("inv(A)'", "A−T"), ("logdet(S)", "log|detS|"), ("x_12", "x12"), ("(A*B)'*C", "(AB)TC"),
    ],
)  # fmt: skip
def test_what_a_formula_reads(written: str, read: str) -> None:
    assert text_of(written) == read


def test_the_page_is_self_contained_and_well_formed() -> None:
    page = html_document("".join(map(html_page, pages())))
    assert not re.search(r"https?:|src=|<link|<script|@import|url\(", page)
    body = parsed(re.sub(r"^<!DOCTYPE html>\n|<meta[^>]*>|<wbr>", "", page))
    assert len(body.findall(".//article")) == len(pages())
    for promise in ("color-scheme: light dark", "@media print", "max-width: 46rem", "width=device-width"):
        assert promise in page


def chromium(tmp_path: Path, body: str, width: int, *options: str) -> str:
    """What a headless browser writes about a page, in a window of that width."""
    (tmp_path / "page.html").write_text(html_document(body), encoding="utf-8")
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
        f"--window-size={width},1400", f"--user-data-dir={tmp_path / 'profile'}", *options,
        f"file://{tmp_path / 'page.html'}",
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=True, timeout=120, text=True).stdout


needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page in")
PROBE = """<script>
const right = Math.max(...[...document.querySelectorAll("h1, td, footer")].map(e => e.getBoundingClientRect().right));
document.title = [document.documentElement.scrollWidth, Math.round(right),
  getComputedStyle(document.body).backgroundColor].join("|");
</script>"""


@needs_chromium
@pytest.mark.parametrize("width", [1100, 500], ids=["desk", "phone"])
def test_a_browser_draws_it(width: int, tmp_path: Path) -> None:
    shot = tmp_path / "page.png"
    chromium(tmp_path, "".join(map(html_page, pages()[:3])), width, f"--screenshot={shot}")
    picture = shot.read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (width, 1400)
    assert len(picture) > 20_000  # an empty page of this size compresses to far less


@needs_chromium
@pytest.mark.parametrize(
    ("options", "background"),
    [((), "rgb(255, 255, 255)"), (("--blink-settings=preferredColorScheme=0",), "rgb(22, 23, 26)")],
    ids=["light", "dark"],
)
def test_nothing_reaches_over_the_edge_of_a_phone(tmp_path: Path, options: tuple[str, ...], background: str) -> None:
    dump = chromium(tmp_path, "".join(map(html_page, pages())) + PROBE, 500, "--dump-dom", *options)
    found = re.search(r"<title>(.*?)</title>", dump)
    assert found is not None
    scrolled, right, colour = found[1].split("|")
    assert int(scrolled) <= 500
    assert int(right) <= 500
    assert colour == background


@needs_chromium
def test_it_prints(tmp_path: Path) -> None:
    printed = tmp_path / "page.pdf"
    chromium(tmp_path, "".join(map(html_page, pages()[:3])), 1100, f"--print-to-pdf={printed}")
    assert printed.read_bytes().startswith(b"%PDF")
