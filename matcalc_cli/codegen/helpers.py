"""What emitted code may lean on, emitted only when used: helper functions and imports, each under its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

IMPORTS = {
    "linalg": "import scipy.linalg as _linalg",
    "special": "import scipy.special as _special",
    "float": "_float = float",
    "int": "_int = int",
    "len": "_len = len",
    "max": "_max = max",
    "min": "_min = min",
    "range": "_range = range",
    "round": "_round = round",
}
"""Lines at the top of a module; the builtins among them are for modules with an argument of that name."""

HELPERS = {
    "commutation": '''
def _commutation(m, n):
    """The matrix K with vec(A.T) = K vec(A) for A m x n."""
    return _np.eye(m * n)[_np.arange(m * n).reshape(m, n, order="F").ravel()]
''',
    "diagsel": '''
def _diagsel(n):
    """The matrix D with diag(X) = D vec(X) for X n x n."""
    return _np.eye(n * n)[:: n + 1]
''',
    "dimension": '''
def _dimension(polynomial, size):
    """The n with polynomial(n) == size, for an increasing polynomial."""
    low, high = 1, size
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if polynomial(middle) >= size else (middle + 1, high)
    return low
''',
    "erf": '''
def _erf(x):
    """The error function of every entry."""
    return _special.erf(x)
''',
    "logsumexp": '''
def _logsumexp(x):
    """log(sum(exp(x))) over all entries, without overflow."""
    top = _np.max(x)
    return top + _np.log(_np.sum(_np.exp(x - top)))
''',
    "sigmoid": '''
def _sigmoid(x):
    """1 / (1 + exp(-x)) of every entry, without overflow."""
    return _np.exp(-_np.logaddexp(0.0, -x))
''',
    "softmax": '''
def _softmax(x):
    """exp(x) / sum(exp(x)), without overflow."""
    weights = _np.exp(x - _np.max(x))
    return weights / _np.sum(weights)
''',
    "summation": '''
def _summation(term, low, high, zero):
    """The sum of term(j) for j = low, ..., high; minus that for high + 1, ..., low - 1 if high < low - 1."""
    low, high = round(low), round(high)
    if high < low - 1:
        return -_summation(term, high + 1, low - 1, zero)
    total = zero
    for j in range(low, high + 1):
        total = total + term(j)
    return total
''',
}
"""Source text of each helper `_name`; what it uses in turn is emitted too."""

_WORD = re.compile(r"(?<![\w.])_([a-z]\w*)")


def used(text: str) -> set[str]:
    """The names of helpers and imports that `text` needs, those of its helpers included."""
    found: set[str] = set()
    todo = list(_known(text))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(_known(HELPERS.get(name, "")))
    return found


def _known(text: str) -> Iterator[str]:
    return (name for name in set(_WORD.findall(text)) if name in HELPERS or name in IMPORTS)


def preamble(text: str) -> list[str]:
    """The imports and then the helpers that `text` needs, as paragraphs of a module."""
    needed = used(text)
    lines = ["import numpy as _np", *[line for name, line in IMPORTS.items() if name in needed]]
    return ["\n".join(lines), *[source.strip() for name, source in HELPERS.items() if name in needed]]
