r"""The text around a formula, f(x) =, \min_x … \text{s.t.} …, \nabla_x, and the expression inside of it."""

from __future__ import annotations

import re
from collections.abc import Collection

from matcalc_cli.notations.latex.displays.cases import CASES, check_cases
from matcalc_cli.notations.latex.displays.differentials import LEADING, leading, uniform
from matcalc_cli.notations.latex.displays.extremes import INDEXED, check_extremes, of_entries
from matcalc_cli.notations.latex.displays.spellings import SILENT
from matcalc_cli.notations.writer import refused

_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_SPACE = r"(?:[\s&$~]|\\[,;:! ]|\\(?:q?quad|displaystyle|left\.|!)(?![A-Za-z])|\\\[|\\\()*"
_INDEX = rf"(?:\s*[_^]\s*(?:{_GROUP}|\\[A-Za-z]+(?:\s*{_GROUP})?|[^\s{{}}\\]))*"
NAME = rf"(?:[A-Za-z]|\\[A-Za-z]+(?:\s*{_GROUP})?|\\[A-Za-z]+\s*[A-Za-z](?![A-Za-z])){_INDEX}'*"
_ARGUMENTS = r"(?:\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[][^()\[\]=]*(?:\([^()=]*\)[^()\[\]=]*)*[)\]])?"
_EQUALS = r"(?:\\(?:triangleq|coloneqq|equiv|doteq|propto|stackrel\s*\{[^{}]*\}\s*\{\s*=\s*\}|overset\s*\{[^{}]*\}\s*\{\s*=\s*\})|:?=)"
_BEGIN = r"(?:\\begin\s*\{[a-z]+\*?\}(?:\s*\{[0-9]*\})?" + _SPACE + ")*"

_NORM = rf"(?:\\left\s*)?(?:\\\||\\lVert(?![A-Za-z]))[^=|]*?(?:\\right\s*)?(?:\\\||\\rVert(?![A-Za-z])){_INDEX}"
RELATION = re.compile(_EQUALS)
DEFINED = re.compile(rf"({_BEGIN}{_SPACE})((?:{NAME}{_ARGUMENTS}|{_NORM}){_SPACE}{_EQUALS}){_SPACE}")
r"""`f(x) =` before a formula, `\|A\|_F =`."""
PROBLEM = re.compile(
    rf"({_BEGIN}{_SPACE})((?:\\(?:arg\s*\\?)?(?:min|max)|\\operatorname\*?\s*\{{\s*(?:arg)?\s*(?:\\,\s*)?(?:min|max)(?:imize)?\s*\}}|\\(?:arg)?(?:min|max)"
    rf"|\\(?:text|mathrm)\s*\{{\s*(?:arg)?(?:min|max)(?:imize)?\s*\}}|\\arg\s*\\(?:min|max))(?:\\limits)?{_INDEX}"
    rf"|\\under(?:set|brace)\s*{_GROUP}\s*\{{\s*(?:\\(?:arg)?(?:min|max)|\\arg\\(?:min|max)|\\(?:operatorname\*?|text|mathrm)\s*\{{\s*(?:arg)?\s*(?:min|max)(?:imize)?\s*\}})\s*\}}){_SPACE}(?!\s*(?:[({{\[]|\\left|\\\{{|\\[bB]ig|\\lbrace))"
)
r"""`\min_x` before a formula; `\max(0, x)` is a function."""
SUBJECT = re.compile(
    rf"{_SPACE},?{_SPACE}(?:\\\\)?{_SPACE}\\(?:text|mathrm|mbox|textrm)\s*\{{\s*(?:s\.\s*t\.?|subject to|such that|with|over|for)[\s:,]*\}}|{_SPACE},?{_SPACE}\\(?:st|subjectto)(?![A-Za-z])"
    rf"|{_SPACE},{_SPACE}(?:\\(?:forall|where)(?![A-Za-z]))?{_SPACE}(?:{NAME}){_SPACE}\\in(?![A-Za-z])"
)
"""The beginning of the conditions of a problem."""
_BY = r"(?:\\partial|\\mathrm\s*\{\s*d\s*\}|\\mathrm\s+d|d|\\,)"
OPERATOR = re.compile(
    rf"({_BEGIN}{_SPACE})(\\nabla{_INDEX}|(?:\\partial|\\(?:mathrm|operatorname)\s*\{{\s*[dD]\s*\}}|\bD(?!\s*_\s*\{{?\s*(?:\\\w+\s*\{{\s*)?[A-Z]{{2}})(?={_INDEX}\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]))(?=\s*_){_INDEX}|\\d?t?frac\s*\{{\s*{_BY}{_INDEX}\s*\}}\s*\{{((?:\s*{_BY}\s*{NAME}\s*)+)\}}"
    rf"|{_BY}{_INDEX}\s*/\s*{_BY}\s*(?:{NAME})){_SPACE}"
)
r"""`\nabla_x`, `\frac{\partial}{\partial x}` before a formula."""
QUOTIENT = re.compile(
    rf"({_BEGIN}{_SPACE})\\d?t?frac\s*(?={_GROUP}\s*\{{(?:\s*{_BY}\s*{NAME}\s*)+\}})\{{\s*((?:\\partial|\\mathrm\s*\{{\s*d\s*\}}|d){_INDEX})\s*(?!\}})"
)
r"""`\frac{\partial f}{\partial x}`."""
OVER = re.compile(
    rf"({_BEGIN}{_SPACE})(\\partial(?![A-Za-z])){_SPACE}(?=[A-Za-z\\(|])(?:[^{{}}/=]|{_GROUP})+?(/\s*\\partial\s*{NAME})(?={_SPACE}(?:[=.]|\Z))"
)
r"""`\partial f/\partial x`."""
BY = re.compile(rf"\s*\{{(?:\s*{_BY}\s*{NAME}\s*)+\}}")
SAID = "{} is left out: the command says what is differentiated, --wrt by what"
SAID_BY = "{} is left out: the command says which derivative, and it is by what stands there unless --wrt is given"
DERIVATIVES = re.compile(r"\\nabla|\\partial|frac\s*\{\s*(?:d|\\mathrm)|d\s*/")
"""The marks of a derivative of a formula."""
MARKS = re.compile(
    r"=|\\in(?![A-Za-z])|\\(?:triangleq|equiv|doteq|propto|min|max|arg|under|oper|text|st|subject|nabla|d?t?frac|partial|mathrm|begin)|d\s*/|\bD"
)
"""The marks of something that is no part of a formula."""
LEXED = re.compile(rf"{_EQUALS}|\\(?:begin|end|left|right)?(?:\s*\{{[a-z]+\*?\}})?|[{{}}()\[\];]|\\.", re.DOTALL)
OPENS, CLOSES = frozenset("{(["), frozenset("})]")
PART = re.compile(rf",{_SPACE}(?:{NAME}){_SPACE}\Z")
"""A name behind a comma, whose formula follows."""
END = re.compile(r"(?:\s|\$|\\[\])]|\\end\s*\{[a-z]+\*?\}|\.(?=\s*\Z))*\Z")
"""The end of a formula."""
_FUNCTION = rf"(?:[A-Za-z]|\\math(?:cal|scr|frak|bf)\s*\{{\w\}}|\\(?:ell|var)?(?:phi|psi|[GL]a\w+|Ph?si?|ell))(?![A-Za-z]){_INDEX}"
UNKNOWN = re.compile(
    rf"{_SPACE}(?!e\s*\^)(?![^()]*\^\s*[{{(]?\s*\d)(?:{_FUNCTION})({_ARGUMENTS}){_SPACE}(?:\\end\s*\{{[a-z]+\*?\}})?[.,$\s]*\Z"
)
"""A function's name alone, whose formula is not given."""
DISPLAYED = re.compile(r"(?<!\\)\\[\[\]()]")
r"""The signs that begin and end a formula in a text: \[ \], \( \)."""
ROWS = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")


class Display:
    """A displayed formula, and what of it has been left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.notes: list[str] = []

    def leave_out(self, start: int, end: int, said: str = "") -> None:
        """Put blanks where something stands, which keeps the places of all else; a note about it."""
        shown = " ".join(self.text[start:end].replace("&", " ").split())
        self.text = f"{self.text[:start]}{' ' * (end - start)}{self.text[end:]}"
        if said:
            self.notes.append(said.format(shown))


def asked(text: str, functions: Collection[str] = (), *, answer: bool = False) -> tuple[str, list[str]]:
    r"""The formula alone, with blanks for all else, and notes about what is left out. Raises MatcalcError.

    `functions` are declared without a formula: `\nabla f(x)` of one is part of an expression. In an answer dX is a name.
    """
    if not MARKS.search(text) and not LEADING.match(uniform(text)):
        return text, []
    display = Display(SILENT.sub(lambda found: " " * len(found[0]), DISPLAYED.sub("  ", text)))
    check_cases(display.text)
    conditions(display)
    definition(display, functions)
    problem(display)
    if not functions:
        derivative(display, answer=answer)
    return display.text, display.notes


def conditions(display: Display) -> None:
    r"""`\min_x f \quad\text{s.t.}\quad g`: f alone."""
    inside = [cases.span() for cases in CASES.finditer(display.text)]
    outside = (f for f in SUBJECT.finditer(display.text) if not any(low < f.end() <= high for low, high in inside))
    if found := next(outside, None):
        ending = END.search(display.text)
        stop = max(found.end(), ending.start() if ending else 0)
        display.leave_out(found.start(), stop, "{} is left out: it is no part of f")


def problem(display: Display) -> None:
    r"""`\min_x f`: f alone."""
    check_extremes(display.text)
    if found := PROBLEM.match(display.text):
        extreme = INDEXED.match(display.text, found.start(2))
        if extreme and of_entries(display.text, extreme):
            return
        display.leave_out(*found.span(2), "{} is left out: what is minimized or maximized is f")


def definition(display: Display, functions: Collection[str]) -> None:
    """Leave out `f(x) =`, and all claims behind the first right-hand side, or behind a derivative."""
    marks = equalities(display.text)
    if not marks:
        return
    found = DEFINED.match(display.text)
    alike = uniform(display.text)
    if OPERATOR.match(alike) or QUOTIENT.match(alike) or OVER.match(display.text) or leading(alike[: marks[0][0]]):
        cut(display, marks[0])
    elif found and found.end(2) == marks[0][1] and found[2][0] not in functions:
        display.leave_out(*found.span(2), "{} is left out: the expression behind it is f")
        if marks[1:]:
            cut(display, marks[1])


def cut(display: Display, mark: tuple[int, int]) -> None:
    """Leave out what stands behind an equals sign, or from the line on that it stands in if that has a left side."""
    rows = [row for row in ROWS.finditer(display.text, 0, mark[0]) if display.text[row.end() : mark[0]].strip(" &\n\t")]
    start = rows[-1].start() if rows and not display.text[: rows[-1].start()].isspace() else mark[0]
    ending = END.search(display.text)
    stop = max(mark[1], ending.start() if ending else 0)
    display.leave_out(start, stop, "what stands behind it is left out: {}")


def equalities(text: str) -> list[tuple[int, int]]:
    r"""Where the relations are outside of all brackets; none of a program's, `r = Ax - b; r^\top r` and `…, r = Ax - b`."""
    depth, found = 0, []
    for word in LEXED.finditer(text):
        depth += (word[0] in OPENS) - (word[0] in CLOSES)
        if depth == 0 and word[0] == ";":
            return []
        if depth == 0 and RELATION.fullmatch(word[0]) and not PART.search(text[: word.start()]):
            found.append(word.span())
    return found


def derivative(display: Display, *, answer: bool) -> None:
    r"""`\nabla_x f`, `\frac{\partial f}{\partial x}`: f alone. Raises MatcalcError where f has no formula."""
    start, alike = len(display.text), uniform(display.text)
    if found := OPERATOR.match(alike):
        start, end = found.span(2)
        display.leave_out(start, end, SAID_BY if re.search(r"_|\}\s*\{|/", found[2]) else SAID)
    elif not answer and (differential := leading(alike)) and not (differential.second and differential.at_a_letter):
        display.leave_out(0, differential.end, SAID)
    elif found := OVER.match(display.text):
        start = found.end(2)
        said = f"{found[2]} …{' '.join(found[3].split())}"
        display.leave_out(*found.span(3))
        display.leave_out(*found.span(2))
        display.notes.append(SAID_BY.format(said))
    elif found := QUOTIENT.match(alike):
        start, end = found.start(), found.end()
        numerator = closing(alike, alike.index("{", found.end(1)))
        by = BY.match(alike, numerator)
        if by is None:
            return
        said = f"{display.text[found.end(1) : end].rstrip()} …}}{' '.join(by[0].split())}"
        display.leave_out(numerator - 1, by.end())
        display.leave_out(found.end(1), found.end(2))
        display.notes.append(SAID_BY.format(said))
    if start < len(display.text) and UNKNOWN.fullmatch(display.text):
        hint = "give the formula of the function: matcalc grad EXPR, or declare it: where f: scalar of vector(n)"
        raise refused(
            "unsupported", "the function that is differentiated has no formula here", start, len(display.text), hint
        )


def closing(text: str, start: int) -> int:
    """Where the group ends that begins at a place."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return place + 1
    return len(text)
