"""The names of functions in a target, as their records say: names of functions there and templates of calls."""

from __future__ import annotations

from collections.abc import Mapping

from matcalc_cli.expr.function import Function
from matcalc_cli.functions import FUNCTIONS

LIBRARY = "{xp}"


def called(function: Function, text: str, library: str = "") -> str:
    """The template of what a record says: a name becomes a call, one of the library unless it begins with `_`."""
    if "{" in text:
        return text.replace(LIBRARY, library)
    if function.signatures[0].startswith("->"):  # a constant
        return text
    arguments = "{0}" if function.elementwise and ";" not in function.signatures[0] else "{args}"
    prefix = f"{library}." if library and not text.startswith("_") else ""
    return f"{prefix}{text}({arguments})"


def spellings(target: str, library: str = "") -> dict[str, str]:
    """The templates of all functions whose records spell them in this target, by name."""
    return {f.name: called(f, text, library) for f in FUNCTIONS.values() if (text := f.spelling(target))}


def entrywise(templates: Mapping[str, str]) -> dict[str, str]:
    """The templates of functions of entries."""
    return {name: text for name, text in templates.items() if FUNCTIONS[name].elementwise}
