"""Mathematica's calls whose arguments say which function is meant: Norm[A, "Frobenius"], Total[A, 2], Sum[f, {i, 1, n}]."""

from __future__ import annotations

from collections.abc import Callable

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.words import Words, bracketed, call, entrywise, joined, said, word
from matcalc_cli.notations.writer import refused


def norm(name: Token, arguments: list[Words]) -> Words:
    """Norm[x], Norm[x, 1], Norm[A, "Frobenius"]."""
    of = arguments[0]
    if len(arguments) == 1:
        return call("norm", name, [of])
    order = said(arguments[1])
    if order == "frobenius":
        return call("frobenius", name, [of])
    if order == "Infinity":
        return call("norm", name, [of, [word("name", name, "Inf")]])
    return call("norm", name, [of, arguments[1]])


def total(name: Token, arguments: list[Words]) -> Words:
    """Total[x], of the columns of a matrix; Total[A, 2] of all entries, Total[A, {2}] of the rows."""
    of = arguments[0]
    if len(arguments) == 1:
        return call("sum", name, [of])
    how = said(arguments[1])
    if how in ("2", "Infinity"):
        return call("sum", name, [call("vec", name, [of])])
    if how == "{2]":
        return call("rowsum", name, [of])
    if how in ("1", "{1]"):
        return call("sum", name, [of])
    raise unread(name, "Total[A], Total[A, 2] and Total[A, {2}] are read")


def trace(name: Token, arguments: list[Words]) -> Words:
    """Tr[A]; Tr[A, List] is the diagonal."""
    if len(arguments) == 1:
        return call("tr", name, arguments)
    if said(arguments[1]) == "List":
        return call("diag", name, arguments[:1])
    raise unread(name, "Tr[A] and Tr[A, List] are read")


def flatten(name: Token, arguments: list[Words]) -> Words:
    """Flatten[A] stacks the rows."""
    if len(arguments) != 1:
        raise unread(name, "Flatten[A] is read")
    return call("vec", name, [call("transpose", name, arguments)])


def logarithm(name: Token, arguments: list[Words]) -> Words:
    """Log[x], Log[b, x]."""
    if len(arguments) == 1:
        return entrywise("log", name, arguments[0])
    of = entrywise("log", name, arguments[1])
    return bracketed([*of, word("elementwise_divide", name), *entrywise("log", name, arguments[0])])


def polygamma(name: Token, arguments: list[Words]) -> Words:
    """PolyGamma[x], PolyGamma[0, x]."""
    if len(arguments) == 1 or said(arguments[0]) == "0":
        return entrywise("digamma", name, arguments[-1])
    return call("polygamma", name, arguments)


def outer(name: Token, arguments: list[Words]) -> Words:
    """Outer[Times, x, y]."""
    if len(arguments) != 3 or said(arguments[0]) != "Times":
        raise unread(name, "Outer[Times, x, y] is read")
    return call("outer", name, arguments[1:])


def constant(name: Token, arguments: list[Words]) -> Words:
    """ConstantArray[c, n], ConstantArray[c, {m, n}]."""
    value, sizes = arguments
    inside = sizes[1:-1] if sizes[0].text == "{" else sizes
    split = [word(",", t) if t.kind == ";" else t for t in inside]
    ones = call("ones", name, [split])
    return ones if said(value) == "1" else bracketed([*bracketed(value), word("multiply", name), *ones])


def summed(name: Token, arguments: list[Words]) -> Words:
    """Sum[f, {i, 1, n}]."""
    of, *ranges = arguments
    for span in reversed(ranges):
        parts = split(span)
        if not span or span[0].text != "{" or len(parts) not in (2, 3):
            raise unread(name, "Sum[f, {i, 1, n}] is read")
        low = parts[1] if len(parts) == 3 else [word("number", name, "1")]
        of = call("prod" if name.text == "Product" else "sum", name, [parts[0], low, parts[-1], of])
    return of


def subscript(name: Token, arguments: list[Words]) -> Words:
    """Subscript[x, 1] is the name x_1."""
    if any(len(part) != 1 for part in arguments):
        raise unread(name, "Subscript[x, 1] is read")
    return [Token("name", "_".join(part[0].text for part in arguments), name.start, arguments[-1][0].end, False)]


def cholesky(name: Token, arguments: list[Words]) -> Words:
    """The upper factor."""
    return bracketed([*call("chol", name, arguments), word("transpose", name, "'")])


def flat(name: Token, arguments: list[Words]) -> Words:
    """ArrayFlatten[{{A, B}, {C, D}}] is the matrix of the blocks."""
    del name
    return arguments[0]


def beside(name: Token, arguments: list[Words]) -> Words:
    """Join[x, y], one above the other; Join[A, B, 2] beside each other."""
    wide = len(arguments) > 2 and said(arguments[-1]) == "2"
    parts = arguments[:-1] if wide else arguments
    found: Words = [word("[", name)]
    for number, part in enumerate(parts):
        found += [word("," if wide else ";", name)] * bool(number)
        found += part
    return [*found, word("]", name)]


def extreme(name: Token, arguments: list[Words]) -> Words:
    """Max[A] of all entries; Max[a, b] of numbers."""
    if len(arguments) == 1:
        return call(name.text.lower(), name, arguments)
    if len(arguments) == 2:
        return call(f"{name.text.lower()}imum", name, arguments)
    raise unread(name, "Max[A] and Max[a, b] are read")


def least_squares(name: Token, arguments: list[Words]) -> Words:
    """LeastSquares[A, b] is PseudoInverse[A].b."""
    return bracketed(joined("multiply", name, [call("pinv", name, arguments[:1]), *arguments[1:]]))


def split(span: Words) -> list[Words]:
    """The elements of a list."""
    found: list[Words] = [[]]
    for token in span[1:-1]:
        if token.kind == ";":
            found.append([])
        else:
            found[-1].append(token)
    return found


def unread(name: Token, hint: str) -> Exception:
    """The error about arguments that are not read."""
    return refused("unsupported", f"these arguments of {name.text} are not read", name.start, name.end, hint)


SPECIAL: dict[str, Callable[[Token, list[Words]], Words]] = {
    "Norm": norm, "Total": total, "Tr": trace, "Flatten": flatten, "Log": logarithm, "PolyGamma": polygamma, "Outer": outer,
    "TensorProduct": lambda name, arguments: call("outer", name, arguments), "ConstantArray": constant, "Sum": summed, "Product": summed,
    "Subscript": subscript, "CholeskyDecomposition": cholesky, "ArrayFlatten": flat, "Join": beside, "Max": extreme, "Min": extreme,
    "LeastSquares": least_squares, "KroneckerProduct": lambda name, arguments: bracketed(joined("kron", name, arguments)),
}  # fmt: skip
"""Calls that are written out."""
