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
from matcalc_cli.language.parser import parse
from matcalc_cli.render.html import html_document, html_page
from matcalc_cli.render.mathml import mathml
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


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page in")
@pytest.mark.parametrize(("width", "height"), [(1100, 1400), (500, 1400)], ids=["desk", "phone"])
def test_a_browser_draws_it(width: int, height: int, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(html_document("".join(map(html_page, pages()[:3]))), encoding="utf-8")
    shot = tmp_path / "page.png"
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}",
        f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={shot}", f"file://{tmp_path / 'page.html'}",
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    picture = shot.read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (width, height)
    assert len(picture) > 20_000  # an empty page of this size compresses to far less
