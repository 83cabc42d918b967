"""The contents of a document about one program, before they are LaTeX, Typst, HTML or Markdown: equations in sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers import needed
from matcalc_cli.answers.derivation import Heading, Line, Prose, Section
from matcalc_cli.answers.readings import PRINTED_BY
from matcalc_cli.language.tree import Name, Tree
from matcalc_cli.render.formats.markup import width_of
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.answers import entries
from matcalc_cli.render.reports.conditions import of_answer as conditions_of
from matcalc_cli.render.reports.conventions import convention, glosses, shows_gradient
from matcalc_cli.render.reports.names import differentials, function_letter, single_differential, taken_names
from matcalc_cli.render.reports.verdict import verification_lines
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.sharing import of_answer, spread
from matcalc_cli.render.writing.trees import call, operation

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.answers.derivation import Derivation

LONG = 60
"""Columns of an equation's right side that fit on a line with its reason."""

BESIDE = 44
"""Columns of an equation that leaves room for its reason beside it on paper."""
SHORT = 50
"""Columns of a reason that has room beside an equation on paper."""


class Page:
    """One program: a caption in words, its heading (left, right), its sections, remarks in words, and the names of differentials."""

    __slots__ = ("caption", "heading", "known", "letter", "remarks", "sections")

    def __init__(
        self, heading: tuple[Tree, Tree] | None, sections: Sequence[Section], remarks: Sequence[Prose], letter: str,
        known: frozenset[str], caption: str = "",
    ) -> None:  # fmt: skip
        self.caption = caption
        self.heading = heading
        self.sections = tuple(Section(section.title, spread(section.lines)) for section in sections if section.lines)
        self.remarks = tuple(remark for remark in remarks if any(remark))
        self.letter = letter
        self.known = known


def derivation_page(found: Derivation) -> Page:
    """The page of `explain`."""
    said = "every line was verified exactly" if found.verdict == "exact" else found.verdict
    verdict = f"{capitalized(said)}." if said else ""
    known = frozenset(f"d{name}" for name in found.scope.nodes)
    sections = found.sections if len(found.sections) > 1 else [Section([], found.sections[0].lines)]
    return Page(
        found.heading or _heading(found.answer, found.letter),
        sections,
        [*_conditions(found.answer), [convention(found.answer, unicode=True)], [verdict]],
        found.letter,
        known,
    )


def report_page(answer: Answer) -> Page:
    """The page of `diff`."""
    letter = function_letter(taken_names(answer))
    lines = [Line(b.name, b.value) for b in answer.program.bindings]
    total = single_differential(answer)
    if total is not None:
        lines.append(Line(Name(f"d{letter}", f"d{letter}", 0, 0), of_answer(total, answer, defined=False)))
    lines += [line for d in answer.derivatives for line in _readings(d, answer, several=len(answer.derivatives) > 1)]
    later = list(_later(answer, letter))
    verdict: list[Prose] = [["".join(text for _, text in row)] for row in verification_lines(answer, unicode=True)]
    remarks = [
        *_conditions(answer),
        [convention(answer, unicode=True)],
        *[[text] for text in glosses(answer)],
        *verdict,
    ]
    return Page(
        _heading(answer, letter),
        [Section([], [*lines, *later])],
        remarks,
        letter,
        differentials(answer) | _forms(later),
    )


def answer_page(answer: Answer, command: str) -> Page:
    """The page of a command with one answer: bare equations, with a left side where there are several."""
    found = entries(answer, command)
    letter = function_letter(taken_names(answer))
    lines: list[Line] = []
    for variable, node in found:
        named = variable is not None and len(found) > 1 and command in PRINTED_BY
        left: Tree | Heading | None = (
            Heading(PRINTED_BY[command].name, variable, several=True) if named and variable is not None else None
        )
        if variable is not None and variable.differential_of is not None:
            left = Name(variable.name, variable.spelling, 0, 0)
        lines.append(Line(left, of_answer(node, answer)))
    return Page(None, [Section([], lines)], _conditions(answer), letter, differentials(answer) | _forms(lines))


def _heading(answer: Answer, letter: str) -> tuple[Tree, Tree]:
    names = [express(d.variable) for d in answer.derivatives]
    return (call(letter, *names) if names else Name(letter, letter, 0, 0)), answer.program.body


def _conditions(answer: Answer) -> list[Prose]:
    found = conditions_of(answer)
    return [["where ", *found]] if found else []


def _readings(found: Derivative, answer: Answer, *, several: bool) -> Iterator[Line]:
    shown = found.gradient is not None and shows_gradient(found)
    main = "derivative" if found.derivative is not None else "gradient" if shown else "jacobian"
    for reading in (main, "hessian"):
        node = getattr(found, reading)
        if node is not None:
            twice = reading == "hessian" and main == "derivative"
            left = Heading(main if twice else reading, found.variable, several=several, order=1 + twice)
            yield Line(left, of_answer(node, answer, defined=False))


def _later(answer: Answer, letter: str) -> Iterator[Line]:
    for order, x, node in needed.later(answer):
        name = f"d{order}{letter}"
        left = Name(name, name, 0, 0) if x is None else Heading("derivative", x, several=False, order=order)
        yield Line(left, of_answer(node, answer, defined=False))


def _forms(lines: Sequence[Line]) -> frozenset[str]:
    """The names of the left sides of later differentials."""
    return frozenset([line.left.name for line in lines if isinstance(line.left, Name)])


def is_bare(line: Line, page: Page) -> bool:
    """Whether a line is an answer by itself, that nothing before it equals."""
    return line.left is None and not line.reason and page.heading is None


def chunks(tree: Tree, known: frozenset[str], width: int = LONG) -> list[Tree | tuple[str, Tree]]:
    """A right side in pieces that fit on a line: the first, then (operator, terms) each; whole if it is no sum."""
    terms: list[tuple[str, Tree]] = []
    rest = tree
    while getattr(rest, "operator", "") in ("add", "subtract"):
        terms.append((rest.operator, rest.children[1]))  # type: ignore[attr-defined]
        rest = rest.children[0]
    if columns(tree, known) <= width:
        return [tree]
    pieces: list[Tree | tuple[str, Tree]] = [rest]
    for operator, term in reversed(terms):
        last = pieces[-1]
        held = last if isinstance(last, Tree) else last[1]
        if columns(held, known) + columns(term, known) < width:
            longer = operation(operator, held, term)  # only to be printed: what stands before it is its sign
            pieces[-1] = longer if isinstance(last, Tree) else (last[0], longer)
        else:
            pieces.append((operator, term))
    return pieces


def is_beside(line: Line, known: frozenset[str]) -> bool:
    """Whether the reason of a line has room beside its equation on paper."""
    words = sum(columns(part, known) if isinstance(part, Tree) else len(part) for part in line.reason)
    return columns(line.right, known) <= BESIDE and words <= SHORT


def capitalized(text: str) -> str:
    """With a capital letter at the beginning, if a letter is there."""
    return text[:1].upper() + text[1:]


def columns(tree: Tree, known: frozenset[str]) -> int:
    """How many columns a tree takes as text."""
    return width_of(pretty(tree, True, known))
