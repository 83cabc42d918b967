"""Numbers, read exactly: decimals and exponents as fractions, superscripts as exponents."""

from __future__ import annotations

from math import gcd

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language import limits
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.notation import SUPERSCRIPTS
from matcalc_cli.language.tree import Literal, Name, Operation, Tree

_SUPERSCRIPT = r"([+-]?)([0-9]+|[a-z])?(T?)"


def read_number(token: Token) -> tuple[int, int]:
    """The number as numerator and denominator in lowest terms: `0.25` is (1, 4)."""
    text = token.text
    if text.isdigit() and len(text) <= limits.DIGITS:
        return int(text), 1
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    _check_size(token, len(whole) + len(decimals), exponent)
    numerator, power = int(whole + decimals), int(exponent or 0) - len(decimals)
    if power >= 0:
        return numerator * 10**power, 1
    common = gcd(numerator, 10**-power)
    return numerator // common, 10**-power // common


def read_superscript(token: Token) -> tuple[Tree | None, bool]:
    """The exponent that superscripts write, and whether a ᵀ stands behind it; no exponent in ᵀ and ⁻ᵀ."""
    written = "".join(map(SUPERSCRIPTS.__getitem__, token.text))
    import re

    found = re.fullmatch(_SUPERSCRIPT, written)
    if found is None or not (found[2] or found[3]) or (found[1] == "+" and not found[2]):
        raise _unreadable(token, written)
    sign, exponent, transposed = found.groups()
    if not exponent:
        return None, True
    return _exponent(sign, exponent, token), bool(transposed)


def _exponent(sign: str, exponent: str, token: Token) -> Tree:
    if exponent.isdigit():
        _check_size(token, len(exponent), "")
        return Literal(int(sign + exponent), 1, token.start, token.end)
    name = Name(exponent, exponent, token.start, token.end)
    return Operation("negate", (name,), token.start, token.end) if sign == "-" else name


def _check_size(token: Token, digits: int, exponent: str) -> None:
    if digits > limits.DIGITS:
        message = f"the number has {digits:,} digits, and at most {limits.DIGITS:,} are read"
    elif (
        len(exponent.lstrip("+-0")) > len(str(limits.DECIMAL_EXPONENT))
        or abs(int(exponent or 0)) > limits.DECIMAL_EXPONENT
    ):
        message = f"the exponent of the number is beyond ±{limits.DECIMAL_EXPONENT:,}"
    else:
        return
    raise MatcalcError(
        "limit",
        message,
        [Label(token.start, token.end)],
        hint="give a name to the number, and its value where it is needed",
    )


def _unreadable(token: Token, written: str) -> MatcalcError:
    hint = "pinv(A) is the pseudo-inverse" if written == "+" else "write the exponent with ^ and brackets: A^(n+1)"
    return MatcalcError(
        "syntax", "these superscripts are not an exponent or a transpose", [Label(token.start, token.end)], hint=hint
    )
