r"""A derivation in LaTeX, f(x) &= … \\ &= … \\ \nabla f(x) &= …: what each of its right-hand sides is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.derivation import Step
from matcalc_cli.notations.latex.displays.around import (
    DISPLAYED,
    NAME,
    OPERATOR,
    OVER,
    QUOTIENT,
    RELATION,
    asked,
    closing,
)
from matcalc_cli.notations.latex.displays.differentials import Leading, differentials, leading, uniform
from matcalc_cli.notations.latex.displays.spellings import SILENT

_NUMBER = re.compile(r"\^\s*\{?\s*2|''|\^\s*\{\s*\\prime\s*\\prime")
"""What makes a second derivative."""
_PRIME = r"(?:\s*(?:'|\^\s*(?:\\prime(?![A-Za-z])|\{\s*(?:\\prime\s*)+\}))+)"
r"""f', f^\prime"""
_ARROW = r"\\(?:implies|impliedby|iff|therefore|because|(?:Long|long)?(?:[Ll]eft)?[Rr]ightarrow)(?![A-Za-z])"
"""What stands between two equations."""
NOT_READ = re.compile(rf"{SILENT.pattern}|(?<!\\)%[^\n]*")
_LETTER = (
    r"(?:[A-Za-z]|\\math(?:cal|scr|frak|bf|sf|rm)\s*\{\w\}|\\(?:boldsymbol|bm)\s*\{\\?\w+\}"
    rf"|\\(?:ell|var[a-z]+|{'|'.join(sorted(LETTER_OF))})(?![A-Za-z]))(?:\s*_\s*(?:\{{\w*\}}|\w))?"
)
_ARGUMENTS = r"(?:\s*(?:\\left\s*|\\[bB]igg?l?\s*)?[(\[]([^()\[\]]*?)(?:\\right\s*|\\[bB]igg?r?\s*)?[)\]])?"
BREAK = re.compile(
    rf",|{_ARROW}|(?<!\\)\\[\[\]]|\$\$(?=\s*\$\$)|"
    r"\\(begin|end)\s*\{\s*(?:[pbBvV]?matrix|smallmatrix|cases)\s*\}|\\\\(?:\s*\[[^\]]*\])?|\\[{}]|[{}()\[\]]"
)
"""Where a row may end, and what keeps it together."""
AROUND = re.compile(
    r"\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\s*\{[0-9]*\})?|\\(?:inter)?text\s*\{[^{}]*\}|&&.*|\\\[|\\\]|\\q?quad(?![A-Za-z])|[&$~]|\\[,;:! ]|"
    + _ARROW,
    re.DOTALL,
)
"""What of a side is no part of its formula."""
LABELLED = re.compile(
    rf"(?:{AROUND.pattern}|\s)*(?:(?:d(?:\s*\^\s*\{{?\s*2\s*\}}?)?)?\s*{_LETTER}{_PRIME}?{_ARGUMENTS}|\\nabla[^=]*|\\partial[^=]*|\\d?t?frac[^=]*)\s*&?\s*{RELATION.pattern}",
    re.DOTALL,
)
"""What follows a comma that separates formulas."""
FUNCTION = re.compile(rf"\s*({_LETTER})({_PRIME})?{_ARGUMENTS}\s*\Z")
r"""f, f(x), L(\theta, b)."""
DIFFERENTIAL = re.compile(r"[\s&$]*(?:d((?:\s*\^\s*\{?\s*2\s*\}?)?)|\\delta|\\partial)\s*(?:\\,)?\s*(?=[A-Za-z\\])")
QUOTIENT_OF = re.compile(
    rf"\s*\\d?t?frac\s*\{{\s*(?:\\partial|\\mathrm\s*\{{\s*d\s*\}}|d)\s*((?:\^\s*\{{?\s*2\s*\}}?)?)\s*({_LETTER}{_ARGUMENTS})\s*\}}(.*)\Z",
    re.DOTALL,
)
r"""\frac{\partial f(x)}{\partial x}."""
OVER_OF = re.compile(rf"\s*\\partial\s*({_LETTER}{_ARGUMENTS})\s*/\s*(\\partial.*)\Z", re.DOTALL)
r"""\partial f(x)/\partial x."""
BOUND = re.compile(r"_\s*\{\s*[a-z]\s*=\s*1\s*\}\s*\^\s*(\{\s*\w+\s*\}|\w)")
"""The last value of an index."""
BELOW = re.compile(rf"(?:\\partial|\\mathrm\s*\{{\s*d\s*\}}|\bd)\s*({NAME})")


def steps(text: str) -> list[Step]:
    """The formulas of a derivation in order, the first of which is the question; few or none of another text."""
    found = _Steps()
    typed = NOT_READ.sub(lambda silent: " " * len(silent[0]), text)
    read = uniform(typed)
    for line, start, end, left in sides(read):
        found.take(typed, read, line, start, end, left=left)
    questions = [step for step in found.steps if step.kind == "question"]
    for step in questions:
        bounds = {bound.strip("{} ") for bound in BOUND.findall(step.text)}
        step.bound = bounds.pop() if len(bounds) == 1 else ""
        step.parts = tuple(
            part for part in questions if part is not step and part.function and _uses(step.text, part.function)
        )
    if len({step.line for step in found.steps}) == 1:
        for number, step in enumerate(found.steps, 1):
            step.line = number
    return found.steps


def sides(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """What stands between rows and equals signs: the number of its row, its place, whether it begins a row."""
    pending: tuple[int, int, int, bool] | None = None
    for line, (start, end) in enumerate(rows(text), 1):
        marks = list(_equalities(text, start, end))
        if not marks and pending is not None and AROUND.sub("", text[start:end]).strip():
            pending = (*pending[:2], end, pending[3])
            continue
        edges = [start, *[place for mark in marks for place in mark], end]
        for index, (low, high) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
            if AROUND.sub("", text[low:high]).strip():
                if pending is not None:
                    yield pending
                pending = (line, low, high, index == 0)
    if pending is not None:
        yield pending


DISPLAY_BEGINS = r"\["
ROW_ENDS = ("\\\\", r"\]", "$$")


def rows(text: str) -> list[tuple[int, int]]:
    r"""The rows that \\ separates; one in a matrix separates nothing."""
    found, start, depth = [], 0, 0
    for word in BREAK.finditer(text):
        if word[0] in "{([" or word[1] == "begin":
            depth += 1
        elif word[0] in "})]" or word[1] == "end":
            depth -= 1
        elif word[0] == DISPLAY_BEGINS:
            continue
        elif depth <= 0 and (word[0].startswith(ROW_ENDS) or LABELLED.match(text, word.end())):
            found.append((start, word.start()))
            start = word.end()
    rest = [*found, (start, len(text))]
    return [(low, high) for low, high in rest if AROUND.sub("", text[low:high]).strip()]


def _equalities(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth = 0
    for word in re.compile(rf"{RELATION.pattern}|\\[A-Za-z]+|\\.|[{{}}()\[\]]").finditer(text, start, end):
        depth += (word[0] in "{([") - (word[0] in "})]")
        if depth <= 0 and RELATION.fullmatch(word[0]):
            yield word.span()


class _Steps:
    """What has been read, and of what function and which derivative the next side is."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.questions: dict[str, Step] = {}
        self.function = ""
        self.kind = "value"
        self.by: Sequence[str] = ()
        self.arguments: dict[str, Sequence[str]] = {}

    def take(self, typed: str, text: str, line: int, start: int, end: int, *, left: bool) -> None:
        """One side, typed so and in uniform spelling: it says what follows, or it is a formula."""
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
    for found in AROUND.finditer(uniform):
        typed = f"{typed[: found.start()]}{' ' * len(found[0])}{typed[found.end() :]}"
    return typed.strip().rstrip(".,;").strip()


def without_operator(side: str) -> str:
    """What is differentiated."""
    if found := _leading(side):
        return " " * found.end + side[found.end :]
    return asked(side)[0]


def operator(side: str, behind: str) -> tuple[str, Sequence[str]]:
    r"""The derivative that a formula begins with, \nabla_x \lVert x\rVert, and by what; further formulas stand behind it."""
    if found := OPERATOR.match(side):
        return _mixed(_order(found[2]), _by(found[2]))
    if (start := _leading(side)) and (differentials(behind) or not start.at_a_letter):
        return "second differential" if start.second else "differential", ()
    if found := OVER.match(side):
        return "first", _by(found[3])
    if found := QUOTIENT.match(side):
        numerator = closing(side, side.index("{", found.end(1)))
        below = side[numerator : closing(side, side.index("{", numerator))]
        return _mixed(_order(side[found.end(1) : found.end(2)]), _by(below))
    return "value", ()


def by(text: str) -> list[str]:
    r"""By what a text says that it is differentiated, \frac{\partial^2}{\partial x^2}, a name for each time; "" where nothing says."""
    kind, names = operator(uniform(NOT_READ.sub(" ", DISPLAYED.sub("  ", text))), "")
    if kind not in ("first", "second", "mixed"):
        return []
    times = 1 + (kind != "first")
    return list(names) if len(names) == times else [*(list(names) or [""])] * times if len(names) < 2 else list(names)


def named(side: str) -> tuple[str, str, Sequence[str]]:
    """What a left side says of a function: which derivative, the function, by what."""
    if found := QUOTIENT_OF.match(side):
        kind, by = _mixed(_order(found[1]), _by(found[4]))
        return kind, found[2], by
    if (found := OVER_OF.match(side)) and FUNCTION.match(found[1]):
        return "first", found[1], _by(found[found.lastindex or 0])
    if found := OPERATOR.match(side):
        kind, by = _mixed(_order(found[2]), _by(found[2]))
        return kind, side[found.end() :], by
    if _leading(side):
        return "", "", ()
    if (found := FUNCTION.match(side)) and not re.match(r"\s*\\(?:partial|delta|nabla)", side):
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


def _order(text: str) -> str:
    return "second" if _NUMBER.search(text) else "first"


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
