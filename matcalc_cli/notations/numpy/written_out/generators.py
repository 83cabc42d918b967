"""Sums that Python's loops in brackets make: sum(x[i]**2 for i in range(len(x))), sum((b - a @ x)**2 for a, b in zip(A, y))."""

from __future__ import annotations

import re

from matcalc_cli.language.names import canonical, kind_by_convention
from matcalc_cli.notations.counts import NUMBERS
from matcalc_cli.notations.writer import refused

GENERATOR = re.compile(
    r"\b(?:(?:np|jnp|torch)\s*\.\s*)?(?P<function>sum|mean)\(\s*(?:\[|torch\.stack\(\[)?(?P<body>[^\n]*?)\s+for\s+(?P<names>[\w\s,()]+?)\s+in\s+"
    r"(?P<over>range\s*\((?:[^()]|\([^()]*\))*\)|zip\s*\([\w\s,]+\)|enumerate\s*\(\s*\w+\s*\)|\w+)\s*(?:\]\)|\])?\s*\)"
)
"""A sum of what is done with each."""
WHOLE = re.compile(
    r"range\s*\(\s*(?:len\s*\(\s*\w+\s*\)|\w+\s*\.\s*(?:size|shape\s*\[\s*0\s*\])|\w+\s*\.\s*numel\s*\(\s*\))\s*\)"
)
"""All the places of an array."""
PRODUCT = re.compile(r"\(\w+@(?![A-Z])\w+\)")
"""A product of all rows, with a vector."""
OPERAND = re.compile(r"(?<![\w.])[^\W\d]\w*(?![\w.(]|\s*\()")
HINT = "np.sum(a * x), np.sum((X @ w - y) ** 2): of all entries at once"


def without_generators(text: str) -> str:
    """The text, as long, with sums of whole arrays. Raises MatcalcError for what is none."""
    return GENERATOR.sub(_whole, text)


def _whole(found: re.Match[str]) -> str:
    over, names = found["over"], re.findall(r"\w+", found["names"])
    body = found["body"]
    if over.startswith("range"):
        (index,) = names[:1]
        if not WHOLE.fullmatch(over):
            return _refused(found)
        arrays = {array: array for array in re.findall(rf"(\w+)\s*\[\s*{index}\s*(?:,\s*:\s*)?\]", body)}
        body = re.sub(rf"(\w+)\s*\[\s*{index}\s*(?:,\s*:\s*)?\]", r"\1", body)
        names = [index]
    else:
        given = re.findall(r"\w+", re.sub(r"^(?:zip|enumerate)\b", "", over))
        names = names[1:] if over.startswith("enumerate") else names
        arrays = dict(zip(names, given, strict=False))
        if len(names) != len(given):
            return _refused(found)
    for name, array in arrays.items():
        if array[:1].isupper():  # its rows
            body = re.sub(rf"(?<![\w.])(\w+)\s*@\s*{name}(?![\w.])", rf"({array}@\1)", body)
            body = re.sub(rf"(?<![\w.@]){name}\s*@\s*(\w+)(?!\w)", rf"({array}@\1)", body)
            body = re.sub(
                rf"np\.(?:dot|inner)\(\s*(?:{name}\s*,\s*(\w+)|(\w+)\s*,\s*{name})\s*\)", rf"({array}@\1\2)", body
            )
        else:
            body = re.sub(rf"(?<![\w.]){name}(?![\w.(])", array, body)
    left = [name for name in names if re.search(rf"(?<![\w.]){name}(?!\w)", body)]
    beside = PRODUCT.sub("", body)
    rows = [
        array for array in arrays.values() if array[:1].isupper() and re.search(rf"(?<![\w.]){array}(?!\w)", beside)
    ]
    others = {w for w in OPERAND.findall(beside) if w not in arrays.values() and w not in names}
    rows += [
        w for w in others if w not in NUMBERS and kind_by_convention(canonical(w)) != "scalar"
    ]  # of which each sum would have all entries
    if not {*re.findall(r"\w+", found["body"])} & {*names}:  # a number as often as there are places
        return _refused(found)
    if (left and not {*left} <= {*arrays.values()}) or rows or re.search(r"\b(?:if|for|in)\b", body):
        return _refused(found)
    said = f"{found['function']}({body})"
    return said.ljust(len(found[0])) if len(said) <= len(found[0]) else _refused(found)


def _refused(found: re.Match[str]) -> str:
    raise refused("unsupported", "a sum in a loop is read of entries, and of products with rows", *found.span(), HINT)
