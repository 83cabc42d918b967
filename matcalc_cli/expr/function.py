"""The record of a function: everything matcalc knows of it, as data, most of it in matcalc's own language."""

from __future__ import annotations

from itertools import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, ClassVar, dataclass_transform
else:

    def dataclass_transform() -> Callable[[type], type]:
        """Say nothing: it is for the checker of types."""
        return lambda record: record


NOTHING: Mapping[str, Any] = {}

LINEAR = "linear"
"""The differential along an argument in which f is linear: f with the differential in the place of the argument."""

NO_NAMESAKE = "-"

UNSPECIFIED, MEMBER = 1, 2
"""The marks of functions without a formula and of the members of families; every other function has one of its own."""
_marks = count(2)


@dataclass_transform()
class Record:
    """Facts given by name; the first three may be given by their place. What is not given is the default of the class."""

    def __init__(self, *named: object, **facts: object) -> None:
        self.__dict__.update(zip(("name", "signature", "summary"), named, strict=False), **facts)
        self.complete()

    def complete(self) -> None:
        """Work out what follows from the facts."""
        raise NotImplementedError


class Function(Record):
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
    piecewise     f is made of pieces, by the signs of its arguments
    definition    f in terms of other functions, where it is only a shorthand: put in when it is read
    equation      what it is the solution of, "L*L' = S", one or several such
    unknowns      the unknowns of that as they are declared, and what they are: {"L: lower(n)": "chol(S)"}; one of them is f
    stays         the call of a shorthand that answers have again where the program has f: its own, or another of its argument
    average       whether f is a mean, which is subtracted from what it is of: x - mean(x)
    equations     what simplifies expressions of f, used from left to right, by the head of the left side: a name of a
                  function, `+` for a sum, `*` for a product. Names on the left match any expression of their kind (A, X:
                  any shape; x, y: columns; alpha, p: scalars), dimension names any dimension. Those of an elementwise f
                  are also used with X a scalar
    domain        per parameter, what its values must be: a name in functions/domain.py (default real)
    condition     what must hold for the differential to exist, as a sentence fragment ("det X != 0")
    otherwise     what f has instead of a derivative where that condition does not hold: subgradients, one-sided slopes
    remedy        what to do about an argument of the wrong shape
    called        how f is called where its name has other meanings too: "norm(_, Inf)", `_` for each argument
    matrices_only f is of matrices and, by a rule of the language, of no row, column or number
    of_rows       the function that f is of each row by itself
    caution       what to tell the user once on standard error wherever f is called
    triangle      "lower" or "upper" where all values are triangular
    less          what f minus a number is where a difference would cancel, by that number: {"1": "expm1(X)"} of exp
    values        between which numbers all values are: "-1 < {0} <= 1"
    rises         of an elementwise f that rises wherever it has values: an argument and its value, ("1", "0") of log
    degree        the p with f(c*X) = c^p*f(X) for every c > 0, of the first argument; of what is linear in each it is known
    undone        the only X of f(X) = Y, for every Y that f has as a value: "log(Y)" of exp; of a matrix function, of symmetric ones
    slope         of a matrix function f: the derivative f' of numbers, in terms of A, whose value at A times E is the Fréchet
                  derivative of f along an E that commutes with A
    frechet_of    the matrix function whose Fréchet derivative f is
    of_sums       f(X + Y) is f(X) times f(Y) where X and Y commute
    sign          of all values where f has any: "positive", "positive where 0 < {0} < 3.14", "not negative", or positive "of a definite argument"
    invertible    whether a value that is a matrix has an inverse: "always", or where "the first argument" or "all arguments" have
    definite      whether a value is positive definite: that of "a definite argument" or of "a symmetric argument"
    tells_shapes  whether the text f(A) tells all there is to know of the shape of A
    several       what other languages call f, as they call a function of all the entries of one argument: max of maximum
    nonzero       what the argument must be for no value to be 0, as a sentence fragment ("det {0} != 0")
    beyond        by the name of a function that is not negative of f: where it is not 0, as a sentence fragment, "" for
                  everywhere: {"cos": "|{0}| < 1"} of arcsin
    of_zero       why the first argument must not be zero, as a sentence fragment ("0 has no logarithm")
    kinked        f is not one smooth function everywhere, as a root and a modulus are not; so is all that has a condition
    of_matrices   whether mathematics calls a function of square matrices by the name of an elementwise f; `namesake` is
                  that function, whose name in the language ends in m, or "-" if the language has it not
    code          f in terms of other functions, for the evaluators of the checks and the targets of `matcalc code` that
                  have no meaning or spelling of f of their own; one for each signature where they differ
    stable_code   f in terms of other functions for the targets, where `code`, which is an equation of whatever signs the oracles
                  of exact arithmetic draw, would cancel in floating point
    analytic      f in terms of functions that take complex numbers, where f, as a modulus, takes their imaginary part away
    spelled       what f is called in each target of `matcalc code`, in mpmath and in SymPy (several with blanks between):
                  the name of a function there, or a template of its arguments, {0} {1} or {args}, with {xp} for the
                  array library
    work          the multiplications that f takes as a multiple of m n^2 for an m x n argument, numerator and
                  denominator; none where it only looks at its argument; as many as there are entries if nothing is said
    latex, pretty, typst, mathml
                  how a format writes f: a template of its arguments {0} {1}, or what stands for the name alone; by
                  default the name. typst takes a bare command from latex, mathml a template from pretty
    operator      the operation as which mathematics writes a call of f: its own, "inverse" or "outer"
    gloss         what f is, said below an answer that has it
    of_number, unless_square
                  the records by whose templates f of a number, and of what is no square matrix, are written
    effort        what it takes to read f more than its arguments and the commas between them say: 1 of ones(m,n)
    word          where f without arguments stands in a sum: by its name, or before all else
    ranks_by_last whether the last argument, not the first, gives f its place in the reader's order of a sum
    tilt, turns_arguments
                  how many transposes f is, or whether a transpose of f passes through to its arguments
    binds         whether the first argument is an index that the last one may depend on
    leaves_name_free  the name may be a variable's too: it is the function's only before a bracket
    factor        what f is one of several of, and how: {"qr 1": "qr_q({0})"} of the first name of (Q, R) = qr(A), with a notation
                  before it where that has others (`matlab:eig 2`), and `eig/2 1` for that of two arguments
    elsewhere     the names of f in other notations that are not its names here, by places, several with blanks between: a
                  notation (mathematica, numpy), or what tells there which function a word means:
                  a method (numpy-method, sympy-method), a name without its backslash (latex-bare), what takes a function first
                  (julia-fold), by a last argument (matlab-1, matlab-2, matlab-all), of a matrix (matlab-matrix), of each of
                  its columns (matlab-columns), of a vector (of-vectors), of an array with one axis as a row (numpy-rows);
                  see functions/__init__.py
    free_aliases  aliases that leave their names free, of a function whose own name is reserved
    moved         how a differential inside of f is brought to the end of a term, as sentences: of what a Jacobian is read off,
                  stacked ("vec") or of columns ("column"), and of numbers ("trace", "inner" of columns)
    example       an expression of the language that shows it
    proof         where the differential comes from: lines `left = right # reason`, without a left side it goes on
    source        where the formula comes from
    """

    name: str
    signature: str | Sequence[str]
    summary: str
    differential: Mapping[str, str] = NOTHING
    adjoint: Mapping[str, str] = NOTHING
    matrix: Mapping[str, str] = NOTHING
    second_matrix: Mapping[str, str] = NOTHING
    transposition: str = ""
    variadic: bool = False
    elementwise: bool = False
    piecewise: bool = False
    definition: str = ""
    equation: Sequence[str] = ()
    unknowns: Mapping[str, str] = NOTHING
    stays: str = ""
    average: bool = False
    equations: Mapping[str, Sequence[str]] = NOTHING
    domain: Mapping[str, str] = NOTHING
    condition: str = ""
    otherwise: str = ""
    triangle: str = ""
    less: Mapping[str, str] = NOTHING
    values: str = ""
    rises: Sequence[str] = ()
    degree: int | None = None
    undone: str = ""
    slope: str = ""
    frechet_of: str = ""
    of_sums: bool = False
    sign: str = ""
    nonzero: str = ""
    beyond: Mapping[str, str] = NOTHING
    of_zero: str = ""
    invertible: str = ""
    definite: str = ""
    tells_shapes: bool = False
    several: str = ""
    kinked: bool = False
    remedy: str = ""
    called: str = ""
    matrices_only: bool = False
    of_rows: str = ""
    of_matrices: bool = False
    caution: str = ""
    code: str | Sequence[str] = ""
    stable_code: str = ""
    analytic: str = ""
    spelled: Mapping[str, str] = NOTHING
    work: tuple[int, int] | None = None
    latex: str = ""
    pretty: str = ""
    typst: str = ""
    mathml: str = ""
    operator: str = ""
    gloss: str = ""
    of_number: Function | None = None
    unless_square: Function | None = None
    aliases: Sequence[str] = ()
    leaves_name_free: bool = False
    free_aliases: Sequence[str] = ()
    elsewhere: Mapping[str, str] = NOTHING
    factor: Mapping[str, str] = NOTHING
    effort: int = 0
    word: str | None = None
    ranks_by_last: bool = False
    tilt: int = 0
    turns_arguments: bool = False
    binds: bool = False
    moved: Mapping[str, str] = NOTHING
    example: str = ""
    proof: Sequence[str] = ()
    source: str = ""

    common_mark: ClassVar[int] = 0
    """The mark of functions that are made for one program, and so without number."""

    def complete(self) -> None:
        """Work out what a record says in several ways."""
        self.signatures = (self.signature,) if isinstance(self.signature, str) else tuple(self.signature)
        self.codes = (self.code,) * len(self.signatures) if isinstance(self.code, str) else tuple(self.code)
        self.second_matrix = self.second_matrix or self.matrix
        self.kinked = self.kinked or bool(self.condition)
        self.aliases = (*self.aliases, *self.free_aliases)
        self.namesake = NO_NAMESAKE if self.of_matrices else ""
        self.rank_word = self.name if self.word is None else self.word
        self.mark = self.common_mark or 1 << next(_marks)
        # The hash of an int is the same in every process; that of a str is not.
        self.digest = hash((int.from_bytes(self.name.encode(), "little"), 7))

    def spelling(self, target: str) -> str:
        """The name of f in a target, or its template there; nothing where it has none."""
        return next((text for targets, text in self.spelled.items() if target in targets.split()), "")

    @property
    def call(self) -> str:
        """How f is called, with the names of its parameters: norm(x, Inf)."""
        parameters = [p.partition(":")[0].strip() for p in self.signatures[0].partition("->")[0].split(";")]
        if not self.called:
            sizes = [p.strip("()").replace(",", ", ") for p in parameters if p.startswith("(")]
            return f"{self.name}({', '.join([*[p for p in parameters if not p.startswith('(')], *sizes])})"
        text = self.called
        for parameter in parameters:
            text = text.replace("_", parameter, 1)
        return text

    @property
    def is_linear(self) -> bool:
        """Whether f is linear in every argument that may move."""
        rules = self.differential.values()
        return bool(rules) and all(rule == LINEAR for rule in rules)

    @property
    def is_block(self) -> bool:
        """True of matrices made of sizes alone, I(n) and ones(m, n)."""
        return all(s.startswith("(") and ";" not in s for s in self.signatures)

    @property
    def note(self) -> str:
        """The note to the user, once on standard error, when f meets a square matrix; or nothing."""
        if not self.namesake:
            return ""
        meant = "is not in the language" if self.namesake == NO_NAMESAKE else f"is {self.namesake}"
        return f"{self.name} of a square matrix is elementwise here; the matrix function {meant}"

    @property
    def is_even(self) -> bool:
        """Whether its equations say that f(-X) = f(X)."""
        return f"{self.name}(-X) = {self.name}(X)" in self.equations.get(self.name, ())

    @property
    def is_mirrored(self) -> bool:
        """Whether its equations say that f(-X) = 1 - f(X)."""
        return f"{self.name}(-X) = 1 - {self.name}(X)" in self.equations.get(self.name, ())

    @property
    def title(self) -> str:
        """The name of the function in a sentence: frechetmatrix(expm) for frechetmatrix_expm."""
        head, _, of = self.name.partition("_")
        return self.call if self.called else f"{head}({of})" if of and self.variadic else self.name

    def __repr__(self) -> str:
        return f"Function({self.name})"
