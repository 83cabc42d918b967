r"""LaTeX's sums and products over an index, \sum_{i=1}^{n} and \prod, with conditions below, and [i \neq k]."""

from __future__ import annotations

import re

from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.notations.latex.indices.ranges import OPEN, WRITTEN, ranges
from matcalc_cli.notations.latex.letters import Printed
from matcalc_cli.notations.latex.operands import OPENING
from matcalc_cli.notations.writer import refused

RELATIONS = {"neq": "!=", "ne": "!=", "leq": "<=", "le": "<=", "geq": ">=", "ge": ">=", "lt": "<", "gt": ">"}
"""Relations that may stand in the condition of a sum."""
BRACKET = re.compile(r"\[([^\[\]]*(?:\\(?:neq|ne|leq|le|geq|ge|lt|gt)(?![A-Za-z])|[=<>])[^\[\]]*)\]")
RELATION = re.compile(r"\\(neq|ne|leq|le|geq|ge|lt|gt)(?![A-Za-z])|(?<![<>!])=(?!=)")
ALL_OF = re.compile(r"\s*(?:,(?:\\[,; ])?|\\\\|\\(?:land|wedge)(?![A-Za-z])|\\text\s*\{\s*and\s*\})\s*")
"""The signs between conditions that all hold."""
_LOW = r"\s*(?P<index>[a-z])\s*=\s*(?P<low>(?:[^{},;]|_\{\w+\})+?)\s*"
_HIGH = r"\s*\^\s*(?P<high>\{(?:[^{}]|_\{\w+\})+\}|\w)"
_SUBSCRIPT = re.compile(r"_\{(\w+)\}")
_GREEK = re.compile(r"\s*\\[a-z]+\s*(?![a-z\s])")
_LIMITS = r"\s*(?:\\limits)?\s*"
BOUNDS = (
    re.compile(rf"{_LIMITS}_\s*\{{{_LOW}\}}{_HIGH}(?P<condition>)"),
    re.compile(rf"{_LIMITS}{_HIGH}\s*_\s*\{{{_LOW}\}}(?P<condition>)"),
    re.compile(rf"{_LIMITS}_\s*\{{{_LOW}[,;]\s*(?P<condition>[^{{}}]+)\}}{_HIGH}"),
    re.compile(rf"{_LIMITS}_\s*\{{\\substack\s*\{{{_LOW}\\\\\s*(?P<condition>[^{{}}]+)\}}\s*\}}{_HIGH}"),
)
"""The bounds of a sum, in both orders; with a condition below."""


TERM = re.compile(
    r"(?:[^-+(){}\[\],;&\\]|\\(?!\\|end|right)(?:[A-Za-z]+|.)|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\((?:[^()]|\([^()]*\))*\))*"
)
"""A term, up to what ends it."""


class Sums(Printed):
    """Reads sums, up to the end of their terms."""

    def big_sum(self, start: int) -> None:
        r"""`\sum_{j=1}^{n} EXPR`: sum(j, 1, n, EXPR), up to the end of its term; `\prod` likewise."""
        function = self.text[start + 1 : self.place]
        if function == "prod" and OPENING.match(self.text, self.place):  # of all entries, as matcalc prints it
            self.function(function, start)
            return
        found = next(filter(None, (pattern.match(self.text, self.place) for pattern in BOUNDS)), None)
        if found is None:
            self.without_bounds(function, start)
            return
        self.place = found.end()
        self.writer.put("name", start, start + 4, function, tight=False)
        self.writer.put("(", start, start + 4)
        condition = found["condition"]
        for group, behind in (("index", "in"), ("low", ":"), ("high", "if"), ("condition", ",")):
            part = found[group] or ""
            text = _related(_SUBSCRIPT.sub(r"_\1", part).removeprefix("{").removesuffix("}"))
            at = found.start(group) + part.startswith("{")
            self.writer.extend([Token(t.kind, t.text, at, found.end(group), t.tight) for t in tokens(text)[:-1]])
            if condition or group != "condition":
                self.put_behind(behind if condition else ",", found.end(group))
        self.terms.append((self.depth, found["index"]))

    def without_bounds(self, function: str, start: int) -> None:
        r"""`\sum_i`, `\sum_{i<j}`: over all members, whose number is found once everything is read."""
        found = WRITTEN.match(self.text, self.place)
        below = _related(found["below"] or found["letter"]) if found else ""
        all_of = ranges(below, (found and found["above"]) or "", self.bound)
        if found is None or not all_of:
            hint = f"\\{function}_{{j=1}}^{{n}} EXPR; a sum over all entries is \\operatorname{{sum}}(x)"
            if r"\in" in below:
                hint = f"a set of pairs is an M of zeros and ones, \\{function}_{{i}} \\{function}_{{j}} M_{{ij}} EXPR"
            if _GREEK.match(below):
                hint = f"an index is a Latin letter: \\{function}_{{i,j}}"
            raise refused("syntax", f"a {function} needs an index and both bounds", start, self.place, hint)
        self.place = found.end()
        for index, low, high, condition in all_of:
            self.writer.put("name", start, start + 4, function, tight=False)
            self.writer.put("(", start, start + 4)
            for mark, text in (("", index), ("in", low), (":", high), ("if", condition)):
                if mark and text:
                    self.put_behind(mark, self.place)
                words = [Token("name", text, 0, 0, True)] if text.startswith(OPEN) else tokens(text)[:-1]
                self.writer.extend([Token(t.kind, t.text, start, self.place, t.tight) for t in words])
            self.put_behind(",", self.place)
            self.terms.append((self.depth, index))

    def bracket(self, found: re.Match[str], start: int) -> None:
        r"""`[i \neq k]`, which is 1 or 0."""
        self.place = found.end()
        for word in tokens(f"[{_related(found[1])}]")[:-1]:
            self.writer.put(word.kind, start, self.place, word.text, tight=word.tight and word.text != "[")

    def check_ending(self, start: int) -> None:
        r"""Refuse \sum_k x_k + u_k, whose second term has the index of the sum that ends before it. Raises MatcalcError."""
        index = next((index for depth, index in reversed(self.terms) if depth >= self.depth and index.isalpha()), "")
        term = TERM.match(self.text, self.place) if index else None
        below = re.compile(rf"_\s*(?:{index}(?![A-Za-z])|\{{\s*{index}\s*\}})")
        if term and "\\sum" not in term[0] and "\\prod" not in term[0] and below.search(term[0]):
            hint = f"brackets say how far it goes: \\sum_{index} ( … )"
            message = f"a sum ends at this sign, and its {index} stands behind it"
            raise refused("syntax", message, start, start + 1, hint)

    def put_behind(self, mark: str, at: int) -> None:
        """A word of the language that LaTeX has not."""
        self.writer.put("name" if mark.isalpha() else mark, at, at, mark, tight=False)


def _related(text: str) -> str:
    """A condition in the words of the language."""
    related = RELATION.sub(lambda sign: f" {RELATIONS.get(sign[1], '==')} ", text)
    return ALL_OF.sub(" and ", related) if re.search("[=<>]", related) else related
