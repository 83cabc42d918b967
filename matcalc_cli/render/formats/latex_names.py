"""Names in LaTeX: Greek letters, indices, differentials, words."""

from __future__ import annotations

from matcalc_cli.language.names import greek_parts

_LATIN_TWINS = {
    "Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I", "Kappa": "K", "Mu": "M",
    "Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X",
}  # fmt: skip
"""Greek capitals that LaTeX has no command for, because they look like Latin ones."""


def latex_name(name: str, *, differential: bool = False) -> str:
    r"""A canonical name: `x_{1}`, `\sigma_{12}`, `\mathit{Ainv}`, `\mathrm{d}A`."""
    if differential:
        order, inner = differentiated(name)
        again = inner[:1] == "d" and len(inner) > 1 and greek_parts(inner) is None and inner[1].isupper()
        return rf"\mathrm{{d}}{f'^{{{order}}} ' if order else ''}" + latex_name(inner, differential=again)
    stem, is_member, indices = name.partition("_(")  # at an index that is no letter: x_(i+1)
    letter, rest = _letter(stem)
    if is_member:
        word = rf"\mathit{{{stem}}}" if rest else letter
        return f"{word}_{{{indices[:-1]}}}"
    return letter + _index(rest)


def differentiated(name: str) -> tuple[str, str]:
    """The order of a differential, "" of the first one, and of what it is one: of dx and of d3f."""
    inner = name[1:].lstrip("0123456789")
    return name[1 : len(name) - len(inner)], inner


def is_wide(name: str) -> bool:
    """Whether the name is a word, which needs space beside its neighbours."""
    return greek_parts(name) is None and name[1:2].isalpha()


def _letter(name: str) -> tuple[str, str]:
    greek = greek_parts(name)
    if greek:
        _, letter, rest = greek
        return _greek(letter), rest
    end = next((i for i, letter in enumerate(name) if not (letter.isascii() and letter.isalpha())), len(name))
    word, rest = name[:end], name[end:]
    return (word if len(word) == 1 else rf"\mathit{{{word}}}"), rest


def _greek(letter: str) -> str:
    if letter in _LATIN_TWINS:
        return rf"\mathrm{{{_LATIN_TWINS[letter]}}}"
    return "o" if letter == "omicron" else "\\" + letter


def _index(rest: str) -> str:
    if not rest:
        return ""
    parts = [_index_word(part) for part in rest.split("_") if part]
    return f"_{{{','.join(parts) or '{}'}}}"


def _index_word(part: str) -> str:
    greek = greek_parts(part)
    if greek and not (greek[0] or greek[2]):
        return _greek(greek[1])
    return part if part.isdigit() or len(part) == 1 else rf"\mathrm{{{part}}}"
