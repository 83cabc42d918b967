"""The record of a function: everything matcalc knows of it, as data, most of it in matcalc's own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Function:
    """One function of the language, one record (functions/*.py), and nothing else to write for it.

    name          as typed; `aliases` are other spellings
    signature     "X: n,n -> 1,1": the parameters with their shapes, and the shape of the result; more than one
                  where the shape of the argument decides, the first that fits counts; "(m,n) -> m,n" takes sizes
    summary       one sentence for `matcalc functions`
    differential  per parameter it depends on, its part of df, linear in d<parameter>, in the language, in terms of
                  the parameters and the dimension names of the signature; "linear" where f itself is linear in it
    adjoint       per linear parameter: the adjoint applied to G, which has the shape of the result
    matrix        per linear parameter of an f that is no scalar: M with vec(f) = M vec(parameter); `second_matrix` is the one for
                  the second signature where it differs
    transposition "commutes": f(X') = f(X)'; "invariant": f(X') = f(X); "symmetric": f(X)' = f(X); or nothing
    variadic      the last parameter may be repeated, and f is linear in and symmetric under exchange of them
    elementwise   f acts on every entry by itself
    definition    f in terms of other functions, where it is only a shorthand: put in when it is read
    equations     what simplifies expressions of f, used from left to right, by the head of the left side: a name of a
                  function, `+` for a sum, `*` for a product. Names on the left match any expression of their kind (A, X:
                  any shape; x, y: columns; alpha, p: scalars), dimension names any dimension. Those of an elementwise f
                  are also used with X a scalar
    domain        per parameter, what its values must be: a name in functions/domain.py (default real)
    condition     what must hold for the differential to exist, as a sentence fragment ("det X != 0")
    note          what to tell the user once on standard error when f meets a square matrix, or nothing
    code          f in terms of other functions, for the evaluators of the checks and the targets of `matcalc code` that
                  have no meaning or spelling of f of their own
    spelled       what f is called in each target of `matcalc code` (several names with blanks between): the name of a
                  function there, or a template of its arguments, {0} {1} or {args}, with {xp} for the array library
    latex, pretty how to typeset f of {0} {1}; by default its name and its arguments in parentheses
    leaves_name_free  the name may be a variable's too: it is the function's only before a bracket
    example       an expression of the language that shows it
    source        where the formula comes from
    """

    __slots__ = (
        "adjoint", "aliases", "code", "condition", "definition", "differential", "digest", "domain", "elementwise", "equations", "example",
        "latex", "leaves_name_free", "matrix", "name", "note", "pretty", "second_matrix", "signatures", "source", "spelled",
        "summary", "transposition", "variadic",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        signature: str | Sequence[str],
        summary: str,
        *,
        differential: Mapping[str, str] | None = None,
        adjoint: Mapping[str, str] | None = None,
        matrix: Mapping[str, str] | None = None,
        second_matrix: Mapping[str, str] | None = None,
        transposition: str = "",
        variadic: bool = False,
        elementwise: bool = False,
        definition: str = "",
        equations: Mapping[str, Sequence[str]] | None = None,
        domain: Mapping[str, str] | None = None,
        condition: str = "",
        note: str = "",
        code: str = "",
        spelled: Mapping[str, str] | None = None,
        latex: str = "",
        pretty: str = "",
        aliases: Sequence[str] = (),
        leaves_name_free: bool = False,
        example: str = "",
        source: str = "",
    ) -> None:
        self.name = name
        self.signatures = (signature,) if isinstance(signature, str) else tuple(signature)
        self.summary = summary
        self.differential = differential or {}
        self.adjoint = adjoint or {}
        self.matrix = matrix or {}
        self.second_matrix = second_matrix or self.matrix
        self.transposition = transposition
        self.variadic = variadic
        self.elementwise = elementwise
        self.definition = definition
        self.equations = equations or {}
        self.domain = domain or {}
        self.condition = condition
        self.note = note
        self.code = code
        self.spelled = spelled or {}
        self.latex = latex
        self.pretty = pretty
        self.aliases = tuple(aliases)
        self.leaves_name_free = leaves_name_free
        self.example = example
        self.source = source
        # The hash of an int is the same in every process; that of a str is not.
        self.digest = hash((int.from_bytes(name.encode(), "little"), 7))

    @property
    def title(self) -> str:
        """What it is called in a sentence: frechetmatrix(expm) for frechetmatrix_expm."""
        head, _, of = self.name.partition("_")
        return f"{head}({of})" if of else head

    def __repr__(self) -> str:
        return f"Function({self.name})"
