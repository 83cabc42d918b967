"""Answers as the text of a format."""

from __future__ import annotations

from matcalc_cli.cli.answering import Output
from matcalc_cli.errors import ExitCode, Label, MatcalcError
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.answers.derivation import Derivation
    from matcalc_cli.answers.derivation_check import DerivationReport
    from matcalc_cli.answers.entries import Entries
    from matcalc_cli.cli.output import validity
    from matcalc_cli.cli.output.style import Style
    from matcalc_cli.expr.node import Node
    from matcalc_cli.render.formats.markup import Piece
else:
    validity = Later("matcalc_cli.cli.output.validity")

EXIT_CODES = {"ok": ExitCode.OK, "wrong": ExitCode.WRONG, "inconclusive": ExitCode.INCONCLUSIVE}
"""The exit code of a verdict."""

SAYING_WHERE = ("json", "html", "markdown")
"""The formats in which an answer itself says where it is valid."""
DOCUMENT_FORMATS = ("latex", "typst", "html", "markdown")
"""The formats that are laid out as a document."""


def printed(command: str, style: Style) -> str:
    """The command by what it prints, which is what is verified: in JSON every reading."""
    return "json" if style.format == "json" else command


def arranged(answer: Answer, style: Style) -> Answer:
    """With what vec stacks, and how repeated parts are written, as it was asked for."""
    answer = answer.but(expand=style.expand, kept=tuple(style.kept), told=style.told)
    if style.vec != answer.vec:
        from matcalc_cli.variants import by_rows, orders_all_entries

        if style.vec_asked or orders_all_entries(answer):  # a setting is for the answers that it can be about
            return by_rows(answer)
    return answer


def report(answer: Answer, style: Style) -> Output:
    """All that is known, as `diff` prints it, with the exit code of the check if there was one."""
    code = EXIT_CODES[answer.check.verdict] if answer.check else ExitCode.OK
    answer = arranged(answer, style)
    written = report_text(answer, style)
    style.remember(answer)
    return Output(written, answer.notes, code, block=style.format != "json", by_form=is_by_form(answer))


def is_by_form(answer: Answer) -> bool:
    """Whether an answer is right in other names too: one that the time of this line, or a random number, does not decide on."""
    return answer.verified in ("", "exactly") and answer.check is None


def report_text(answer: Answer, style: Style) -> str:
    """The report in the format asked for."""
    match style.format:
        case "json":
            return document(answer)
        case "sympy":
            return sympy_text(answer, "diff")
        case "latex":
            from matcalc_cli.render.documents.latex_report import latex_report

            return latex_report(answer)
        case "typst" | "html" | "markdown":
            from matcalc_cli.render.documents.page_formats import PAGES
            from matcalc_cli.render.documents.pages import report_page

            return PAGES[style.format](report_page(answer))
    from matcalc_cli.render.reports.report import report as report_pieces

    return shown(report_pieces(answer, unicode=style.unicode, width=style.width), style)


def derivation(found: Derivation, style: Style) -> Output:
    """The steps, as `explain` prints them."""
    require("explain", found.answer)
    return steps_output(found, style)


def steps_output(found: Derivation, style: Style) -> Output:
    """Steps that need not end in a derivative by a variable."""
    found.answer = found.answer.but(told=style.told)
    written = derivation_text(found, style)
    style.remember(found.answer, meanings=False)
    return Output(written, found.answer.notes, block=style.format != "json")


def derivation_text(found: Derivation, style: Style) -> str:
    """The steps in the format asked for."""
    from matcalc_cli.render.reports.steps import steps

    if style.format == "json":
        from matcalc_cli.render.json import derivation_document, line

        return line(derivation_document(found))
    if style.format in DOCUMENT_FORMATS:
        from matcalc_cli.render.documents.page_formats import PAGES
        from matcalc_cli.render.documents.pages import derivation_page

        return PAGES[style.format](derivation_page(found))
    return shown(steps(found, unicode=style.unicode, width=style.width), style)


def tables(found: Entries, style: Style) -> Output:
    """The output of `entries`; exit code 3 if SymPy could not prove it."""
    from matcalc_cli.render import json
    from matcalc_cli.render.reports.tables import tables as pieces
    from matcalc_cli.render.reports.tables import tables_json, tables_latex

    require("entries", found.answer)
    code = ExitCode.OK if all(proved for _, proved in found.proofs) else ExitCode.INCONCLUSIVE
    match style.format:
        case "json":
            return Output(json.line(tables_json(found)), found.answer.notes, code)
        case "latex":
            return Output(tables_latex(found), found.answer.notes, code, block=True)
        case "plain" | "pretty":
            return Output(
                shown(pieces(found, unicode=style.unicode, width=style.width), style),
                found.answer.notes,
                code,
                block=True,
            )
    raise MatcalcError("usage", f"entries have no format {style.format}", hint="-f plain, pretty, latex or json")


def sympy_text(answer: Answer, command: str) -> str:
    """The script of -f sympy: where it is valid, and every reading of a report, or the one answer of a command."""
    from matcalc_cli.pipeline import sympy_script
    from matcalc_cli.render.reports.answers import entries

    several = len(answer.derivatives) > 1
    named: dict[str, Node] = {}
    if command == "diff":
        named["f"] = answer.shown
        for d in answer.derivatives:
            named[f"{d.main}_{d.variable.name}" if several else d.main] = getattr(d, d.main)
        return "".join(f"# {said}\n" for said in validity.valid_where(answer.conditions, answer)) + sympy_script(named)
    every = entries(answer, command)
    several = len(every) > 1
    for variable, node in every:
        name = "" if variable is None else variable.name.replace(", ", "_")  # of a mixed Hessian, x, y
        named[f"{command}_{name}" if name and several else command] = node
    return sympy_script(named)


def single(command: str, answer: Answer, style: Style) -> Output:
    """The one answer of a command, a line for each variable."""
    require(command, answer)
    answer = arranged(answer, style)
    needed = () if style.format in SAYING_WHERE else validity.shown_conditions(answer, command)
    on_a_page = style.standalone and bool(needed)
    said = () if on_a_page else validity.valid_where(needed, answer)
    formula = command not in ("simplify", "step") and style.format not in (*SAYING_WHERE, "sympy")
    written = page_text(command, answer, style) if on_a_page else single_text(command, answer, style)
    return Output(written, (*answer.notes, *said), formula=formula, by_form=is_by_form(answer))


def single_text(command: str, answer: Answer, style: Style) -> str:
    """The answer in the format asked for."""
    from matcalc_cli.render.reports.answers import entries, single, single_pieces

    match style.format:
        case "json" if command in {"simplify", "vjp"}:
            from matcalc_cli.render.json import entries_document, line

            found = answer.program.text, entries(answer, command), answer.notes, answer.letters
            written = entries_document(*found, validity.shown_conditions(answer, command))
            return line({**written, **asked(answer, command)})
        case "json":
            from matcalc_cli.render import json

            return json.line({**json.document(answer), **asked(answer, command)})
        case "pretty":
            return shown(single_pieces(answer, command, unicode=style.unicode, width=style.width), style)
        case "sympy":
            return sympy_text(answer, command)
        case "html" | "markdown":
            return page_text(command, answer, style)
    from matcalc_cli.pipeline import reads_back

    return "".join(f"{line}\n" for line in single(answer, command, style.format, reads_back))


def asked(answer: Answer, command: str) -> dict[str, list[dict[str, str | None]]]:
    """The answers that were asked for, as JSON has them beside all else: an entry for each line that plain prints."""
    from matcalc_cli.render.json import answers
    from matcalc_cli.render.reports.answers import entries

    return {"answer": answers(answer, entries(answer, command))}


def page_text(command: str, answer: Answer, style: Style) -> str:
    """The answer and where it is valid, as a page."""
    from matcalc_cli.render.documents.page_formats import PAGES
    from matcalc_cli.render.documents.pages import answer_page

    return PAGES[style.format](answer_page(answer, command))


def verdict(answer: Answer, style: Style) -> Output:
    """The output about the check, and its exit code."""
    from matcalc_cli.render.formats.markup import BREAK
    from matcalc_cli.render.layout import wrapped
    from matcalc_cli.render.reports.verdict import HANGING, LABEL_WIDTH, verdict_lines

    if answer.check is None:
        raise ValueError("there was no check")
    indent = HANGING if answer.check.claim is None else LABEL_WIDTH
    lines = [wrapped(row, style.width, indent) for row in verdict_lines(answer.check, unicode=style.unicode)]
    text = shown([piece for row in lines for piece in (*row, BREAK)], style)
    return Output(document(answer) if style.format == "json" else text, answer.notes, EXIT_CODES[answer.check.verdict])


def derivation_verdicts(text: str, found: DerivationReport, style: Style) -> Output:
    """The output about each formula of a derivation, the first wrong one last, and the exit code."""
    from matcalc_cli.render.formats.markup import BREAK
    from matcalc_cli.render.json import line
    from matcalc_cli.render.reports.derivation_check import document, lines

    rows = [piece for row in lines(found, unicode=style.unicode) for piece in (*row, BREAK)]
    written = line(document(text, found)) if style.format == "json" else shown(rows, style)
    return Output(written, found.notes, EXIT_CODES[found.verdict])


def document(answer: Answer) -> str:
    """The JSON of an answer, on one line."""
    from matcalc_cli.render import json

    return json.line(json.document(answer))


def shown(pieces: Sequence[Piece], style: Style) -> str:
    """The text of the pieces, in colour where somebody likes to see it."""
    from matcalc_cli.render.formats.terminal import terminal_text

    return terminal_text(pieces, color=style.color)


def require(command: str, answer: Answer) -> None:
    """There must be a variable, and only a scalar has a gradient."""
    from matcalc_cli.render.reports.names import shape_text

    place = Label(answer.program.body.start, answer.program.body.end)
    if not answer.derivatives and command != "simplify":
        message, hint = "there is no variable to differentiate with respect to", "the derivative of a constant is zero"
        raise MatcalcError("name", message, [place], hint=hint)
    if command == "grad" and not answer.expression.is_scalar:
        place.text = shape_text(*answer.expression.shape, unicode=True)
        message = f"only a scalar expression has a gradient, and this one is {place.text}"
        note = "; ".join(answer.notes) or vectors_by_letter(answer)
        numbers = "".join(f"; where {name}: scalar makes it a number" for name in meant_as_numbers(answer)[:2])
        raise MatcalcError("shape", message, [place], hint=f"matcalc jacobian gives its Jacobian{numbers}", note=note)


def meant_as_numbers(answer: Answer) -> list[str]:
    """The vectors by their letters of which each, were it a number, made a number of the expression."""
    from matcalc_cli.program import read_program

    def is_one(name: str) -> bool:
        try:
            return read_program(answer.program, [f"{name}: scalar"])[1].expression.is_scalar
        except MatcalcError:
            return False

    declared = {d.name.name for d in answer.program.declarations}
    vectors = [v for v in answer.variables if v.kind == "vector" and v.name not in declared and not v.axes]
    return [v.spelling for v in vectors if is_one(v.spelling)]


def vectors_by_letter(answer: Answer) -> str | None:
    """Why something is a vector that was meant as a number, if its names are few."""
    from matcalc_cli.language.names import taken_by_letter

    declared = {d.name.name for d in answer.program.declarations}
    names = [v.spelling for v in answer.variables if v.kind == "vector" and v.name not in declared]
    return taken_by_letter("vector", names) or None
