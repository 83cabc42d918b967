"""The settings of the user: MATCALC_* in the environment over a file; a session's own words over both."""

from __future__ import annotations

import os

from matcalc_cli.errors import Label, MatcalcError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

FILE = "config.toml"
FORMATS = ("pretty", "plain", "latex", "typst", "html", "markdown", "sympy", "json")
COLORS = ("auto", "always", "never")
ORDERS = ("columns", "rows")
SYMMETRIC = ("subspace", "free")
NOTES = ("once", "none")
NOTATIONS = ("matcalc", "latex", "numpy", "julia", "matlab", "mathematica", "sympy", "matrixcalculus", "auto")


class Setting:
    """A setting: the values it takes (none: any list of declarations), what it is without a word, what it decides."""

    __slots__ = ("choices", "default", "summary")

    def __init__(self, choices: tuple[str, ...], default: str, summary: str) -> None:
        self.choices = choices
        self.default = default
        self.summary = summary


SETTINGS = {
    "format": Setting(FORMATS, "", "how answers are written; unset, pretty on a terminal and plain in a pipe"),
    "color": Setting(COLORS, "auto", "when to colour"),
    "input": Setting(NOTATIONS, "matcalc", "the notation that expressions are written in"),
    "vec": Setting(ORDERS, "columns", "what vec stacks in a Jacobian or a Hessian"),
    "symmetric": Setting(
        SYMMETRIC, "subspace", "derivatives by a symmetric matrix, or by its free entries as with --vech"
    ),
    "notes": Setting(NOTES, "once", "whether what reports say of conventions is said, once a document"),
    "declarations": Setting((), "", "declarations of names that a program does not declare itself"),
}
"""In the order in which `matcalc config` lists them."""

SESSION: dict[str, str] = {}
"""The settings of an interactive session, which go over everything but a flag."""

TOLD: set[str] | None = None
"""The conventions that an interactive session has said, while one of its lines is answered; None outside of it."""

Found = tuple[str, str]
"""A value, and where it comes from."""


def value(name: str) -> str:
    """The value of a setting that is in force. Raises MatcalcError (file, usage) for what cannot be read."""
    return found(name)[0]


def found(name: str) -> Found:
    """The value of a setting, and where it was set."""
    for origin, given in _layers(name):
        if given is not None:
            return checked(name, given, origin), origin
    return SETTINGS[name].default, "default"


def _layers(name: str) -> Iterator[tuple[str, str | None]]:
    yield "session", SESSION.get(name)
    yield variable(name), os.environ.get(variable(name)) or None
    path = file_path()
    yield path, read(path).get(name)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"MATCALC_{name.upper()}"


def file_path() -> str:
    """Where the file is, or would be."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(home, "matcalc", FILE)


def read(path: str) -> Mapping[str, str]:
    """The settings in the file, none if it is not there. Raises MatcalcError (file)."""
    try:
        with open(path, "rb") as stream:
            text = stream.read()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise MatcalcError("file", f"cannot read {path}: {error.strerror}") from error
    return {name: _text(name, given, path) for name, given in _parsed(text, path).items()}


def _parsed(text: bytes, path: str) -> dict[str, Any]:
    import tomllib

    shown = text.decode(errors="surrogateescape")
    try:
        settings = tomllib.loads(text.decode())
    except UnicodeDecodeError as error:
        place = len(text[: error.start].decode())
        raise _in_file(f"{path} is not UTF-8", shown, (place, place + 1)) from error
    except tomllib.TOMLDecodeError as error:
        what, place = _place(str(error), shown)
        hint = 'for example: format = "latex"'
        raise _in_file(f"{path} is not TOML: {what}", shown, (place, place + 1), hint) from error
    for name, given in settings.items():
        if name not in SETTINGS:
            raise _in_file(f"{path}: there is no setting {name}", shown, _key(name, shown), _instead(name, given))
    return settings


def _instead(name: str, given: Any) -> str:
    """The advice about a setting that there is not."""
    from matcalc_cli.language.mistakes.suggest import nearest

    near = nearest(name, SETTINGS)
    if isinstance(given, dict) and not near:
        return f"settings stand outside of tables: leave out [{name}]"
    return f"did you mean {near}?" if near else f"the settings are {', '.join(SETTINGS)}"


def _place(message: str, text: str) -> tuple[str, int]:
    """The message of the TOML reader, and the offset that it means; the end of the text if it names no line."""
    import re

    found = re.search(r" \(at line (\d+), column (\d+)\)", message)
    what = message[:1].lower() + message[1:].partition(" (at ")[0]
    if found is None:
        return what, len(text.rstrip())
    before = text.splitlines(keepends=True)[: int(found[1]) - 1]
    return what, sum(map(len, before)) + int(found[2]) - 1


def _key(name: str, text: str) -> tuple[int, int]:
    """Where a name begins a line or a table."""
    import re

    found = re.search(rf"""^\s*\[?\s*["']?({re.escape(name)})\b""", text, re.MULTILINE)
    return found.span(1) if found else (0, 1)


def _in_file(message: str, text: str, place: tuple[int, int], hint: str | None = None) -> MatcalcError:
    """A mistake at a place of the file, which is shown."""
    error = MatcalcError("file", message, [Label(*place)], hint=hint)
    error.source = text
    return error


def _text(name: str, given: Any, path: str) -> str:
    """A value of the file as text; declarations are a list or a table, `S = "spd(n)"`."""
    if name == "declarations" and isinstance(given, dict):
        return ", ".join(f"{key}: {kind}" for key, kind in given.items())
    if name == "declarations" and isinstance(given, list):
        return ", ".join(map(str, given))
    if not isinstance(given, str):
        raise MatcalcError(
            "file", f"{path}: {name} is text in quotes", hint=f'for example: {name} = "{_example(name)}"'
        )
    return given


def _example(name: str) -> str:
    return (*SETTINGS[name].choices, "S: spd(n)")[0]


def checked(name: str, given: str, origin: str) -> str:
    """The value, if the setting takes it. Raises MatcalcError (usage)."""
    from matcalc_cli.language.mistakes.suggest import nearest

    choices = SETTINGS[name].choices
    if not choices or given in choices:
        return given
    near = nearest(given, choices)
    hint = f"did you mean {near}?" if near else f"it is one of {', '.join(choices)}"
    raise MatcalcError("usage", f"{origin}: {name} cannot be {given}", hint=hint)


def declarations() -> list[str]:
    """The declarations in force, one each: those of the file, the environment and the session together."""
    layers = [given for _, given in reversed(list(_layers("declarations"))) if given]
    names: dict[str, str] = {}
    for text in (part for given in layers for part in split(given)):
        names[text.partition(":")[0].strip()] = text
    return list(names.values())


def split(text: str) -> list[str]:
    """Declarations at the commas between them, not in `matrix(m,n)`."""
    parts, depth = [""], 0
    for character in text.replace(";", ",").replace("\n", ","):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]
