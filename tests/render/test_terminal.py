"""Colour: the same text with and without, and Rich only where there is colour."""

from __future__ import annotations

import re
import subprocess
import sys

from matcalc_cli import pipeline
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.terminal import terminal_text
from matcalc_cli.render.reports.report import report

PIECES = report(pipeline.differentiate("X'*A*X"), unicode=True)


def test_colour_adds_nothing_but_escapes() -> None:
    coloured = terminal_text(PIECES, color=True)
    assert "\x1b[33mdX" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain_text(PIECES) == terminal_text(PIECES, color=False)


def test_text_is_not_markup() -> None:
    pieces = [("label", "X[a] + [bold]:smile:"), ("note", "\\[b]")]
    coloured = terminal_text(pieces, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == "X[a] + [bold]:smile:\\[b]"


def test_rich_and_json_are_imported_only_when_needed() -> None:
    code = (
        "import sys; from matcalc_cli import pipeline; from matcalc_cli.render import json; from matcalc_cli.render.formats import latex, terminal; from matcalc_cli.render.reports import report;"
        "from matcalc_cli.render.reports.answers import single;"
        "a = pipeline.differentiate('A^2');"
        "terminal.terminal_text(report.report(a, True, 80), color=False); single(a, 'jacobian', 'latex');"
        "print(*[m for m in ('rich', 'json', 'numpy', 'sympy', 'dataclasses', 'enum') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= {"enum"}, run.stdout  # re needs enum
