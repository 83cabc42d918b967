"""Notes about the kinds that names have by their first letter, where these may not be meant."""

from __future__ import annotations

from matcalc_cli.elaborate.names import walk
from matcalc_cli.functions import names as callable_names
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.names import BY_LETTER, LETTER_OF, kind_by_convention, taken_by_letter
from matcalc_cli.language.tree import Name, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.elaborate.names import Names

SHORTEST = 5
"""Letters of a Greek name that can be misspelt; beta is nearer to other words than to its own slips."""


def by_convention(names: Names, trees: Sequence[Tree]) -> list[str]:
    """For a note: `x and y are vectors by their lowercase letters`."""
    found = {
        t.name: t.spelling
        for tree in trees
        for t in sorted(walk(tree), key=lambda t: t.start)
        if isinstance(t, Name) and is_by_convention(names, t.name)
    }
    kinds = {kind: [spelling for name, spelling in found.items() if names.kind(name) == kind] for kind in BY_LETTER}
    return list(filter(None, (taken_by_letter(kind, words) for kind, words in kinds.items())))


def is_by_convention(names: Names, name: str) -> bool:
    """Whether nothing but its letter says what a variable is."""
    said = name in names.known or name in names.declared or name in names.exponents
    if said or name not in names.variables or names.base_of_differential(name):
        return False
    return names.kind(name) == kind_by_convention(name)


def named_like_functions(names: Names, bound: Sequence[str]) -> Iterator[str]:
    """A note for each variable or part that has the name of a function: var*x, where var(x) is the variance."""
    for name in (*bound, *names.variables):
        if name in callable_names().free:
            spelling = names.spellings.get(name, name)
            yield f"{spelling} is a name here; the function {spelling} stands before its bracket, {spelling}( … )"


def undeclared_functions(names: Names) -> Iterator[str]:
    """A note for each function of entries that nobody declared: g.(x), and epx.(x) too."""
    for name in names.called:
        if name not in names.functions:
            from matcalc_cli.language.mistakes.suggest import function_suggestion

            near = function_suggestion(name, callable_names())
            meant = f"; did you mean {near}?" if near else ""
            yield f"{name} is taken for a function of each entry that has no formula, `{name}: function`{meant}"


def unused_kinds(names: Names) -> Iterator[str]:
    """A note for each function without a formula whose values are of a kind that is more than a shape: S: spd(n) of t."""
    for name in names.functions:
        kind = KINDS.get(names.declared[name].kind) if name in names.declared else None
        if kind and (kind.is_structured or kind.definite or kind.whole):
            spelling = names.declared[name].name.spelling
            yield f"of the values of {spelling} the shape alone is used, not that each is {kind.adjective}"


def misspelt_letters(names: Names) -> Iterator[str]:
    """A note for each vector whose name is nearly a Greek letter's: lamda, but not the plural lambdas."""
    for name in names.variables:
        if len(name) >= SHORTEST - 1 and is_by_convention(names, name) and kind_by_convention(name) == "vector":
            spelling = names.spellings[name]
            if letter := nearly_greek(name):
                yield f"{spelling} is a vector by its lowercase letter; did you mean {letter}, a scalar?"


def nearly_greek(name: str) -> str | None:
    """The Greek name that one slip turns into this one."""
    from matcalc_cli.language.mistakes.suggest import distance

    near = (g for g in LETTER_OF if len(g) >= SHORTEST and g[0] == name[0] and abs(len(g) - len(name)) <= 1)
    return next((g for g in near if name != f"{g}s" and distance(name, g) == 1), None)
