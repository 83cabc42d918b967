r"""A derivation in LaTeX, f(x) &= … \\ &= … \\ \nabla f(x) &= …: what each of its right-hand sides is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.derivation import Step
from matcalc_cli.notations.latex.displays.around import DISPLAYED, NAME, OPERATOR, QUOTIENT, RELATION, asked, closing
from matcalc_cli.notations.latex.displays.spellings import SILENT

_NUMBER = re.compile(r"\^\s*\{?\s*2")
"""What makes a second derivative."""
NOT_READ = re.compile(rf"{SILENT.pattern}|(?<!\\)%[^\n]*")
_ARROW = r"\\(?:implies|impliedby|iff|therefore|because|(?:Long|long)?(?:[Ll]eft)?[Rr]ightarrow)(?![A-Za-z])"
BREAK = re.compile(
    rf",|{_ARROW}|"
    r"\\(begin|end)\s*\{\s*(?:[pbBvV]?matrix|smallmatrix|cases)\s*\}|\\\\(?:\s*\[[^\]]*\])?|\\[{}]|[{}()\[\]]"
)
"""Where a row may end, and what keeps it together."""
AROUND = re.compile(
    r"\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\s*\{[0-9]*\})?|\\(?:inter)?text\s*\{[^{}]*\}|&&.*|\\\[|\\\]|\\q?quad(?![A-Za-z])|[&$~]|\\[,;:! ]|"
    + _ARROW,
    re.DOTALL,
)
"""What of a side is no part of its formula."""
_LETTER = (
    r"(?:[A-Za-z]|\\math(?:cal|scr|frak|bf|sf|rm)\s*\{\w\}|\\(?:boldsymbol|bm)\s*\{\\?\w+\}"
    rf"|\\(?:ell|var[a-z]+|{'|'.join(sorted(LETTER_OF))})(?![A-Za-z]))(?:\s*_\s*(?:\{{\w*\}}|\w))?"
)
_ARGUMENTS = r"(?:\s*(?:\\left\s*|\\[bB]igg?l?\s*)?[(\[]([^()\[\]]*?)(?:\\right\s*|\\[bB]igg?r?\s*)?[)\]])?"
LABELLED = re.compile(
    rf"(?:{AROUND.pattern}|\s)*(?:(?:\\mathrm\s*\{{d\}}|d)?\s*{_LETTER}'*{_ARGUMENTS}|\\nabla[^=]*|\\d?t?frac[^=]*)\s*&?\s*{RELATION.pattern}",
    re.DOTALL,
)
"""What follows a comma or an arrow that separates formulas."""
FUNCTION = re.compile(rf"\s*({_LETTER}){_ARGUMENTS}\s*\Z")
r"""f, f(x), L(\theta, b)."""
DIFFERENTIAL = re.compile(
    r"\s*(?:d|\\mathrm\s*\{\s*d\s*\}|\\operatorname\s*\{\s*d\s*\}|\\delta|\\partial)\s*(?:\\,)?\s*(?=[A-Za-z\\])"
)
DIFFERENTIAL_OF = re.compile(
    r"\s*(?:d|\\mathrm\s*\{\s*d\s*\}|\\operatorname\s*\{\s*d\s*\})\s*(?:\\[,!])?\s*"
    r"(?=(?:\\left\s*)?[(\[](?!\s*[A-Za-z](?:_\w)?(?:\s*,\s*[A-Za-z](?:_\w)?)*\s*[)\]])|\\(?:log|ln|det|exp|operatorname|mathrm|text|tr|Tr|lVert|left|\|)(?![A-Za-z]))"
)
r"""d(X^{-1}), d\log\det X: the differential of what stands behind it; d(x, y) is a function of names."""
QUOTIENT_OF = re.compile(
    rf"\s*\\d?t?frac\s*\{{\s*(?:\\partial|\\mathrm\s*\{{\s*d\s*\}}|d)\s*((?:\^\s*\{{?\s*2\s*\}}?)?)\s*({_LETTER}{_ARGUMENTS})\s*\}}(.*)\Z",
    re.DOTALL,
)
r"""\frac{\partial f(x)}{\partial x}."""
PRIMED = re.compile(rf"\s*({_LETTER})('{{1,2}}|\^\s*(?:\\prime|\{{\s*(?:\\prime\s*){{1,2}}\}}))({_ARGUMENTS})\s*\Z")
"""f'(x), f''."""
BELOW = re.compile(rf"(?:\\partial|\\mathrm\s*\{{\s*d\s*\}}|\bd)\s*({NAME})")


def steps(text: str) -> list[Step]:
    """The formulas of a derivation in order, the first of which is the question; few or none of another text."""
    found = _Steps()
    read = NOT_READ.sub(lambda silent: " " * len(silent[0]), text)
    for line, start, end, left in sides(read):
        found.take(read, line, start, end, left=left)
    questions = [step for step in found.steps if step.kind == "question"]
    for step in questions:
        step.formula = without_operator(step.text)
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


def rows(text: str) -> list[tuple[int, int]]:
    r"""The rows that \\ separates; one in a matrix separates nothing."""
    found, start, depth = [], 0, 0
    for word in BREAK.finditer(text):
        if word[0] in "{([" or word[1] == "begin":
            depth += 1
        elif word[0] in "})]" or word[1] == "end":
            depth -= 1
        elif depth <= 0 and (word[0].startswith("\\\\") or LABELLED.match(text, word.end())):
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

    def take(self, text: str, line: int, start: int, end: int, *, left: bool) -> None:
        """One side: it says what follows, or it is a formula."""
        side = AROUND.sub(" ", text[start:end]).strip().rstrip(".,;").strip()
        if left and self.label(side):
            return
        kind, by = operator(side)
        question = self.questions.get(self.function)
        if question is None:
            question = Step("question", line, side, self.function)
            question.by = tuple(self.arguments.get(self.function, ()))
            self.questions[self.function] = question
            self.steps.append(question)
        else:
            said = "value" if kind != "value" or (left and not self.function) else self.kind
            step = Step(said, line, side, self.function, question)
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
            self.arguments.setdefault(head, _listed(function[2] or ""))
            self.function = head
        elif head in self.questions:
            self.function = head
        self.kind, self.by = kind, by or self.arguments.get(self.function, ())
        return True


def without_operator(side: str) -> str:
    """What is differentiated."""
    if found := DIFFERENTIAL_OF.match(side):
        return " " * found.end() + side[found.end() :]
    return asked(side)[0] if operator(side)[0] != "value" else side


def operator(side: str) -> tuple[str, Sequence[str]]:
    r"""The derivative that a formula begins with, \nabla_x \lVert x\rVert, and by what."""
    if found := OPERATOR.match(side):
        return _order(found[2]), _by(found[2])
    if DIFFERENTIAL_OF.match(side):
        return "differential", ()
    if found := QUOTIENT.match(side):
        numerator = closing(side, side.index("{", found.end(1)))
        return _order(side[found.end(1) : found.end(2)]), _by(
            side[numerator : closing(side, side.index("{", numerator))]
        )
    return "value", ()


def by(text: str) -> list[str]:
    r"""By what a text says that it is differentiated, \frac{\partial^2}{\partial x^2}, a name for each time; "" where nothing says."""
    kind, names = operator(NOT_READ.sub(" ", DISPLAYED.sub("  ", text)))
    if kind == "value":
        return []
    times = 1 + (kind == "second")
    return list(names) if len(names) == times else [*(list(names) or [""])] * times if len(names) < 2 else list(names)


def named(side: str) -> tuple[str, str, Sequence[str]]:
    """What a left side says of a function: which derivative, the function, by what."""
    if found := QUOTIENT_OF.match(side):
        return _order(found[1]), found[2], _by(found[4])
    if found := OPERATOR.match(side):
        return _order(found[2]), side[found.end() :], _by(found[2])
    if found := PRIMED.match(side):
        return ("second" if len(re.findall(r"'|prime", found[2])) > 1 else "first"), f"{found[1]}{found[3]}", ()
    if DIFFERENTIAL_OF.match(side):
        return "", "", ()
    if FUNCTION.match(side) and not re.match(r"\s*\\(?:partial|delta|nabla)", side):
        return "value", side, ()
    if found := DIFFERENTIAL.match(side):
        return "differential", side[found.end() :], ()
    return "", "", ()


def _order(text: str) -> str:
    return "second" if _NUMBER.search(text) else "first"


def _by(text: str) -> Sequence[str]:
    r"""The names below: of \nabla_x, of \partial x."""
    if index := re.search(
        r"\\nabla\s*(?:\^\s*(?:\{[^{}]*\}|\w)\s*)?_\s*(?:\{([^{}]*(?:\{\w+\}[^{}]*)*)\}|(\\?\w+))", text
    ):
        return _listed(index[1] or index[2])
    return tuple(dict.fromkeys(re.sub(r"\^.*", "", name).strip() for name in BELOW.findall(text)))


def _listed(text: str) -> Sequence[str]:
    return tuple(part.strip() for part in re.split(r"[,;|]", text) if part.strip())


def _uses(text: str, name: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z(])", text) is not None
