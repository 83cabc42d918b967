"""Answers as the text of a format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.cli.answering import Output
from matcalc_cli.errors import ExitCode, Label, MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.answer import Answer
    from matcalc_cli.cli.style import Style
    from matcalc_cli.derivation import Derivation
    from matcalc_cli.render.markup import Piece

EXIT_CODES = {"ok": ExitCode.OK, "wrong": ExitCode.WRONG, "inconclusive": ExitCode.INCONCLUSIVE}
"""The exit code of a verdict."""

OF_A_SCALAR = {
    "grad": ("gradient", "matcalc jacobian gives its Jacobian"),
    "hessian": ("Hessian", "matcalc jacobian gives its first derivative"),
}
"""What only a scalar expression has, and what to ask for instead."""


def report(answer: Answer, style: Style) -> Output:
    """All that is known, as `diff` prints it, with the exit code of the check if there was one."""
    code = EXIT_CODES[answer.check.verdict] if answer.check else ExitCode.OK
    return Output(report_text(answer, style), answer.notes, code, block=style.format != "json")


def report_text(answer: Answer, style: Style) -> str:
    """The report in the format asked for."""
    match style.format:
        case "json":
            return document(answer)
        case "latex":
            from matcalc_cli.render.latex_report import latex_report

            return in_latex(latex_report(answer), style)
    from matcalc_cli.render.report import report as report_pieces

    return shown(report_pieces(answer, unicode=style.unicode, width=style.width), style)


def derivation(found: Derivation, style: Style) -> Output:
    """The steps, as `explain` prints them."""
    require("explain", found.answer)
    return Output(derivation_text(found, style), found.answer.notes, block=style.format != "json")


def derivation_text(found: Derivation, style: Style) -> str:
    """The steps in the format asked for."""
    from matcalc_cli.render.steps import steps

    return shown(steps(found, unicode=style.unicode, width=style.width), style)


def single(command: str, answer: Answer, style: Style) -> Output:
    """The one answer of a command, a line for each variable."""
    require(command, answer)
    return Output(single_text(command, answer, style), answer.notes)


def single_text(command: str, answer: Answer, style: Style) -> str:
    """The answer in the format asked for."""
    from matcalc_cli.render.answers import entries, single, single_pieces

    match style.format:
        case "json" if command in {"simplify", "vjp"}:
            from matcalc_cli.render.json import entries_document, line

            return line(entries_document(answer.program.text, entries(answer, command)))
        case "json":
            return document(answer)
        case "pretty":
            return shown(single_pieces(answer, command, unicode=style.unicode, width=style.width), style)
    return in_latex("".join(f"{line}\n" for line in single(answer, command, style.format)), style)


def verdict(answer: Answer, style: Style) -> Output:
    """What the check found, and its exit code."""
    from matcalc_cli.render.markup import BREAK
    from matcalc_cli.render.verdict import verdict_lines

    if answer.check is None:
        raise ValueError("there was no check")
    lines = verdict_lines(answer.check, unicode=style.unicode)
    text = shown([piece for row in lines for piece in (*row, BREAK)], style)
    return Output(document(answer) if style.format == "json" else text, answer.notes, EXIT_CODES[answer.check.verdict])


def document(answer: Answer) -> str:
    """The JSON of an answer, on one line."""
    from matcalc_cli.render import json

    return json.line(json.document(answer))


def in_latex(text: str, style: Style) -> str:
    """The text, as a document of its own if that was asked for."""
    from matcalc_cli.render.latex_report import standalone

    return standalone(text) if style.standalone else text


def shown(pieces: Sequence[Piece], style: Style) -> str:
    """The text of the pieces, in colour where somebody likes to see it."""
    from matcalc_cli.render.terminal import terminal_text

    return terminal_text(pieces, color=style.color)


def require(command: str, answer: Answer) -> None:
    """There must be a variable, and only a scalar has a gradient and a Hessian."""
    from matcalc_cli.render.names import shape_text

    place = Label(answer.program.body.start, answer.program.body.end)
    if not answer.derivatives and command != "simplify":
        message, hint = "there is no variable to differentiate with respect to", "the derivative of a constant is zero"
        raise MatcalcError("name", message, [place], hint=hint)
    if command in OF_A_SCALAR and not answer.expression.is_scalar:
        what, hint = OF_A_SCALAR[command]
        place.text = shape_text(*answer.expression.shape, unicode=True)
        message = f"only a scalar expression has a {what}, and this one is {place.text}"
        raise MatcalcError("shape", message, [place], hint=hint)
