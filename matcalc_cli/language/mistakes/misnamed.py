"""Errors about names: functions that do not exist, reserved names, names given twice, functions where a name is meant."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.kinds import DECLARABLE, RESERVED
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.names import CONSTANTS, canonical
from matcalc_cli.language.notation import POWERS
from matcalc_cli.language.source import shown
from matcalc_cli.language.tree import Name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from matcalc_cli.language.grammar.stacks import Frame

IMAGINARY = ("i", "j", "im")
"""Names that directly behind a number are probably the imaginary unit."""

MISSING = (
    (
        "argmax argmin",
        "there is no argmax or argmin in the language",
        "ismax(x) is 1 at the largest entry, 0 elsewhere",
    ),
    (
        "cumprod",
        "there are no running products of entries in the language",
        "cumsum(x) has the running sums, prod(x) the product",
    ),
    ("int integral integrate limit lim", "there are no integrals or limits in the language", None),
    (
        "grad gradient diff jacobian hessian derivative",
        "an expression contains no derivatives",
        "matcalc grad EXPR, jacobian EXPR and hessian EXPR differentiate; f(x) = x'*x; grad(f)(u) is a gradient within one",
    ),
    (
        "length numel size ndims shape",
        "the number of entries is not a function of the language",
        "dimensions are names: norm(x)^2/n where x: vector(n)",
    ),
    (
        "cond",
        "the condition number of a matrix is written out",
        "specnorm(A)*specnorm(inv(A)), in the Frobenius norm norm(A)*norm(inv(A))",
    ),
    ("rank matrix_rank", "the rank has no derivative: where it is not constant it jumps", None),
    (
        "lambda_max lambdamax λ_max λmax max_eig maxeig",
        "the largest eigenvalue is called otherwise",
        "eigmax(S), of a symmetric matrix; specnorm(A) is the largest singular value",
    ),
    (
        "lambda_min lambdamin λ_min λmin min_eig mineig",
        "the smallest eigenvalue is called otherwise",
        "eigmin(S), of a symmetric matrix; eig(A) has the real eigenvalues of any square one",
    ),
    (
        "sigma_max sigmamax σ_max σmax sigma_min sigmamin σ_min σmin",
        "the largest and the smallest singular value are called otherwise",
        "specnorm(A) is the largest, svdvals(A)[end] the smallest",
    ),
    (
        "floor ceil round mod",
        "there is no rounding in the language",
        "what is rounded is constant between its jumps, its derivative 0: a name of its own stands for it",
    ),
    ("conj real imag", "there are no complex numbers in the language", None),
    (
        "hcat vcat horzcat vertcat hstack vstack block concat concatenate cat stack",
        "matrices of blocks are written out",
        "[A, B] puts them side by side, [A; B] below each other",
    ),
)
"""Functions that mathematics has and the language has not: names, sentence, hint."""

SIGMOIDS = ("σ", "sigma")
"""The usual names of the logistic function."""
_ENTRY = r"\(\s*(?:[0-9]+|[ijkl:])(?:\s*,\s*(?:[0-9]+|[ijkl:]))?\s*\)"


class UnknownFunctionError(MatcalcError):
    """A call of what is no function, which may be one that is to be declared."""

    def __init__(self, name: str, place: Label, hint: str) -> None:
        super().__init__("name", f"there is no function {shown(name)}", [place], hint=hint)
        self.name = name


def is_reserved(name: str, functions: Collection[str]) -> bool:
    """Whether the canonical name cannot be a variable's."""
    free: Collection[str] = getattr(functions, "free", ())
    return (name in functions and name not in free) or name in RESERVED or name in CONSTANTS or name == "where"


def entries(place: Label, hint: str) -> MatcalcError:
    """An entry or a block of a matrix that is written otherwise."""
    return MatcalcError("unsupported", "an entry of a matrix is written in square brackets", [place], hint=hint)


SUMS = ("sum_", "prod_")
"""How names begin that are probably sums over an index."""


def check_sum(cursor: Cursor, name: Name) -> None:
    """Refuse sum_i x_i, a name before another one, with its index behind it."""
    word, _, index = name.spelling.partition("_")
    after = cursor.next
    behind = cursor.text[after.start :]
    if after.kind == "name" and index and (f"_{index}" in behind or f"_({index}" in behind):
        said = f"{name.spelling} would be a name, and a factor of {shown(after.text)}"
        hint = f"{word}({index}, 1, n, EXPR) has an index; where it is a factor: {name.spelling}*{shown(after.text)}"
        raise MatcalcError("syntax", said, [Label(name.start, name.end)], hint=hint)


def missing_function(name: str) -> tuple[str, str | None] | None:
    """The message about a function that mathematics has and the language has not, and a hint."""
    return next(((message, hint) for names, message, hint in MISSING if name in names.split()), None)


def unknown_function(cursor: Cursor, token: Token) -> MatcalcError:
    """A name directly before a bracket that is no function's: a slip, an entry, or a product without `*`."""
    name, place = token.text, Label(token.start, token.end)
    if name in DECLARABLE:
        message = f"{name} is a kind, and kinds are declared at the end"
        return MatcalcError("name", message, [place], hint=f"A*x where A: {name}")
    if name in ("D", "D2", "grad") and cursor.unspecified:
        what = f"{name}( … ) is the derivative of a function by its name, or of what depends on the t of A: matrix(n,n) of t"
        advice = f"name the function, f(x) = x'*x; {name}(f)(u), or ask for the derivative: matcalc diff EXPR"
        return MatcalcError("unsupported", what, [place], hint=advice)
    if said := missing_function(name):
        return MatcalcError("unsupported", said[0], [place], hint=said[1])
    if name in getattr(cursor.functions, "factors", {}):
        return _of_several_factors(cursor, name, place)
    from matcalc_cli.language.mistakes.suggest import function_suggestion

    suggestion = function_suggestion(name, cursor.functions)
    if suggestion:
        return MatcalcError("name", f"there is no function {shown(name)}", [place], hint=f"did you mean {suggestion}?")
    import re

    index = re.compile(_ENTRY).match(cursor.text, cursor.next.start)
    if index:
        return entries(
            Label(token.start, index.end()),
            f"{name}[i,j] is an entry, {name}[i,:] a row; a product is written {name}*(B)",
        )
    if name in SIGMOIDS:
        hint = (
            f"sigmoid( … ) is the logistic function; another one is declared: where {canonical(name)}: scalar of scalar"
        )
        return MatcalcError("name", f"there is no function {shown(name)}", [place], hint=hint)
    hint = "matcalc functions lists the functions"
    product = _product(cursor, token)
    if product:
        hint = f"a product is written {product}" + (f"; {hint}" if len(name) > 2 else "")
    return UnknownFunctionError(name, place, hint)


def _of_several_factors(cursor: Cursor, name: str, place: Label) -> MatcalcError:
    """qr(A) as if it were one matrix."""
    from matcalc_cli.language.grammar.unpacking import listed

    formulas = cursor.functions.factors[name]  # type: ignore[attr-defined]
    names = ", ".join("XYZ"[: len(formulas)])
    hint = f"({names}) = {name}(A); names them: {listed(formulas)}"
    return MatcalcError("name", f"{name} has several factors", [place], hint=hint)


def _product(cursor: Cursor, token: Token) -> str | None:
    """The call written as a product, with what stands in the brackets if it is short; none of two arguments."""
    start = cursor.text.find("(", token.end)
    if start < 0:  # a call that another notation writes otherwise
        return None
    depth = 0
    for index in range(start, min(start + 40, len(cursor.text))):
        depth += {"(": 1, ")": -1}.get(cursor.text[index], 0)
        if depth == 0:
            return f"{shown(token.text)}*{shown(cursor.text[start : index + 1])}"
        if depth == 1 and cursor.text[index] == ",":
            return None
    return f"{shown(token.text)}*( … )"


def reserved_name(cursor: Cursor, token: Token) -> MatcalcError:
    """A function's name or a kind where a variable would stand."""
    name, after = token.text, cursor.next
    message = f"{name} is a function and needs its argument in brackets"
    hint = f"write {name}( … ); a variable needs another name"
    if canonical(name) not in cursor.functions:
        message = f"{name} is a kind and not a variable"
        hint = f"kinds are declared at the end: A*x where A: {name}"
    elif after.kind == "name":
        hint = f"write {name}({shown(after.text)})"
    elif after.kind in (*POWERS, "script"):
        hint = f"the power comes behind the call: {name}(x)^2"
    return MatcalcError("name", message, [Label(token.start, token.end)], hint=hint)


def check_variable(name: Name, functions: Collection[str]) -> None:
    """Refuse a reserved name where a name is declared or bound."""
    if not is_reserved(name.name, functions):
        return
    what = CONSTANTS.get(name.name) or ("a function's name" if name.name in functions else "a kind")
    message = f"{name.spelling} is {what} and cannot be a variable"
    hint = f"choose another name, such as {name.spelling}_1"
    raise MatcalcError("name", message, [Label(name.start, name.end)], hint=hint)


def named_twice(name: Name, first: Name, how: str) -> MatcalcError:
    """A name that is declared or bound although it was already (`how`)."""
    places = [Label(name.start, name.end), Label(first.start, first.end)]
    hint = "every name has one value or one declaration; a named part has the shape of its value"
    return MatcalcError("name", f"{shown(name.spelling)} is already {how}", places, hint=hint)


def used_before(name: Name, use: Name) -> MatcalcError:
    """A part that stands in its own value or in an earlier one."""
    how = "is used before it is named" if use.start < name.start else "stands in its own value"
    places = [Label(use.start, use.end), Label(name.start, name.end)]
    hint = "choose another name for the part"
    return MatcalcError("name", f"{shown(name.spelling)} {how}", places, hint=hint)


def is_indexed(spelling: str) -> bool:
    """Whether a name is probably an entry of a matrix (`A_ij`), or a sum over an index (`Σ_i`)."""
    letter, rest, index = spelling[:1], spelling[1:2], spelling[2:]
    if rest != "_" or not letter.isalpha() or not index or index.strip("ijkl"):
        return False
    return len(index) == 2 if letter.isascii() else letter in "ΣΠ" and index in ("i", "j", "k")


def doubtful(name: Name) -> MatcalcError:
    """`A_ij`, `Σ_i` and `1i`: mathematics that the language has not, unless they are declared as names."""
    place = Label(name.start, name.end)
    if name.name in IMAGINARY:
        message, hint = "there are no complex numbers in the language", f"if {name.name} is a name, declare it"
    elif name.spelling[0] in "ΣΠ":
        message = "sums and products over an index are not written with Greek letters"
        hint = "sum(j, 1, n, EXPR) adds terms with an index"
    else:
        kind = "matrix(m,n)" if name.name[0].isupper() else "scalar"
        entry = f"{name.name.replace('_', '[')[:-1]},{name.name[-1]}]"
        return entries(place, f"{entry} is an entry; if {name.name} is a name, declare it: where {name.name}: {kind}")
    return MatcalcError("unsupported", message, [place], hint=hint)


def two_glyphs(name: Name, letter: str, other: str) -> MatcalcError:
    """Both shapes of one Greek letter in one program."""
    message = f"{letter} and {other} are the same name here, {canonical(letter)}"
    hint = "write only one of them, or another name for one of the two variables"
    return MatcalcError("name", message, [Label(name.start, name.end)], hint=hint)


def check_function_as_argument(cursor: Cursor, frame: Frame | None, token: Token) -> None:
    """`frechet(expm, A, E)`: the one place where a function's name may stand alone, the whole first argument."""
    alone = frame and cursor.before(2) is frame.opener and cursor.next.kind == ","
    if not (alone and frame and frame.function and frame.function.text.startswith("frechet")):
        raise reserved_name(cursor, token)
