r"""LaTeX's arguments without brackets: how far that of \log 2\pi or \operatorname{tr} A B goes."""

from __future__ import annotations

import re
from collections.abc import Collection

from matcalc_cli.functions import names
from matcalc_cli.notations.latex.bars import Bars
from matcalc_cli.notations.latex.groups import WHOLE
from matcalc_cli.notations.latex.tables import FUNCTIONS
from matcalc_cli.notations.latex.unspecified import written
from matcalc_cli.notations.writer import refused

_SCRIPTS = r"(?:\s*(?:\^|_)\s*(?:\{[^{}]*\}|\\?\w))*"
_ENDING = r"\s*(?=$|[-+)\]},&.]|\\(?:right|rVert|rvert|\\|end|q?quad|[bB]igg?r?|cdot|times|\|)(?![A-Za-z])|(?<!\|)\|)"
_GROUP = r"\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_SIGN = r"\\(?:times|cdot|odot|circ|ast|otimes|right|q?quad|end)(?![A-Za-z])"
_STYLED = r"\\(?:math[a-z]+|boldsymbol|bm|vec|(?:wide)?hat|bar|(?:wide)?tilde)\s*(?:\{\s*\\?\w+\s*\}|\s\w(?![A-Za-z])|\\[a-z]+)"
_ALONE = (
    rf"\s*(?:{_STYLED}|\\[a-zA-Z]+|[A-Za-z](?![A-Za-z])|[A-Za-z]+){_SCRIPTS}",
    rf"\s*[0-9.]+(?:\s*(?!{_SIGN})\\?[A-Za-z]+{_SCRIPTS})*",
    rf"\s*\\frac{_GROUP}{_GROUP}",
    rf"\s*(?:\\lVert|\\\||\|\|)[^|]*(?:\\rVert|\\\||\|\|){_SCRIPTS}",
)
_FUNCTION = r"(?=\s*\\(?:sin|cos|tan|log|ln|exp|sinh|cosh|tanh|det|sqrt)(?![A-Za-z]))"
"""The functions that begin the next factor, and are no part of the argument."""
BARE = [
    *[re.compile(rf"({pattern})(?:{_ENDING}|{_FUNCTION})") for pattern in _ALONE],
    re.compile(r"\s*\\(?:sum|prod)(?![A-Za-z])"),
]
r"""Arguments that need no brackets: a name, 2\pi, a fraction, a norm, and what goes to the end of its term itself."""
SCRIPTS = re.compile(_SCRIPTS)
TURNS = re.compile(r"\\[{}]|[(\[{}\])]")
TRACES = ("tr", "Tr", "trace")
"""The functions that take the whole product behind them without brackets."""


class Arguments(Bars):
    """Reads what a function is of; `functions` are those without a formula that are declared."""

    functions: Collection[str] = ()

    def root(self, found: re.Match[str], start: int) -> None:
        r"""`\sqrt[3]{x}`: x^(1/3)."""
        group = re.compile(r"\s*\{").match(self.text, found.end())
        if not re.fullmatch(r"\w+", found[1]) or group is None:
            hint = "\\sqrt[3]{x} is the cube root of x"
            raise refused(
                "syntax", "a root has a number or a letter in [ ] and its argument in braces", start, found.end(), hint
            )
        self.place = group.end()
        self.fence("(", start)
        self.closing.append((f"root {found.start(1)} {found.end(1)}", group.end() - 1))
        self.fence("(", group.end() - 1)

    def is_function(self, at: int) -> bool:
        """Whether another function stands at a place."""
        found = re.compile(r"\s*(?:\\(?:operatorname\s*\{)?([a-z]+))?").match(self.text, at)
        assert found is not None
        known = found[1] is not None and (found[1] in FUNCTIONS or found[1] in names())
        place = at + len(self.text[at:]) - len(self.text[at:].lstrip())
        return known or bool(self.functions and written(self.text, place, self.functions))

    def bracketed_argument(self) -> None:
        r"""The brackets of `\log\det(X)`, whose end is that of the logarithm's argument."""
        opens = [word.kind for word in self.writer.words[-2:]] == ["(", "name"]
        if opens and self.terms and self.terms[-1] == (self.depth, ""):
            self.until.append(SCRIPTS.match(self.text, behind_bracket(self.text, self.place)).end())  # type: ignore[union-attr]

    def bare_argument(self, name: str, start: int) -> None:
        """An argument without brackets, where it is clear how far it goes: to the end of the term."""
        at = self.place
        found = None if self.is_function(at) else next(filter(None, (p.match(self.text, at) for p in BARE)), None)
        if not self.is_function(at) and found is None and name not in TRACES:
            hint = f"with brackets it is clear how far the argument goes: {name}(A B) or {name}(A) B"
            raise refused("syntax", f"{name} needs its argument in brackets", start, at, hint)
        if found and name not in TRACES and found.lastindex:
            self.until.append(found.end(1))
        self.terms.append((self.depth, WHOLE if name in TRACES else ""))
        self.writer.put("(", at, at)


def behind_bracket(text: str, start: int) -> int:
    """The place behind the bracket that opens first from a place on, or the end of the text."""
    depth = 0
    for found in TURNS.finditer(text, start):
        depth += 1 if found[0][-1] in "([{" else -1
        if depth == 0:
            return found.end()
    return len(text)
