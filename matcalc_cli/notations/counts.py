r"""Capital letters that are numbers in LaTeX: the N of \frac{1}{2N} and of \frac{N}{2}\log|\Sigma|, not a matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import find
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.notation import POWERS
from matcalc_cli.language.tree import Call, Declaration, Literal, Member, Name, Operation, Program, Tree

BOTH = 2
"""Indices of an entry."""
LAMBDA = ("lam", "lamb", "lamda", "lmbda", "lmbd", "lambd", "lambda_")
"""How programs spell a λ, which is a word of Python's."""
NUMBERS = (*LAMBDA, "dt", "lr", "eps", "reg", "jitter", "temperature", "step_size", "learning_rate")
"""Names that programs give to a number."""
PRICE, SLACK = "C", "xi"
"""The names that support vector machines give to the price of a violation and to the amount of it."""
OF_ARRAYS = ("@", ".")
"""The products of NumPy and Mathematica, which numbers have not."""
SAMPLES = "N"
"""How many there are of something, which stands in numerators, too."""


def declare_counts(program: Program, declarations: Sequence[Declaration]) -> None:
    """Declare what is a number by its place in fractions of names and numbers, with a note."""
    known = program.known(declarations)
    every = [tree for root in program.roots for tree in walk(root)]
    sums = [tree for tree in every if isinstance(tree, Call) and binds(tree)]
    known |= {bound.name for tree in sums for bound in tree.arguments[1:3] if isinstance(bound, Name)}
    fractions = [tree.operands for tree in every if isinstance(tree, Operation) and tree.operator == "divide"]
    below = [name for _, right in fractions for name in counted(right)]
    above = [name for left, right in fractions if all(map(plain, (left, right))) for name in counted(left)]
    found = {name.name: name for name in below}
    if any(name.name in (SAMPLES, *found) for name in above):
        found |= {name.name: name for name in above}
    places = {id(name) for name in (*below, *above)}
    for name, tree in found.items():
        alone = all(id(other) in places for other in every if isinstance(other, Name) and other.name == name)
        if name not in known and alone:
            program.declarations += (Declaration(tree, "scalar", [], tree.start, tree.end),)
            program.notes.append(
                f"{name} is taken as a number, by its place in a fraction; where {name}: matrix says otherwise"
            )


def declare_price(program: Program, declarations: Sequence[Declaration]) -> None:
    r"""The C of C \sum_i \max(0, 1 - y_i w^\top x_i) is a number: declare it, unless that is done, with a note."""
    known = program.known(declarations)
    every = [tree for root in program.roots for tree in walk(root)]
    found = [tree for tree in every if isinstance(tree, Name) and tree.name == PRICE]
    beside = list(beside_totals(every))
    priced = [
        t.operands[0] for t in every
        if isinstance(t, Operation) and t.operator == "multiply" and ((is_total(t.operands[1]) and t.operands[0] in beside) or (isinstance(t.operands[1], Call) and binds(t.operands[1]) and of_losses(t.operands[1])))
    ]  # fmt: skip
    if PRICE not in known and len(found) == 1 and found[0] in priced:
        program.declarations += (Declaration(found[0], "scalar", [], found[0].start, found[0].end),)
        program.notes.append(f"{PRICE} is taken as a number, the price of losses; where {PRICE}: matrix says otherwise")


def of_losses(tree: Call) -> bool:
    """Whether a sum is one of slacks, of positive parts, squares, norms or logarithms."""
    return any(
        (isinstance(t, Call) and t is not tree and not binds(t))
        or (isinstance(t, Operation) and t.operator == "power")
        or (isinstance(t, Name) and t.name.startswith(SLACK))
        for t in walk(tree)
    )


def plain(tree: Tree) -> bool:
    """Whether a tree is a product of names and numbers."""
    return all(isinstance(part, (Name, Literal)) or getattr(part, "operator", "") == "multiply" for part in walk(tree))


def counted(tree: Tree) -> Iterator[Name]:
    """The capital Latin letters in a product of names and numbers."""
    if plain(tree):
        yield from (
            part
            for part in walk(tree)
            if isinstance(part, Name) and len(part.name) == 1 and part.name.isupper() and part.name != "I"
        )


def declare_entries(program: Program, declarations: Sequence[Declaration]) -> None:
    r"""R_{ij} under sums over i and over j is an entry, a number, and so are R_{ii} and R_{i1} under one: declare it, unless that is done, with a note."""
    known = {d.name.name for d in (*declarations, *program.declarations)}
    every = [tree for root in program.roots for tree in walk(root)]
    indices = [tree.arguments[0] for tree in every if isinstance(tree, Call) and binds(tree)]
    bound = {index.name for index in indices if isinstance(index, Name)}
    names = [tree for tree in every if isinstance(tree, Name) and tree.name not in known]
    alone = {tree.name for tree in names if not isinstance(tree, Member)}
    for name in {
        member_name(tree): Name(member_name(tree), tree.spelling, tree.start, tree.end) for tree in names
    }.values():
        stem, _, places = name.name.rpartition("_")
        known_places = bound if name.name in alone else {*places}  # B_{n-1,j} says where its indices end
        of_sum = not bound.isdisjoint(places) and all(place in known_places or place.isdigit() for place in places)
        letters = "".join(next(k for k in "jik" if k not in places) if place.isdigit() else place for place in places)
        family = f"{stem}_{letters}"
        if not known & {name.name, family, stem} and len(places) == BOTH and of_sum and stem[:1].isupper():
            of = Name(family, family, name.start, name.end)
            program.declarations += (Declaration(of, "scalar", [], name.start, name.end),)
            known.add(family)
            program.notes.append(
                f"{name.name} is taken as a number, an entry of {stem}; where {family}: matrix says otherwise"
            )


def member_name(name: Name) -> str:
    """A_ij for A_(i,j) and A_(i,j+1), which are of one family, and other names as they are."""
    if not isinstance(name, Member):
        return name.name
    letters = [next((part.name for part in walk(index) if isinstance(part, Name)), "") for index in name.indices]
    return f"{name.variable}_{''.join(letters)}"


def declare_lambda(program: Program, declarations: Sequence[Declaration]) -> None:
    """A λ that is spelled otherwise is a number as λ is, and so is a factor of an identity: declare it, unless that is done, with a note."""
    known = program.known(declarations)
    every = [tree for root in program.roots for tree in walk(root)]
    found = {tree.name: tree for tree in every if isinstance(tree, Name)}
    products = [t.operands for t in every if isinstance(t, Operation) and t.operator == "multiply"]
    arrays = {
        n.name
        for a, b in products
        if program.text[a.end : b.start].strip("() \n") in OF_ARRAYS
        for n in (a, b)
        if isinstance(n, Name)
    }
    for name in dict.fromkeys((*NUMBERS, *of_identities(every), *of_exponentials(every), *of_totals(every))):
        if name in found and name not in known and name not in arrays:
            program.declarations += (Declaration(found[name], "scalar", [], found[name].start, found[name].end),)
            why = "as λ is" if name in LAMBDA else "as programs mean it"
            program.notes.append(
                f"{name} is taken as a number, {why}; where {name}: {kind_by_convention(name)} says otherwise"
            )


def of_exponentials(every: Sequence[Tree]) -> Iterator[str]:
    """The names, vectors by their letters, that a matrix is multiplied by of which the exponential is taken: expm(t * A)."""
    for tree in every:
        argument = tree.arguments[0] if isinstance(tree, Call) and tree.function == "expm" and tree.arguments else None
        if isinstance(argument, Operation) and argument.operator in ("multiply", "hadamard"):
            factors = [part.name for part in argument.operands if isinstance(part, Name)]
            yield from (name for name in factors if kind_by_convention(name) == "vector")


def of_totals(every: Sequence[Tree]) -> Iterator[str]:
    """The price of C * np.sum(np.maximum(0, 1 - y * (X @ w))), of norm(w)^2 + C*sum(x), where it stands nowhere else."""
    products = [t.operands for t in every if isinstance(t, Operation) and t.operator in ("multiply", "hadamard")]
    beside = {id(term) for term in beside_totals(every)}
    priced = [
        a
        for a, b in products
        if isinstance(a, Name)
        and a.name == PRICE
        and ((isinstance(b, Call) and b.function == "sum") or (is_total(b) and id(a) in beside))
    ]
    if priced and sum(isinstance(t, Name) and t.name == PRICE for t in every) == len(priced):
        yield PRICE


def beside_totals(every: Sequence[Tree]) -> Iterator[Tree]:
    """The first factors of products that are added to a number."""
    yield from (one.operands[0] for one, other in sides(every) if isinstance(one, Operation) and is_total(other))


def is_total(tree: Tree) -> bool:
    """Whether a tree is a function with the value of a number, or a power of such: sum(x), norm(w)^2."""
    while isinstance(tree, Operation) and tree.operator in POWERS:
        tree = tree.operands[0]
    function = find(tree.function) if isinstance(tree, Call) and not binds(tree) else None
    return function is not None and all(s.result == (1, 1) for s in signatures(function))


def of_identities(every: Sequence[Tree]) -> Iterator[str]:
    """The names, vectors by their letters, that an identity is multiplied by: noise * np.eye(n).

    I(3)*x is a vector where * is the product of matrices, unless it is added to a matrix.
    """
    added = {id(one) for one, other in sides(every) if is_matrix(other)}
    for tree in every:
        if isinstance(tree, Operation) and tree.operator in ("multiply", "hadamard"):
            left, right = tree.operands
            scales = tree.operator == "hadamard" or id(tree) in added
            factors = [left] * is_identity(right) + [right] * (is_identity(left) and scales)
            yield from (a.name for a in factors if isinstance(a, Name) and kind_by_convention(a.name) == "vector")


def sides(every: Sequence[Tree]) -> Iterator[tuple[Tree, Tree]]:
    """Each side of each sum and difference, with the other."""
    for tree in every:
        if isinstance(tree, Operation) and tree.operator.endswith(("add", "subtract")):
            left, right = tree.operands
            yield from ((left, right), (right, left))


def is_identity(tree: Tree) -> bool:
    """Whether a tree is I, eye(n), IdentityMatrix[n]."""
    function = find(tree.function) if isinstance(tree, Call) else None
    return function.name == "I" if function else getattr(tree, "name", "") == "I"


def is_matrix(tree: Tree) -> bool:
    """Whether a tree is a matrix by its letters."""
    match tree:
        case Name():
            return kind_by_convention(tree.name) == "matrix"
        case Operation(operator="multiply"):
            return is_matrix(tree.operands[-1])
        case Operation(operator="power" | "elementwise_power" | "divide" | "elementwise_divide"):
            return is_matrix(tree.operands[0])
        case Operation():
            return any(map(is_matrix, tree.operands))
        case Call():
            function = None if binds(tree) else find(tree.function)
            if function is None:
                return False
            return any(map(is_matrix, tree.arguments)) if function.elementwise else no_line(function)
    return False


def no_line(function: Function) -> bool:
    """Whether the value of a function is neither a column, nor a row, nor a number."""
    return all(1 not in signature.result for signature in signatures(function))
