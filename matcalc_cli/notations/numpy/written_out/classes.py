"""Python around a value: classes with a method that gives it, decorators, and derivatives that a program takes itself."""

from __future__ import annotations

import re

from matcalc_cli.notations.brackets import closing_in
from matcalc_cli.notations.numpy.written_out.functions import blank
from matcalc_cli.notations.writer import refused

BLOCK = re.compile(r"(?m)^[ \t]*(for|while|if)\b[^\n]*:[ \t]*(?:#[^\n]*)?$")
BLOCKS = {
    "for": (
        "a loop",
        "np.sum, X @ w and functions along an axis are of all entries at once; matcalc's iterate repeats a step",
    ),
    "while": ("a loop", "matcalc newton and matcalc's own iterate(EXPR, x, x0, N) repeat a step"),
    "if": ("a condition", "np.where(x > 0, a, b) chooses for every entry; of a program one branch is read"),
}
"""Statements with others inside of them, and what comes near."""
CLASS = re.compile(r"(?m)^class[ \t]+\w+[^\n]*:[ \t]*$")
DECORATOR = re.compile(r"(?m)^[ \t]*@[\w.]+(?:\([^\n]*\))?[ \t]*\n(?=(?:[ \t]*@[\w.]+[^\n]*\n)*[ \t]*(?:def|class)\b)")
BEGINNING = re.compile(r"(?m)^([ \t]+)def[ \t]+__init__\b[^\n]*(?:\n(?:\1[ \t]+[^\n]*|[ \t]*$))*")
"""The constructor of a class."""
SELF = re.compile(r"(?<![\w.])self\s*(?:\.(?=\s*[^\W\d])|(?::[^,)]*)?,?(?=[^()]*\)\s*(?:->[^:\n]*)?:))")
"""The object itself, before a name and as the first parameter."""
TYPED = re.compile(r"(?m)(?<=^)([ \t]*(?!else\b|try\b)[^\W\d]\w*[ \t]*):[ \t]*[\w.\[\], |\"']+?(?=[ \t]*=(?!=))")
"""A name with its type, r: np.ndarray = A @ x."""
_NAME = r"[^\W\d]\w*"
UNPACKED = re.compile(rf"(?m)^[ \t]*(\(?{_NAME}(?:[ \t]*,[ \t]*{_NAME})+,?\)?[ \t]*=[ \t]*{_NAME})[ \t]*(?=$|#)")
"""Several names for what a parameter holds: W, b = params."""
KEYED = re.compile(rf"(?<![\w.]){_NAME}[ \t]*\[[ \t]*(?:'({_NAME})'|\"({_NAME})\")[ \t]*\]")
"""An entry of a parameter by its name: params['W']."""
TAKEN = re.compile(
    r"(?<![\w.])(?:(?:jax|torch\.func|autograd)\s*\.\s*)?(?:grad|value_and_grad|hessian|jacobian|jacfwd|jacrev)\s*\(\s*(?:lambda\s+[\w\s,]+:|([^\W\d]\w*)\s*(?=[,)]))"
)
"""The beginning of a derivative of a function."""
SAID = "{} is left out: the command says which derivative, --wrt by what"


def without_classes(text: str) -> str:
    """The text with the methods of its classes as functions, without decorators and what makes an object."""
    if block := BLOCK.search(text):
        what, hint = BLOCKS[block[1]]
        raise refused("unsupported", f"{what} is not read", *block.span(1), hint)
    for found in DECORATOR.finditer(text):
        text = blank(text, *found.span())
    for found in TYPED.finditer(text):
        text = blank(text, found.end(1), found.end())
    if not CLASS.search(text):
        return text
    for pattern in (BEGINNING, CLASS, SELF):
        for found in pattern.finditer(text):
            text = blank(text, *found.span())
    return text


def unpacked(text: str) -> tuple[str, list[str]]:
    """The text with the names of what its parameters hold alone, W of `W, b = params` and of `params['W']`, and notes about it."""
    found = [*UNPACKED.finditer(text)]
    keyed = [*KEYED.finditer(text)]
    for line in found:
        text = blank(text, *line.span(1))
    for part in keyed:
        name = part[1] or part[2]
        text = text[: part.start()] + name.ljust(len(part[0])) + text[part.end() :]
    said = [f"{line[1]} is left out: its names stand for themselves" for line in found]
    return text, said + [f"{part[0]} is the name {part[1] or part[2]}" for part in keyed[:1]]


def without_derivatives(text: str) -> tuple[str, list[str]]:
    """The function of `jax.grad(f)(x)` and `jax.grad(lambda x: ...)(x)` alone, and a note about what is left out."""
    found = TAKEN.search(text)
    if not found:
        return text, []
    opening = text.index("(", found.start())
    stop = closing_in(text, opening)
    if text[stop + 1 : stop + 2] != "(":
        return text, []
    said = SAID.format(text[found.start() : opening].strip())
    name = found[1]
    if name:  # of the function that is called behind it
        return text[: found.start()] + name.ljust(stop + 1 - found.start()) + text[stop + 1 :], [said]
    text = blank(text, stop + 1, closing_in(text, stop + 1) + 1)
    return text[: found.start()] + "(".ljust(found.end() - found.start()) + text[found.end() :], [said]
