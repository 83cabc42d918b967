"""The variables that are asked for by name, and members of families, mu_k, x_1, any x_i."""

from __future__ import annotations

from matcalc_cli.elaborate.families import stem_of
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import member
from matcalc_cli.expr.node import Member, Node, Symbol, number, postorder, symbol
from matcalc_cli.language.names import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.expr.node import Span


FREE_LETTERS = (*"ikmlpqstuvwabcdefghjnoryz", *(f"i{count}" for count in range(2, 100)))
"""Letters of any member, the usual ones first."""


def general_member(family: Symbol, elaborated: Elaborated) -> Member:
    """Any member of a family: x_i, with its letters unless something else has them.

    That is an index of a sum, an integer that is not that index, or the index of a family that has other members.
    """
    every = [*postorder(elaborated.expression)]
    bound = {n.name for n in every if isinstance(n, Symbol) and n.kind == "index"}
    integers = {n.name for n in every if isinstance(n, Symbol) and n.kind == "integer"}
    members = [n for n in every if isinstance(n, Member) and n.family is family]
    own = elaborated.letters[family.name]
    letters: list[str] = []
    for place, letter in enumerate(own):
        elsewhere = {v.name for v in elaborated.variables.values() if v.span not in (None, family.ranges[place])}
        others = bound | elsewhere | integers - {str(n.indices[place]) for n in members}
        taken = {*others, *letters, *own, *elaborated.dimensions} | {
            v.name for v in elaborated.variables.values() if v.kind != "integer"
        }
        letters.append(letter if letter not in others else next(i for i in FREE_LETTERS if i not in taken))
    return _member(family, letters, elaborated)


def member_named(name: str, elaborated: Elaborated) -> Member | None:
    """The member mu_k, x_1 or y_ij of a family of the program; None where the name is none's."""
    families = {v.name: v.axes for v in elaborated.variables.values() if v.axes}
    stem = stem_of(canonical(name), families)
    if stem is None:
        return None
    subscript = canonical(name).rpartition("_")[2]
    parts = [subscript] if families[stem] == 1 and (len(subscript) == 1 or subscript.isdigit()) else list(subscript)
    if len(parts) != families[stem]:
        said = f"a member of {stem} has {families[stem]} ind{'ex' if families[stem] == 1 else 'ices'}"
        error = MatcalcError(
            "name", said, [Label(6, 6 + len(name))], hint=f"for example --wrt {stem}_{'ijkl'[: families[stem]]}"
        )
        error.source = f"--wrt {name}"
        raise error
    return _member(elaborated.variables[stem], parts, elaborated)


def _member(family: Symbol, texts: Sequence[str], elaborated: Elaborated) -> Member:
    indices = [_index(text, span, elaborated) for text, span in zip(texts, family.ranges, strict=True)]
    found = member(family, tuple(indices))
    assert isinstance(found, Member)
    return found


def _index(text: str, span: Span | None, elaborated: Elaborated) -> Node:
    """A number, or an integer that is a variable of the program from now on, if it is none yet."""
    if text.isdigit():
        return number(int(text))
    known = elaborated.variables.setdefault(text, symbol(text, (1, 1), "integer", span=span))
    if known.kind != "integer":
        raise MatcalcError("name", f"{text} is the index of a member here, and in the expression a {known.kind}")
    return known


def within(variable: Symbol, variables: Mapping[str, Symbol]) -> Symbol:
    """A variable among those of another program, by name; a member of the family there."""
    if not isinstance(variable, Member):
        return variables[variable.name]
    indices = [variables[i.name] if isinstance(i, Symbol) else i for i in variable.indices]
    found = member(variables[variable.family.name], tuple(indices))
    assert isinstance(found, Member)
    return found


def chosen_variables(elaborated: Elaborated, wrt: Sequence[str]) -> list[Symbol]:
    """The variables to differentiate by; differentials and integer exponents are constants unless asked for."""
    if not wrt:
        every = [v for v in elaborated.variables.values() if v.differential_of is None and v.kind != "integer"]
        return [general_member(v, elaborated) if v.axes else v for v in every]
    return [variable(name, elaborated) for name in dict.fromkeys(wrt)]


HALF = "vech("
"""The beginning of a name by whose free entries is asked."""


def by_free_entries(wrt: Sequence[str]) -> list[str]:
    """S for vech(S), where free entries are asked for; of all variables or of none. Raises MatcalcError."""
    halves = [name[len(HALF) : -1].strip() for name in wrt if name.startswith(HALF) and name.endswith(")")]
    if 0 < len(halves) < len(wrt):
        raise MatcalcError(
            "usage", "free entries are asked for of one variable and not of another",
            hint="ask for one at a time, or leave out vech(): what has no tied entries has no free ones",
        )  # fmt: skip
    return halves


def said_by(names: Sequence[str], elaborated: Elaborated, order: int) -> list[str]:
    """The variables by which a program says itself that it is differentiated, where nobody else does. Raises MatcalcError."""
    if len(names) > order:
        hint = "matcalc hessian gives the second derivative"
        raise MatcalcError("usage", "the text asks for a second derivative, and this is the first", hint=hint)
    found = [as_entry(name, elaborated) for name in dict.fromkeys(names) if name]
    for name in found:
        if name.partition("[")[0] not in elaborated.variables and member_named(name, elaborated) is None:
            known = ", ".join(v.spelling for v in elaborated.variables.values())
            hint = f"its variables are {known}; --wrt says by which"
            raise MatcalcError("name", f"what is differentiated by {name} has no {name}", hint=hint)
    return found


def as_entry(name: str, elaborated: Elaborated) -> str:
    """X_ij of a matrix X and x_i of a vector x, as they are asked for: X[i,j], x[i]."""
    stem, _, places = name.rpartition("_")
    array = elaborated.variables.get(stem)
    if array is None or array.axes or name in elaborated.variables or not places:
        return name
    count = sum(size != 1 for size in array.shape)
    places = places if count == 1 else ",".join(places)
    return f"{stem}[{places}]" if len(places.split(",")) == count else name


def variable(name: str, elaborated: Elaborated, option: str = "--wrt") -> Symbol:
    """The variable that an option names, or the member of a family; by the name of a family alone any member of it."""
    found = elaborated.variables.get(canonical(name))
    if found is None and canonical(name) in elaborated.absent:
        found = elaborated.variables[canonical(name)] = elaborated.absent[canonical(name)]
    if found is None and (one := member_named(name, elaborated)) is not None:
        return one
    if found is not None and found.axes:
        return general_member(found, elaborated)
    if found is None:
        raise _no_variable(name, elaborated, option)
    if found.kind == "integer":
        raise MatcalcError(
            "unsupported",
            f"{name} is an integer, since it is a bound, an index or the exponent of a matrix, and has no derivative",
            hint=f"an exponent of a positive definite matrix may be real: where {name}: scalar",
        )
    return found


def _no_variable(name: str, elaborated: Elaborated, option: str) -> MatcalcError:
    """The error about a name after an option that no variable has, with suggestions."""
    from matcalc_cli.language.mistakes.glued import GLUED, factors_of
    from matcalc_cli.language.mistakes.suggest import nearest

    known = [v.spelling for v in elaborated.variables.values()]
    near = nearest(name, known)
    listed = name.replace(",", " ").split()
    whole = next((other for other in known if name in factors_of(other)), "")
    hint = (
        "diff, grad, jacobian and hessian know free entries, --wrt vech(S) or --vech; ask for the name alone here"
        if name.startswith(HALF)
        else f"{whole}{GLUED}{'*'.join(factors_of(whole))}"
        if whole
        else f"one name each: {' '.join(f'{option} {one}' for one in listed)}"
        if len(listed) > 1 and set(listed) <= set(known)
        else f"did you mean {near}?"
        if near
        else f"its variables are {', '.join(known)}; of another one that is declared the derivative is 0"
        if known
        else "it has no variables"
    )
    error = MatcalcError(
        "name",
        f"there is no variable {name} in the expression",
        [Label(len(option) + 1, len(option) + 1 + len(name))],
        hint=hint,
    )
    error.source = f"{option} {name}"
    return error
