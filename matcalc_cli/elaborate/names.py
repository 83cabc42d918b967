"""The meanings of the names of a program: kinds by declaration, by use, by convention."""

from __future__ import annotations

from matcalc_cli.elaborate.calls import function_of, operands, size_arguments
from matcalc_cli.elaborate.families import stem_of
from matcalc_cli.elaborate.shapes.exponents import exponents, may_have_exponents
from matcalc_cli.elaborate.unspecified import declared_functions, dimensions, parameters, resolve
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.node import Symbol
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.ranges import lengths
from matcalc_cli.language.literals import INFINITE
from matcalc_cli.language.names import CONSTANTS, entry_stem, kind_by_convention, may_be_otherwise, other_way
from matcalc_cli.language.tree import Call, Declaration, Member, Name, Operation, Program, Tree
from matcalc_cli.language.uses import Subtrees
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from matcalc_cli.elaborate import subscripts
    from matcalc_cli.elaborate.families import Letters
else:
    subscripts = Later("matcalc_cli.elaborate.subscripts")


BOUND = "@"
SIZE_PARTS = 100
"""Numbers, names and operations of a size."""


class Names:
    """The names of one program, sorted by what they are."""

    __slots__ = (
        "bound", "bounds", "called", "declared", "dimensions", "entries", "exponents", "families", "flipped", "functions", "indices",
        "known", "parameters", "spellings", "subscripts", "subtrees", "targets", "unsized", "variables",
    )  # fmt: skip

    def __init__(
        self,
        program: Program,
        declarations: Sequence[Declaration],
        known: Mapping[str, Symbol] | None = None,
        bound: Collection[str] = (),
        sizes: Collection[str] = (),
        flipped: Collection[str] = (),
        unspecified: Mapping[str, Unknown] | None = None,
        families: Letters | None = None,
        subtrees: Subtrees | None = None,
    ) -> None:
        self.entries = program.entries  # whether x_1 may be one of x
        self.targets = program.targets
        self.families = dict(families or {})  # with letters for the indices of a member
        self.flipped = frozenset(flipped)  # what is not what its letter says: beta a vector, n a number
        self.known = dict(known or {})  # the names of another program that this one speaks about
        self.declared = _by_stem(_declared(declarations), self.families)
        self.subtrees = subtrees or Subtrees(program.roots)
        functions = declared_functions(declarations, self.declared)
        self.functions: dict[str, Unknown] = {**(unspecified or {}), **functions}
        self.called = resolve(self.subtrees.inner, self.functions)
        self.bound = {*bound, *[b.name.name for b in program.bindings]}
        self.indices: dict[int, str] = {}  # id of a Name node -> the index it stands for
        self.dimensions: set[str] = {
            n.name for c in self.declared.values() for d in dimensions(c) for n in walk(d) if isinstance(n, Name)
        }
        self.dimensions.update(sizes)
        self.dimensions.update(n for s in self.known.values() for d in s.shape if isinstance(d, Dim) for n in d.names)
        self.dimensions.update(lengths(program.roots) - self.known.keys() if self.families else ())
        self.exponents: set[str] = set()
        self.bounds: set[str] = set()
        self.subscripts: set[str] = set()
        self.parameters = set(parameters(self.declared.values()))
        self.spellings: dict[str, str] = {}
        self.variables: list[str] = []
        self.unsized: list[Call] = []  # ones whose length nobody wrote
        self._collect(program.roots)
        self._find_variables(program.roots)

    def _collect(self, roots: Sequence[Tree]) -> None:
        """Dimension names, indices of sums and exponents: what decides how a name is read elsewhere."""
        if may_have_exponents(self.subtrees.inner):
            for root in roots:
                self.exponents.update(exponents(root))
        for tree in self.subtrees.inner:
            if isinstance(tree, Operation):
                if tree.operator == "index":
                    self._collect_subscripts(tree)
            elif isinstance(tree, Call):
                self._collect_sizes(tree)
            elif isinstance(tree, Member):
                self.bounds.update(n.name for part in tree.indices for n in walk(part) if isinstance(n, Name))

    def _collect_sizes(self, call: Call) -> None:
        if call.function == "min":  # a size, met again with the call that takes it
            return
        function = function_of(call)
        if function.binds:
            self._bind_index(call)
        else:
            for size in size_arguments(call, function):
                self._collect_size(size, call)

    def _collect_size(self, size: Tree, call: Call) -> None:
        """The names of a size; an unknown that stands for one, which only a notation writes, is found by unification."""
        if is_unknown(size):
            self.unsized.append(call)
        else:
            self.dimensions.update(n.name for n in _parts_of_size(size) if isinstance(n, Name))

    def _collect_subscripts(self, tree: Operation) -> None:
        """Names that are indices; in the bounds of a slice, which make a shape, they are dimensions."""
        for part, is_bound in subscripts.subscripts(tree):
            for name in subscripts.names_in(part):
                if id(name) not in self.indices:
                    (self.dimensions if is_bound else self.subscripts).add(name.name)

    def index_of(self, name: Name) -> str:
        """The name of the index that a name stands for: i, and i@ for the bound one of a sum; empty for a dimension."""
        if id(name) in self.indices:
            return f"{name.name}{BOUND}"
        return "" if self.is_dimension(name.name) else name.name

    def _bind_index(self, tree: Call) -> None:
        index = tree.arguments[0]
        if not isinstance(index, Name):
            raise MatcalcError(
                "syntax", "the first argument of sum(j, a, b, EXPR) is the name of its index",
                [Label(index.start, index.end)], hint="write sum(j, 0, k-1, A^j)",
            )  # fmt: skip
        for bound in tree.arguments[1:3]:
            if isinstance(bound, Name) and bound.name in INFINITE:
                raise MatcalcError(
                    "unsupported", "there are no infinite sums in the language", [Label(bound.start, bound.end)],
                    hint="inv(I - A) is the sum of all A^j, expm(A) that of A^j/j!; a name such as N is any last index",
                )  # fmt: skip
        for bound in tree.arguments[1:-1]:
            self.bounds.update(n.name for n in walk(bound) if isinstance(n, Name))
        for part in (index, *tree.arguments[3:]):
            for name in walk(part):
                if isinstance(name, Name) and name.name == index.name:
                    self.indices[id(name)] = index.name

    def _find_variables(self, roots: Sequence[Tree]) -> None:
        seen: set[str] = set()
        every = self.subtrees.names if self._is_of_expressions() else None
        for i, root in enumerate(roots):
            names = every[i] if every else [t for t in walk(root, expressions_only=True) if isinstance(t, Name)]
            names = [t.stem if isinstance(t, Member) else t for t in names]
            for tree in sorted(names, key=lambda t: t.start):
                if tree.name not in seen and self._is_variable(tree):
                    seen.add(tree.name)
                    self.variables.append(tree.name)
                    self.spellings[tree.name] = tree.spelling

    def _is_of_expressions(self) -> bool:
        """Whether all subtrees are expressions: there is no size, and no name of a function that another one takes."""
        return not any(
            [
                (isinstance(t, Operation) and t.operator == "index")
                or (isinstance(t, Call) and len(operands(t)) < len(t.children))
                for t in self.subtrees.inner
            ]
        )

    def _is_variable(self, tree: Name) -> bool:
        return not (
            id(tree) in self.indices
            or tree.name in self.bound
            or (tree.name in CONSTANTS and tree.name not in self.families)
            or self.is_dimension(tree.name)
        )

    def is_dimension(self, name: str) -> bool:
        """True of a name that is used as a dimension and not declared as anything else."""
        return name in self.dimensions and name not in self.declared

    def base_of_differential(self, name: str) -> str | None:
        """X for dX, or None for a name that only looks like one."""
        if not name.startswith("d") or len(name) == 1 or name in self.declared or not name[1].isalpha():
            return None
        return None if is_greek(name) else name[1:]

    def kind(self, name: str) -> str:
        """The kind of a variable: known, declared, by its use as an exponent, or by convention."""
        if name in self.known:
            return self.known[name].kind
        if name in self.declared:
            return self.declared[name].kind
        base = self.base_of_differential(name)
        if base is not None:
            return self.kind(stem_of(base, self.families) or base)
        kind = kind_by_convention(name)
        if name in self.flipped or self.stem(name) in self.flipped:
            return other_way(kind)
        numbers = self.exponents | self.subscripts | self.parameters
        return "scalar" if name in self.bounds or (kind == "vector" and name in numbers) else kind

    def open_name(self, name: str) -> str | None:
        """The name whose letter alone says what a variable is and could mislead: t for t and dt; else None."""
        base = self.base_of_differential(name)
        if base is not None:
            return self.open_name(base)
        said = name in self.known or name in self.declared or name in self.bound
        said = said or name in self.exponents or name in self.subscripts
        if said or self.is_dimension(name):
            return None
        number = may_be_otherwise(name, member=name in self.families or name in self.targets)
        return self.stem(name) or (name if number else None)

    def stem(self, name: str) -> str:
        """`x_` of the family of all x_i, and of an x_1 where it may be an entry."""
        if name in self.families:
            return entry_stem(f"{name}_1")
        return entry_stem(name) if self.entries else ""


def is_greek(name: str) -> bool:
    """True of a name that is a Greek letter's (delta, delta_1), though it begins with a d."""
    return kind_by_convention(name) == "scalar" and kind_by_convention(name[1:]) != "scalar"


def _declared(declarations: Sequence[Declaration]) -> Mapping[str, Declaration]:
    for declaration in declarations:
        if declaration.kind in KINDS:
            _check_dimensions(declaration)
    return {declaration.name.name: declaration for declaration in declarations}


def _by_stem(declared: Mapping[str, Declaration], families: Letters) -> dict[str, Declaration]:
    """The declaration of x_i as that of the family x."""
    return {stem_of(name, families) or name: declaration for name, declaration in declared.items()}


def _check_dimensions(declaration: Declaration) -> None:
    count = KINDS[declaration.kind].dims
    if len(declaration.dims) in (0, count):
        return
    shape = {0: "", 1: "(n)", 2: "(m,n)"}[count]
    raise MatcalcError(
        "shape", f"{'an' if declaration.kind[0] in 'aeiou' else 'a'} {declaration.kind} has {['no dimension', 'one dimension', 'two dimensions'][count]}",
        [Label(declaration.start, declaration.end)],
        hint=f"write {declaration.name.spelling}: {declaration.kind}{shape}{_otherwise(declaration)}",
    )  # fmt: skip


def _otherwise(declaration: Declaration) -> str:
    """The other meaning that positive(n) and orthogonal(m,n) may have."""
    kind = KINDS[declaration.kind]
    if kind.definite and kind.is_number:
        return "; a positive definite matrix is spd(n)"
    return "; orthonormal columns are stiefel(m,n)" if kind.orthonormal and len(declaration.dims) > kind.dims else ""


def _parts_of_size(size: Tree) -> list[Tree]:
    """The numbers, names and operations of I(2*n + 1), of which nobody needs many."""
    parts = list(walk(size))
    if len(parts) > SIZE_PARTS:
        raise MatcalcError(
            "limit", f"a size has at most {SIZE_PARTS} numbers, names and operations", [Label(size.start, size.end)],
            hint="a name stands for any size: I(n)",
        )  # fmt: skip
    return parts


def is_unknown(size: Tree) -> bool:
    """Whether a size is one that nobody wrote: `?ones1`."""
    return isinstance(size, Name) and size.name.startswith("?")


def every(root: Tree) -> Iterator[Tree]:
    """Every subtree, sizes and function names too."""
    stack = [root]
    while stack:
        tree = stack.pop()
        yield tree
        stack.extend(tree.children)


def walk(root: Tree, *, expressions_only: bool = False) -> Iterator[Tree]:
    """Every subtree, in no particular order; with `expressions_only` neither sizes nor function names."""
    stack = [root]
    while stack:
        tree = stack.pop()
        yield tree
        stack.extend(operands(tree) if expressions_only else tree.children)
        if expressions_only and isinstance(tree, Operation) and tree.operator == "index":
            stack.extend(
                name
                for part, is_bound in subscripts.subscripts(tree)
                if not is_bound
                for name in subscripts.names_in(part)
            )
