"""Names: Greek letters and their ASCII spellings, the kinds, and Householder's convention of what a name stands for."""

from __future__ import annotations

from matcalc_cli.later import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_REMEMBERED = 1024
"""Names of which it is remembered what their letters say: every stage asks again."""

CONSTANTS = {"I": "the identity matrix", "pi": "the number pi"}
"""Reserved names that are a value by themselves."""

_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
_SPELLED = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
)  # fmt: skip

LETTER_OF = dict(zip(_SPELLED, _LETTERS, strict=True))
"""The Greek letter of each ASCII name, `sigma` -> `σ` and `Sigma` -> `Σ`: what printers write."""
LETTER_OF.update({name.capitalize(): letter.upper() for name, letter in LETTER_OF.items()})
LETTER_OF["varpi"] = "ϖ"

VARIANTS = {"ϵ": "ε", "ϑ": "θ", "ϴ": "Θ", "ϕ": "φ", "ϱ": "ρ", "ϰ": "κ", "ς": "σ", "ϒ": "Υ"}
"""Other shapes of a letter: the same name, but not both shapes in one program (see `parser`)."""
SAME_GLYPHS = {"µ": "μ", "\u2126": "Ω", "\u2206": "Δ"}
"""The micro, ohm and increment signs, which nobody can tell from the letters."""

NAME_OF = {letter: name for name, letter in LETTER_OF.items()}
"""The ASCII name of each Greek letter, variants included: what the lexer reads."""
NAME_OF.update({variant: NAME_OF[letter] for variant, letter in (VARIANTS | SAME_GLYPHS).items()})

_ANY_SPELLED = {*_SPELLED, *(f"var{name}" for name in _SPELLED)}


def canonical(spelling: str) -> str:
    """The ASCII name of a name as typed: `σ_1` -> `sigma_1`, `dα` -> `dalpha`."""
    if spelling.isascii():
        return spelling
    return "".join(NAME_OF.get(character, character) for character in spelling)


def without_commands(text: str) -> str:
    r"""A declaration whose letters may be commands of LaTeX, `\Sigma: spd(n)`, `\varphi: function`: nothing changes its place."""
    import re

    return re.sub(r"\\(?:var(?!pi))?", lambda found: " " * len(found[0]), text)


@lru_cache(maxsize=MOST_REMEMBERED)
def kind_by_convention(name: str) -> str:
    """The kind of an undeclared ASCII name: "matrix", "vector" or "scalar".

    Uppercase is a matrix, lowercase Latin a vector, a lowercase Greek name (alone or before a digit or `_`)
    a scalar. `dA` is what `A` is, unless the whole is a Greek name (`delta`); `d` alone is a vector.
    """
    word = name[: next((i for i, character in enumerate(name) if not character.isalpha()), len(name))]
    bare = word.lstrip("d")  # without a pattern: that of all Greek names takes a millisecond to compile
    if bare[:1].isupper():
        return "matrix"
    greek = {bare, bare.removeprefix("var")} | ({f"d{bare}"} if len(bare) < len(word) else set())
    return "vector" if greek.isdisjoint(_SPELLED) else "scalar"


NEVER_NUMBERS = "euvwxy"
"""Letters of unknowns and data, which nobody writes for a number: x^2 is a slip, c*norm(x)^2 is not."""


def other_way(kind: str) -> str:
    """The kind of a name that its letter misrepresents: a Greek vector, a Latin number, N of them."""
    return "vector" if kind == "scalar" else "scalar"


def may_be_otherwise(name: str, *, member: bool = False) -> bool:
    """Whether use can overrule the letter of an undeclared name: beta may be a vector and n a number, x_1 not.

    The members of a family may be numbers by any letter: y_i beside w'*x_i.
    """
    kind = kind_by_convention(name)
    if kind == "vector" and name[0] in NEVER_NUMBERS and not member:
        return name[1:2].isalpha()
    return kind != "matrix" or name == COUNT


COUNT = "N"
"""The capital that is a number to everybody where it is no matrix: norm(X*w - y)^2/N."""
COORDINATES = NEVER_NUMBERS.replace("e", "")
"""Letters whose entries have names, where a paper has them: x_1^2 is no slip."""
UNIT = "e_"
"""How the names of the standard basis vectors begin."""


def entry_stem(name: str, *, any_letter: bool = False) -> str:
    """`x_` of x_1 and x_i, which papers write for entries of x; empty for names that are none.

    With `any_letter` it need be none of the letters whose entries have names everywhere, as that of a declared vector.
    """
    return name[:2] if (any_letter or name[:1] in COORDINATES) and _has_one_index(name) else ""


def is_unit_name(name: str) -> bool:
    """True of e_1 and e_i."""
    return name.startswith(UNIT) and _has_one_index(name)


def _has_one_index(name: str) -> bool:
    """Whether an index stands below a letter; x_0 is where something begins, and no entry."""
    index = name[2:]
    return name[1:2] == "_" and (
        (index.isdigit() and index != "0") or (len(index) == 1 and index.isascii() and index.islower())
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def greek_parts(name: str) -> tuple[str, str, str] | None:
    """A canonical name as (the d's before it, its Greek name, the rest), or None: `dSigma_1` -> `d`, `Sigma`, `_1`."""
    word = name[: next((i for i, character in enumerate(name) if not character.isalpha()), len(name))]
    for start in range(len(word) - len(word.lstrip("d")) + 1):
        letter = word[start:]
        if letter.lower() in _ANY_SPELLED:
            return (word[:start], letter, name[len(word) :]) if letter in LETTER_OF else None
    return None


BY_LETTER = {
    "vector": ("is a vector by its lowercase letter", "are vectors by their lowercase letters"),
    "scalar": ("is a scalar by its Greek letter", "are scalars by their Greek letters"),
}
MOST_NAMES = 3
"""Names in a sentence; who has more knows the convention."""


def taken_by_letter(kind: str, names: Sequence[str]) -> str:
    """For a note: `x and y are vectors by their lowercase letters`; nothing about no names or many."""
    if not 0 < len(names) <= MOST_NAMES:
        return ""
    one, many = BY_LETTER[kind]
    return f"{listed(names)} {many if names[1:] else one}"


def listed(words: Sequence[str]) -> str:
    """`x`, `x and y`, `x, y and z`."""
    return " and ".join([*[", ".join(words[:-1])] * (len(words) > 1), words[-1]])


LOOK_LATIN = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΧο")
"""Letters that nobody can tell from Latin ones."""


def with_letters(name: str) -> str:
    """A canonical name as mathematics writes it, with the Greek letter that it begins with: lambda_1 is λ_1, dmu is dμ."""
    before, letter, rest = greek_parts(name) or ("", "", name)
    return name if LETTER_OF.get(letter, "ο") in LOOK_LATIN else f"{before}{LETTER_OF[letter]}{rest}"
