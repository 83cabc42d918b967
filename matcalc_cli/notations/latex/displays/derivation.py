r"""A derivation in LaTeX, f(x) &= … \\ &= … \\ \nabla f(x) &= …: what each of its right-hand sides is said to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from matcalc_cli.errors import MatcalcError
from matcalc_cli.notations.derivation import Step
from matcalc_cli.notations.latex.displays import asides
from matcalc_cli.notations.latex.displays.around import (
    DISPLAYED,
    NAME,
    OPERATOR,
    OVER,
    QUOTIENT,
    asked,
    closing,
)
from matcalc_cli.notations.latex.displays.differentials import Leading, differentials, leading, uniform
from matcalc_cli.notations.latex.displays.prose import formulas
from matcalc_cli.notations.latex.displays.rows import ARGUMENTS, AROUND, LETTER, PRIME, defines, sides
from matcalc_cli.notations.latex.displays.spellings import SILENT

_NUMBER = re.compile(r"\^\s*\{?\s*2|''|\^\s*\{\s*\\prime\s*\\prime")
"""The mark of a second derivative."""
NOT_READ = re.compile(rf"{SILENT.pattern}|(?<!\\)%[^\n]*")
FUNCTION = re.compile(rf"\s*({LETTER})({PRIME})?{ARGUMENTS}\s*\Z")
r"""f, f(x), L(\theta, b)."""
DIFFERENTIAL = re.compile(r"[\s&$]*(?:d((?:\s*\^\s*\{?\s*2\s*\}?)?)|\\delta|\\partial)\s*(?:\\,)?\s*(?=[A-Za-z\\])")
QUOTIENT_OF = re.compile(
    rf"\s*\\d?t?frac\s*\{{\s*(?:\\partial|\\mathrm\s*\{{\s*d\s*\}}|d)\s*((?:\^\s*\{{?\s*2\s*\}}?)?)\s*({LETTER}{ARGUMENTS})\s*\}}(.*)\Z",
    re.DOTALL,
)
r"""\frac{\partial f(x)}{\partial x}."""
OVER_OF = re.compile(rf"\s*\\partial\s*({LETTER}{ARGUMENTS})\s*/\s*(\\partial.*)\Z", re.DOTALL)
r"""\partial f(x)/\partial x."""
BOUND = re.compile(r"_\s*\{\s*[a-z]\s*=\s*1\s*\}\s*\^\s*(\{\s*\w+\s*\}|\w)")
"""The last value of an index."""
GRID = re.compile(r"\\begin\s*\{(\w*matrix|array|cases)\}.*?\\end\s*\{\1\}", re.DOTALL)
"""Environments that have rows of their own."""
BELOW = re.compile(rf"(?:\\partial|\\mathrm\s*\{{\s*d\s*\}}|\bd)\s*({NAME})")


def steps(text: str) -> list[Step]:
    """The formulas of a derivation in order, the first of which is the question; few or none of another text."""
    found = _Steps()
    typed = formulas(NOT_READ.sub(lambda silent: " " * len(silent[0]), text))
    read = uniform(typed)
    for start, end in list(asides.conditions(read, defines)):
        if AROUND.sub("", read[:start]).strip():
            found.leave_out(asides.BEFORE.sub("", typed[start:end], count=1), asides.CONDITION_SAID)
            typed, read = (f"{t[:start]}{' ' * (end - start)}{t[end:]}" for t in (typed, read))
    for line, row in groupby(sides(read), key=itemgetter(0)):
        found.take_row(typed, read, line, [side[1:] for side in row])
    found.leave_orphans()
    for step in found.steps:
        step.formula = found.without_arguments(step.formula)
    questions = [step for step in found.steps if step.kind == "question"]
    for step in questions:
        bounds = {bound.strip("{} ") for bound in BOUND.findall(step.text)}
        step.bound = bounds.pop() if len(bounds) == 1 else ""
        step.parts = tuple(
            part for part in questions if part is not step and part.function and _uses(step.formula, part.function)
        )
        own = step.function and not _uses(step.formula, step.function)
        step.named = bool(own) and any(
            _uses(other.formula, step.function) for other in found.steps if other.question is step
        )
    if len({step.line for step in found.steps}) == 1:
        for number, step in enumerate(found.steps, 1):
            step.line = number
    return [*found.steps, *found.asides]


class _Steps:
    """The state of reading a derivation: the text so far, and of which function and derivative the next side is."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.questions: dict[str, Step] = {}
        self.function = ""
        self.kind = "value"
        self.by: Sequence[str] = ()
        self.arguments: dict[str, Sequence[str]] = {}
        self.asides: list[Step] = []
        self.solving = False  # whether a derivative has been set to zero: what follows solves the equation

    def leave_out(self, shown: str, said: str) -> None:
        """Leave out a part that is not checked, with a note."""
        step = Step("aside", 0, " ".join(shown.split()))
        step.said = said.format(step.text, self.function or "the function")
        self.asides.append(step)

    def take_row(self, typed: str, text: str, line: int, row: Sequence[tuple[int, int, bool]]) -> None:
        """The sides of one row, unless it is about something else."""
        start, end = row[0][0], row[-1][1]
        found = [_formula(text[a:b], text[a:b]) for a, b, _ in row]
        if self.questions and row[0][2] and self.is_aside(found, apart=asides.begins_apart(text, start)):
            self.leave_out(_formula(typed[start:end], text[start:end]), asides.EQUATION_SAID)
            return
        for start, end, left in row:
            self.take(typed, text, line, start, end, left=left)

    def is_aside(self, row: Sequence[str], *, apart: bool) -> bool:
        r"""Whether a row is no claim about a function: x = 3, f(0) = 1, w^* = …, A = A^\top, 2x = 0, and what follows = 0."""
        head, (kind, name, _) = row[0], named(row[0])
        function = FUNCTION.match(name) if name else None
        at = FUNCTION.match(head) or function
        if at and at[3] and asides.NUMBER.fullmatch(at[3].replace(",", " ")):
            return True
        if kind not in ("", "value") or operator(head, "")[0] != "value":
            return False
        if function is None:
            is_zero = len(row) > 1 and any(asides.ZERO.fullmatch(side) for side in (head, row[-1]))
            self.solving |= is_zero
            is_derived = self.function or self.kind != "value"
            return self.solving or bool(is_derived and len(row) > 1 and (apart or asides.NEW.fullmatch(head)))
        letter = " ".join(function[1].split())
        if function[3] is not None or letter in self.questions:
            return False
        by = {by for step in self.steps for by in step.by if step.kind != "question"}
        arguments = {name for names in self.arguments.values() for name in names}
        if letter in by or any(_uses(side, letter) for side in row[1:]):
            return True
        return letter in arguments and all(asides.NUMBER.fullmatch(side) for side in row[1:])

    def leave_orphans(self) -> None:
        """Take names that are found behind the claims, and that no formula has, for no questions."""
        asked_for = {id(step.question) for step in self.steps}
        claims = [place for place, step in enumerate(self.steps) if step.question]
        for step in self.steps[claims[0] :] if claims else []:
            used = any(_uses(other.text, step.function) for other in self.steps if other is not step)
            if step.kind == "question" and id(step) not in asked_for and not used:
                self.steps.remove(step)
                self.function = next(iter(self.questions))
                self.leave_out(f"{step.function} = {step.text}", asides.EQUATION_SAID)

    def without_arguments(self, formula: str) -> str:
        """A formula with f for f(x), where a line above says what f(x) is."""
        for function, arguments in self.arguments.items():
            of = re.compile(rf"(?<![A-Za-z\\])({re.escape(function)}){ARGUMENTS}(\s*(?:\\left|\\[bB]ig+l?)?\s*[(\[])?")

            def alone(found: re.Match[str], named: Sequence[str] = arguments) -> str:
                if found[2] is None or tuple(_listed(found[2])) != tuple(named):
                    return found[0]
                return rf"{found[1]} \cdot {found[3]}" if found[3] else f"{found[1]} "

            formula = of.sub(alone, formula)
        return formula

    def take(self, typed: str, text: str, line: int, start: int, end: int, *, left: bool) -> None:
        """Take one side of a line, as it is typed and in uniform spelling: it tells what the next ones are, or is a formula."""
        side, shown = _formula(text[start:end], text[start:end]), _formula(typed[start:end], text[start:end])
        if left and self.label(side):
            return
        question = self.questions.get(self.function)
        kind, by = operator(side, "" if question else text[end:])
        if question is None:
            question = Step("question", line, shown, self.function)
            question.formula = without_operator(side) if kind != "value" else side
            question.by = tuple(self.arguments.get(self.function, ()))
            self.questions[self.function] = question
            self.steps.append(question)
        else:
            said = "value" if kind != "value" or (left and not self.function) else self.kind
            step = Step(said, line, shown, self.function, question)
            step.formula = side
            step.by = tuple(self.by)
            if said in ("first", "differential") and asides.ZERO.fullmatch(side):
                step.said, self.solving = asides.ZERO_SAID, True
            self.steps.append(step)
        if kind != "value":
            self.kind, self.by = kind, by

    def label(self, side: str) -> bool:
        r"""Whether a left side is a name alone, of a function, its gradient or its differential: f(x), \nabla f, df."""
        kind, name, by = named(side)
        function = FUNCTION.match(name) if name else None
        if function is None:
            return False
        head = " ".join(function[1].split())
        if kind == "value":
            self.arguments.setdefault(head, _listed(function[3] or ""))
            self.function = head
        elif head in self.questions:
            self.function = head
        self.kind, self.by = kind, by or self.arguments.get(self.function, ())
        return True


def _formula(typed: str, uniform: str) -> str:
    """A side without what stands around its formula, which the uniform spelling shows."""
    grids = [found.span() for found in GRID.finditer(uniform)]
    for found in AROUND.finditer(uniform):
        if any(start <= found.start() < end for start, end in grids):
            continue
        typed = f"{typed[: found.start()]}{' ' * len(found[0])}{typed[found.end() :]}"
    return typed.strip().rstrip(".,;").strip()


def without_operator(side: str) -> str:
    """The formula behind a leading differential operator."""
    if found := _leading(side):
        return " " * found.end + side[found.end :]
    return asked(side)[0]


def operator(side: str, behind: str) -> tuple[str, Sequence[str]]:
    r"""The derivative that a formula begins with, \nabla_x \lVert x\rVert, and by what; further formulas stand behind it."""
    if found := OPERATOR.match(side):
        return _mixed(_order(found[2], found[2]), _by(found[2]))
    if (start := _leading(side)) and (differentials(behind) or not start.at_a_letter):
        return "second differential" if start.second else "differential", ()
    if found := OVER.match(side):
        return "first", _by(found[3])
    if found := QUOTIENT.match(side):
        numerator = closing(side, side.index("{", found.end(1)))
        below = side[numerator : closing(side, side.index("{", numerator))]
        return _mixed(_order(side[found.end(1) : found.end(2)], below), _by(below))
    return "value", ()


def by(text: str) -> list[str]:
    r"""By what a text says that it is differentiated, \frac{\partial^2}{\partial x^2}, a name for each time; "" where nothing says."""
    kind, names = operator(uniform(NOT_READ.sub(" ", DISPLAYED.sub("  ", text))), "")
    if kind not in ("first", "second", "mixed"):
        return []
    times = 1 + (kind != "first")
    return list(names) if len(names) > 1 else [*(names or [""])] * times


def named(side: str) -> tuple[str, str, Sequence[str]]:
    """The meaning of a left side: which derivative, the function, by which variables."""
    if found := QUOTIENT_OF.match(side):
        kind, by = _mixed(_order(found[1], found[4]), _by(found[4]))
        return kind, found[2], by
    if (found := OVER_OF.match(side)) and FUNCTION.match(found[1]):
        return "first", found[1], _by(found[found.lastindex or 0])
    if found := OPERATOR.match(side):
        kind, by = _mixed(_order(found[2], found[2]), _by(found[2]))
        return kind, side[found.end() :], by
    if _leading(side):
        return "", "", ()
    if (found := FUNCTION.match(side)) and not re.match(r"\s*\\(?:partial|nabla)", side):
        return (_order(found[2]), found[1], ()) if found[2] else ("value", side, ())
    if (found := DIFFERENTIAL.match(side)) and FUNCTION.match(side, found.end()):
        return "second differential" if found[1] else "differential", side[found.end() :], ()
    return "", "", ()


def _leading(side: str) -> Leading | None:
    """The differential that a formula is; none of one that is refused when it is read."""
    try:
        return leading(side)
    except MatcalcError:
        return None


def _order(text: str, below: str = "") -> str:
    r"""The order of a derivative, by its number or by two names below: of \frac{\partial f}{\partial x\partial x^\top} too."""
    return "second" if _NUMBER.search(text) or len(BELOW.findall(below)) > 1 else "first"


def _mixed(kind: str, by: Sequence[str]) -> tuple[str, Sequence[str]]:
    """A second derivative by two variables has a kind of its own."""
    return "mixed" if kind == "second" and len(by) > 1 else kind, by


def _by(text: str) -> Sequence[str]:
    r"""The names below: of \nabla_x, of \partial x."""
    if index := re.search(
        r"(?:\\nabla|\\partial|D\s*\}?)\s*(?:\^\s*(?:\{[^{}]*\}|\w)\s*)?_\s*(?:\{([^{}]*(?:\{\w+\}[^{}]*)*)\}|(\\?\w+))",
        text,
    ):
        return _listed(index[1] or index[2])
    return tuple(dict.fromkeys(re.sub(r"\^.*", "", name).strip() for name in BELOW.findall(text)))


def _listed(text: str) -> Sequence[str]:
    return tuple(part.strip() for part in re.split(r"[,;|]", text) if part.strip())


def _uses(text: str, name: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z(])", text) is not None
