r"""LaTeX's alphabets: \mathcal{X} beside X is another name, \mathbf{x} beside x the same one, \varepsilon no \epsilon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.latex.tables import BOLD, LETTERS, SCRIPTS
from matcalc_cli.notations.writer import refused

COMMAND = re.compile(r"\\([A-Za-z]+)")
PLAIN = ""
OF_MEMBER = re.compile(r"\\[A-Za-z]+\s*(?:\{[^{}]*\}|\w)")
ABOVE = re.compile(r"[^{]\^\s*\{\s*[(\[]")
"""The brackets that make an index of an exponent."""


def alphabet(text: str, word: Token) -> str:
    """The type that a name is printed in: a script of its own, bold, another glyph of a Greek letter, or nothing special."""
    found = COMMAND.match(text, word.start)
    command = found[1] if found else PLAIN
    if command in SCRIPTS or command in LETTERS:
        return command
    return "bold" if command in BOLD else PLAIN


def settle_forms(text: str, words: Sequence[Token]) -> list[str]:
    """Rename what is printed in a script where the plain letter stands, too; the notes about what is one name and two."""
    forms: dict[str, dict[str, list[Token]]] = {}
    named = [word for word in words if word.kind == "name" and word.end > word.start]
    members = {word.start for word in named if word.text.endswith("_")}  # where the indices of A_{i,j} stand, too
    for word in named:
        form = PLAIN if word.start in members and not word.text.endswith("_") else alphabet(text, word)
        forms.setdefault(word.text, {}).setdefault(form, []).append(word)
    return [note for name, found in forms.items() if len(found) > 1 for note in told_apart(text, name, found)]


def indices_above(text: str, words: Sequence[Token]) -> Iterable[str]:
    r"""The note about W^{(2)}, which is W_2. Raises MatcalcError where both stand."""
    named = [word for word in words if word.kind == "name" and word.end > word.start]
    above = [word for word in named if "_" in word.text and ABOVE.search(text, word.start, word.end)]
    found = {word.text: word for word in above}
    for word in named:
        if word.text in found and word not in above:
            said = as_typed(text, [found[word.text]])
            hint = "an exponent in brackets is an index here; write one of them with another letter"
            raise refused("name", f"{said} is the same name as {word.text} here", word.start, word.end, hint)
    for name, word in found.items():
        yield f"{as_typed(text, [word])} is read as a name with an index, {name}"


def told_apart(text: str, name: str, found: dict[str, list[Token]]) -> Iterable[str]:
    """Make several names of one, or say that it is one."""
    glyphs = [word for form, words in found.items() if form in LETTERS for word in words]
    if glyphs:
        said = text[glyphs[0].start : glyphs[0].end]
        hint = "write only one of them, or another name for one of the two variables"
        message = f"{said} is the same name as {name} here"
        raise refused("name", message, glyphs[0].start, glyphs[0].end, hint)
    scripts = [form for form in found if form in SCRIPTS]
    for form in scripts[not (found.keys() - scripts) :]:
        yield f"{as_typed(text, found[form])} is a name of its own, {renamed(name, form).rstrip('_')}, beside {name.rstrip('_')}"
        for word in found[form]:
            word.text = renamed(name, form)
    if "bold" in found and PLAIN in found:
        yield f"{as_typed(text, found['bold'])} and {name} are read as one name"


def renamed(name: str, form: str) -> str:
    """X_1 in a script: X_cal_1."""
    letter, mark, index = name.partition("_")
    return f"{letter}_{SCRIPTS[form]}{mark}{index}"


def as_typed(text: str, words: Sequence[Token]) -> str:
    """The first of some names as it stands in the text."""
    stem = OF_MEMBER.match(text, words[0].start) if words[0].text.endswith("_") else None
    return stem[0] if stem else text[words[0].start : words[0].end]
