r"""LaTeX's spellings that are others: a row has what is found and what takes its place, text and groups of the pattern."""

from __future__ import annotations

import re

_INSIDE = r"((?:[^{}]|\{[^{}]*\})*)"
_SIZE = r"\\(?:left|[bB]igg?l)\s*"
_END = r"\\(?:right|[bB]igg?r)\s*"
_STYLE = r"(?:math(?:rm|bf|it|sf|tt)|text(?:rm|bf|it|sf|tt)?|boldsymbol|bm|pmb|symbf|rm|bf)"
_BAR = r"(?:\\middle\s*)?\|(?!\|)"
_EXTREME = r"_\s*(?:\{{\s*(?:\\(?:mathrm|text|rm)\s*\{{?\s*|\\)?{0}\s*\}}?\s*\}}|\\{0})\s*(?=\\left|[(\[{{])"
"""The index of the largest eigenvalue of what stands in brackets behind it."""
_ACCENT = r"(?:wide)?(?:hat|bar|tilde|check)|overline|d?dot"

TYPESET = re.compile(r"\\(?:text|textrm|mathrm|mbox)\s*\{([^{}]*)\}")
"""A group that is typeset upright."""

SILENT = re.compile(
    r"\\(?:label|tag\*?|hspace\*?|vspace\*?|hphantom|phantom|vphantom|color|eqref|ref)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"
    r"|(?<=\\\\)\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\]"
)
"""Commands that say nothing."""


def _row(pattern: str, *parts: str | int) -> tuple[re.Pattern[str], tuple[str | int, ...]]:
    """A pattern, and its replacement: characters, and the numbers of groups of the pattern."""
    return re.compile(pattern), parts


SPELLINGS = (
    # what says nothing
    (SILENT, (" ",)),
    _row(r"\\(?:nonumber|notag|displaystyle|textstyle|scriptstyle|scriptscriptstyle|mathstrut|strut|allowbreak|[bB]igg?m(?=[\\|/]))(?![A-Za-z])", " "),
    _row(r"\\math(?:op|rel|bin|ord)\s*\{\s*\\(?:rm|sf|it)\s+(\w+)\s*\}", r"\mathrm{", 1, "}"),
    _row(r"\\(?:mathop|mathrel|mathbin|mathord|mathopen|mathclose|mathinner|smash|ensuremath)\s*\{" + _INSIDE + r"\}", 1),
    _row(r"\\(?:left|right)\s*\.", " "),
    # styles
    _row(r"\{\s*\\(?:rm|sf|tt|it|mathrm|textrm)\s+(\w+)\s*\}", r"\mathrm{", 1, "}"),
    _row(r"\{\s*\\(?:bf|boldmath|bm)\s+([^{}]*)\}", r"\mathbf{", 1, "}"),
    _row(r"\{\s*\\cal\s+(\w)\s*\}", r"\mathcal{", 1, "}"),
    _row(r"\\(?:mbox|hbox|textnormal|textup|textsf|textit|mathtt|texttt|mathnormal|operatornamewithlimits)(?=\s*\{)", r"\mathrm"),
    _row(r"\\(?:mathds|mathbbm|mathbb|mathbold|boldsymbol|bm|vec)\s*\{?\s*1\s*\}?", r"\mathbf{1}"),
    _row(r"\\(?:mathbold|bold|mathbfit|bs|vect|mat|mathbit|overrightarrow)\s*(?=\{)", r"\mathbf"),
    _row(rf"\\({_ACCENT})\s*\{{\s*\\{_STYLE}(?:\s*\{{\s*(\\?\w+)\s*\}}|\s*(\\\w+)|\s+(\w))\s*\}}", "\\", 1, "{", 2, 3, 4, "}"),
    _row(rf"\\({_ACCENT})\s*\\{_STYLE}\s*(?:\{{\s*(\\?\w+)\s*\}})", "\\", 1, "{", 2, "}"),
    _row(rf"\\{_STYLE}\s*\{{\s*\\({_ACCENT})\s*(?:\{{\s*(\\?\w+)\s*\}}|(?<=[a-z])\s+(\w))\s*\}}", "\\", 1, "{", 2, 3, "}"),
    _row(r"\^\s*\{\s*([(\[]\s*\w+\s*[)\]])\s*,?\s*(-1|[TH]|\\top|\\math\w+\s*\{\s*[TH]\s*\})\s*\}", "^{", 1, "}^{", 2, "}"),
    _row(r"\{\s*\}\s*\^\s*(?:[tT]|\{\s*[tT]\s*\})\s*(?:\\!)?\s*([A-Za-z]|\\[A-Za-z]+(?:\{\\?\w+\})?)", 1, r"^\top "),
    _row(r"\\log\s*_\s*(?:2|\{\s*2\s*\})", r"\operatorname{log2}"),
    _row(r"\\log\s*_\s*\{\s*10\s*\}", r"\operatorname{log10}"),
    _row(r"\\lambda\s*" + _EXTREME.format("max"), r"\operatorname{eigmax}"),
    _row(r"\\lambda\s*" + _EXTREME.format("min"), r"\operatorname{eigmin}"),
    _row(r"\\sigma\s*" + _EXTREME.format("max"), r"\operatorname{specnorm}"),
    # bars and brackets
    _row(rf"{_SIZE}(?:\\(?:[vl]?vert|mid)(?![A-Za-z])|\|(?!\|))", r"\lvert "),
    _row(rf"{_END}(?:\\(?:[vr]?vert|mid)(?![A-Za-z])|\|(?!\|))", r"\rvert "),
    _row(rf"{_SIZE}(?:\\l?Vert(?![A-Za-z])|\\\||\|\|)", r"\lVert "),
    _row(rf"{_END}(?:\\r?Vert(?![A-Za-z])|\\\||\|\|)", r"\rVert "),
    _row(r"\\lvert\s*\\lvert(?![A-Za-z])", r"\lVert "),
    _row(r"\\rvert\s*\\rvert(?![A-Za-z])", r"\rVert "),
    _row(r"\\mid\s*\\mid(?![A-Za-z])|\\vert\s*\\vert(?![A-Za-z])", r"\| "),
    _row(r"\\(?:vert|mid)(?![A-Za-z])", "| "),
    _row(rf"(?:{_SIZE})?\\langle\s*([^|,]+?)\s*{_BAR}\s*([^|,]+?)\s*{_BAR}\s*([^|,]+?)\s*(?:{_END})?\\rangle(?![A-Za-z])", "{", 1, r"}^\top \cdot {", 2, r"} \cdot {", 3, "}"),
    _row(rf"(?:{_SIZE})?\\langle\s*([^|,]+?)\s*{_BAR}\s*([^|,]+?)\s*(?:{_END})?\\rangle(?![A-Za-z])", "{", 1, r"}^\top \cdot {", 2, "}"),
    _row(rf"(?:{_SIZE})?\\langle(?![A-Za-z])", r"\operatorname{inner}("),
    _row(rf"(?:{_END})?\\rangle(?![A-Za-z])(?:\s*_\s*(?:F|2|\{{\s*(?:F|2|\\\w+\s*\{{F\}})\s*\}}))?", ")"),
)  # fmt: skip
"""Applied in this order."""
