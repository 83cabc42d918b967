r"""d(X^{-1}), \mathrm{d}\log\det X, \partial\|x\|^2: the spellings of a differential as one, and a formula that begins with it."""

from __future__ import annotations

import re
from typing import NamedTuple

from matcalc_cli.functions import find
from matcalc_cli.notations.writer import refused

_GAP = r"(?:\s|\\[,!;:])*(?!\s*_)"
_UPRIGHT = re.compile(
    r"(?:\\mathop\s*\{\s*\}\s*(?:\\!)?\s*)?(?:\\(?:mathrm|operatorname|text|textrm|textup|mathsf|mathop)\s*\{\s*d\s*\}"
    r"|(?<![c}])\{\s*\\(?:rm|mathrm)\s+d\s*\}|\\(?:rm|mathrm)\s+d(?![A-Za-z])|\\(?:dd|differential)(?![A-Za-z]))" + _GAP
)
_CURLY = re.compile(r"\\partial(?![A-Za-z])" + _GAP)
_VARIED = re.compile(r"\\delta(?![A-Za-z])" + _GAP)
_BELOW = re.compile(r"[{/]\s*\\partial(?![A-Za-z])")
r"""A quotient of \partial, where it is no differential."""
_OPEN = r"(?:(?:\\(?:left|[bB]igg?l?)\s*)?(?:[(\[]|\\\{|\\lbrace(?![A-Za-z])))"
_VARIATION = re.compile(
    rf"[\s&$]*\\delta\s*(?:{_OPEN}|\\(?:log|ln|det|exp|operatorname|tr|Tr|\||[lr]?Vert)(?![A-Za-z])).*=.*\\delta",
    re.DOTALL,
)
r"""\delta(X^{-1}) = …\delta X…: a variation, no letter."""
LEADING = re.compile(r"[\s&$]*(d(?![\s]*_)\s*((?:\^\s*(?:2|\{\s*2\s*\})\s*)?)" + _GAP + r")(?=[(\[{|A-Za-z\\])")
_ANOTHER = re.compile(r"(?<![A-Za-z\\])d(?:\s*\\?[A-Za-z]|\s*" + _OPEN + ")")
_NAME = r"(?:[A-Za-z]|\\(?:math|oper|text|bm|bold|tilde|hat|bar)\w*\s*\{\s*\\?\w+\s*\}|\\[A-Za-z]+)(?:\s*_\s*(?:\{[^{}]*\}|\w))?"
_ALONE = re.compile(rf"\{{?\s*{_NAME}\s*\}}?'*[\s.,;$&]*\Z")
_NAMES = re.compile(rf"{_OPEN}\s*{_NAME}(?:\s*[,;|]\s*{_NAME})*\s*(?:\\(?:right|[bB]igg?r?)\s*)?(?:[)\]]|\\\}})")
"""The arguments of a function d(x, y)."""
_BINARY = re.compile(
    r"\\(?:[cl]?dots?|times|odot|otimes|oplus|circ|bullet|in|le|ge|leq|geq|neq?|pm|mp|ast|star|top|q?quad|to|sim)(?![A-Za-z])"
)
"""Operators that may stand behind a letter d."""
_BRACKET = re.compile(_OPEN)
_LETTERS = re.compile(r"[\s&$]*([A-Za-z]+)")
_WORD = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_SIGNS = frozenset("+-")
_AFTER = re.compile(r"\s*(?:\^\s*(?:\{[^{}]*\}|\\?\w+)\s*)?[\s.,;$&]*\Z")
r"""The text that may stand behind the brackets of d(X^\top X)^{-1}."""


_DECLARED = re.compile(r"\bwhere\s+\\?[^\W\d_]\w*\s*:")


class Leading(NamedTuple):
    """The d that a formula begins with: where it ends, whether it is the second differential, and whether a letter follows it."""

    end: int
    second: bool
    at_a_letter: bool


def uniform(text: str) -> str:
    r"""The text with a d for \mathrm{d}, \dd and, unless quotients have it, \partial; every other character keeps its place."""
    patterns = [_UPRIGHT, *([] if _BELOW.search(text) else [_CURLY]), *([_VARIED] if _VARIATION.match(text) else [])]
    for pattern in patterns:
        text = pattern.sub(lambda found: "d".rjust(len(found[0])), text)
    return text


def differentials(text: str) -> bool:
    """Whether a text, in uniform spelling, has dX or d(X)."""
    return bool(_ANOTHER.search(text))


def leading(text: str) -> Leading | None:
    """The d of a formula, in uniform spelling, that is the differential of all that follows.

    Raises MatcalcError where it stands before brackets that are not all.
    """
    found = LEADING.match(text)
    word = _LETTERS.match(text)
    if found is None or _BINARY.match(text, found.end()) or (word and find(word[1])):
        return None
    rest = _DECLARED.split(text[found.end() :], maxsplit=1)[0]
    if _NAMES.match(rest) or _ALONE.match(rest):
        return None
    whole, at_a_letter = _is_whole(rest), rest[0].isalpha()
    if not whole and not at_a_letter:
        hint = r"d(...) around all of it is a differential, d\cdot(...) a product"
        message = "d is read as the differential of a whole formula, and here it is one of a part"
        raise refused("unsupported", message, *found.span(1), hint)
    return Leading(found.end(1), bool(found[2]), at_a_letter) if whole else None


def check_answer(text: str) -> None:
    """Refuse an answer that begins with the differential of more than a name. Raises MatcalcError."""
    found = leading(uniform(text))
    if found is not None and not found.at_a_letter:
        hint = r"write it out with dX, the differentials of names; d\cdot(...) is a product"
        raise refused("unsupported", "in an answer only names have differentials", 0, found.end, hint)


def _is_whole(rest: str) -> bool:
    """Whether what stands behind d is one product without differentials, or one pair of brackets."""
    bracketed, depth, closed = _BRACKET.match(rest), 0, 0
    for word in _WORD.finditer(rest):
        depth += (word[0][-1] in "{([") - (word[0][-1] in "})]")
        if depth == 0 and word[0] in _SIGNS:
            return False
        if bracketed and depth == 0 and not closed and word[0][-1] in ")]}":
            closed = word.end()
    return not _ANOTHER.search(rest) and (not closed or _AFTER.match(rest, closed) is not None)
