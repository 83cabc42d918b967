r"""Parts of a derivation that claim nothing about its function: = 0, \implies x = A^{-1}b, w^* = …, \text{if } A = A^\top."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from matcalc_cli.notations.latex.displays.around import CLOSES, NAME, OPENS, RELATION

ARROW = (
    r"(?:\\(?:implies|impliedby|iff|therefore|because|(?:Long|long)?(?:[Ll]eft)?[Rr]ightarrow)(?![A-Za-z])"
    r"|\\(?:text|mathrm|mbox)\s*\{\s*(?:so|hence|thus|then|therefore|gives|yields|implies|iff|if and only if|and)\b[^{}]*\})"
)
"""The words and arrows between two equations."""
_GAP = r"(?:[\s&$~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))*"
_WORDS = "if|for|when|whenever|where|assuming|provided|since|because|as|with|given|unless|at"
CONDITION = re.compile(
    rf",?{_GAP}(\()?\s*\\(?:text|textrm|mathrm|mbox)\s*\{{\s*(?!if and only)(?P<word>{_WORDS})\b[^{{}}]*\}}"
    rf"|,?{_GAP}\\forall(?![A-Za-z])|,{_GAP}(?={NAME}{_GAP}(?:[<>]|\\(?:in|neq?|[gl]eq?|succ\w*|prec\w*)(?![A-Za-z])|={_GAP}\w+{_GAP},{_GAP}\\[cl]?dots))"
)
r"""The beginning of a condition: \text{if}, \forall, and a name in a relation that is no equation behind a comma."""
BEFORE = re.compile(rf",?{_GAP}")
DEFINES = frozenset({"where", "with"})
"""Words behind which a part may be defined: where r = Ax - b."""
_ENDS = re.compile(rf"(?:{_GAP}\\end\s*\{{|\\\\|\\\]|\$\$)|,|{ARROW}|\\.|[{{}}()\[\]]")
_ROW_ENDS = re.compile(r"\\\\|\\\]|\$\$|\\end\s*\{")
_ZERO = r"(?:0|\\(?:mathbf|boldsymbol|bm|vec|mathrm|bar)\s*\{?\s*0\s*\}?|\{\s*0\s*\})(?:\s*_\s*(?:\w|\{[^{}]*\}))?"
ZERO = re.compile(_ZERO)
_SET_TO_ZERO = re.compile(rf"{RELATION.pattern}{_GAP}{_ZERO}{_GAP}\Z")
_APART = re.compile(rf"(?:,|{ARROW})\Z")
NEW = re.compile(
    r"(?:\\?[A-Za-z]+|\\\w+\s*\{\s*\\?\w+\s*\})(?:\s*_\s*(?:\w|\{[^{}]*\}))?\s*\^\s*(?:\*|\{\s*(?:\*|\\star|\\ast)\s*\}|\\star|\\ast)(?:\s*_\s*(?:\w|\{[^{}]*\}))?"
    r"|\\(?:wide)?(?:hat|tilde|bar)\s*(?:\{\s*\\?\w+\s*\}|\\?[A-Za-z]+)(?:\s*[_^]\s*(?:\w|\*|\\\w+|\{[^{}]*\}))*"
    r"|(?:\\?[A-Za-z]+)\s*_\s*(?:\*|\{[^{}]*[*\\][^{}]*\}|\\\w+(?:\s*\{\w+\})?)"
)
r"""w^*, \hat\beta, x_\star: what is found, a name of its own."""
NUMBER = re.compile(r"[-+\d.,\s^{}()\[\]]*")

ZERO_SAID = "= 0 is a condition, not checked"
CONDITION_SAID = "{} is left out: conditions are not read"
EQUATION_SAID = "{} is not checked: it is no formula of {} or its derivatives"


def begins_apart(text: str, start: int) -> bool:
    """Whether a comma or an arrow, and no row's end, stands before a place."""
    return _APART.search(text[:start]) is not None


def equation_follows(text: str, place: int) -> bool:
    """Whether the rest of a row has an equation."""
    ending = _ROW_ENDS.search(text, place)
    return RELATION.search(text, place, ending.start() if ending else len(text)) is not None


def set_to_zero(text: str, end: int) -> bool:
    """Whether = 0 stands before a place."""
    return _SET_TO_ZERO.search(text[:end]) is not None


def conditions(text: str, labelled: Callable[[str, int], object]) -> Iterator[tuple[int, int]]:
    r"""Where conditions stand, \text{if } A = A^\top; `labelled` says whether a definition begins at a place."""
    end = 0
    for found in CONDITION.finditer(text):
        if (
            found.start() < end
            or _depth(text[: found.start()]) > 0
            or (found["word"] in DEFINES and labelled(text, found.end()))
        ):
            continue
        end = _end(text, found.end(), labelled)
        yield found.start(), end


def _depth(text: str) -> int:
    """How many brackets are open at the end of a text."""
    words = [word[0] for word in _ENDS.finditer(text)]
    return sum((word in OPENS) - (word in CLOSES) for word in words)


def _end(text: str, start: int, labelled: Callable[[str, int], object]) -> int:
    """Where a condition ends that begins at a place: with its row, its bracket, or before the next formula."""
    depth = 0
    for word in _ENDS.finditer(text, start):
        depth += (word[0] in OPENS) - (word[0] in CLOSES)
        if depth < 0:
            return word.end()
        if depth == 0 and (_ROW_ENDS.search(word[0]) or re.match(ARROW, word[0])):
            return word.start()
        if depth == 0 and word[0] == "," and labelled(text, word.end()):
            return word.start()
    return len(text)
