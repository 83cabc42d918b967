"""Answers as text: one table from the format to the renderer that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.cli.answering import Output
from matcalc_cli.errors import ExitCode

if TYPE_CHECKING:
    from matcalc_cli.answer import Answer
    from matcalc_cli.cli.style import Style

EXIT_CODES = {"ok": ExitCode.OK, "wrong": ExitCode.WRONG, "inconclusive": ExitCode.INCONCLUSIVE}
"""The exit code of a verdict."""


def report(answer, style): ...
def single(command, answer, style): ...
def verdict(answer, style): ...
