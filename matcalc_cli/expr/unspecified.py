"""Functions without a formula, and their derivatives, which are functions without a formula again.

Of F with arguments of shapes u_1, u_2, ... the derivative by u_i is a function D_i F of the same arguments: of the shape of F
where u_i is a number, the gradient in the shape of u_i where F is one and u_i is none, and else the matrix with
vec(dF) = D_i F vec(du_i). So the rule of F is written with products, vec and unvec; adjoints, matrices, Hessians and
derivatives of any order follow, and nothing else knows that a function is unknown.
"""

from __future__ import annotations

from matcalc_cli.expr.function import UNSPECIFIED, Function
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, Size, product_of, substitute
from matcalc_cli.expr.shapes.signature import Signature
from matcalc_cli.later import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


class Equal:
    """Facts that are equal where each of them is."""

    __slots__: tuple[str, ...] = ()

    def facts(self) -> tuple[object, ...]:
        """The values of all attributes."""
        return tuple([getattr(self, name) for name in self.__slots__])

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.facts() == other.facts()

    def __hash__(self) -> int:
        return hash(self.facts())


class Formula(Equal):
    """The value of a function that the program defines.

    value  the expression
    names  the symbols that stand for the arguments in it; none for one that it is not differentiated by, which is put in
    along  the arguments that it is differentiated by along directions, which are its last arguments
    """

    __slots__ = ("along", "names", "value")

    def __init__(self, value: Hashable, names: tuple[Hashable, ...], along: tuple[int, ...]) -> None:
        self.value = value
        self.names = names
        self.along = along


class Nature(Equal):
    """Further facts about a function without a formula.

    spectral    it is a function of a square matrix by its spectrum, as expm is: f(X), and f'(X) of the same kind
    primes      how often the function of numbers behind a spectral one is differentiated
    partner     the function that undoes it, where one is declared
    is_inverse  whether it is the one that is declared as the inverse, whose derivatives are those of its partner
    formula     of one that the program defines: its value, and how its arguments are called there
    """

    __slots__ = ("formula", "is_inverse", "partner", "primes", "spectral")

    def __init__(
        self,
        spectral: bool = False,
        primes: int = 0,
        partner: str = "",
        is_inverse: bool = False,
        formula: Formula | None = None,
    ) -> None:
        self.spectral = spectral
        self.primes = primes
        self.partner = partner
        self.is_inverse = is_inverse
        self.formula = formula


PLAIN = Nature()


class Unknown(Function):
    """A function that is declared and not defined, or a derivative of one.

    stem       the name that is declared
    declared   the shape of its value
    arguments  the shapes of its arguments; none of a function of entries
    taken      the arguments, from 0, that it has been differentiated by, in order
    names      what the arguments are called where the function is written without them: A for A(t)
    nature     what else is known of it
    result     the shape of the value of this derivative
    """

    __slots__ = ("arguments", "declared", "names", "nature", "result", "stem", "taken")
    common_mark = UNSPECIFIED

    def __init__(
        self, stem: str, declared: Shape, arguments: tuple[Shape, ...], taken: tuple[int, ...], names: tuple[str, ...],
        nature: Nature = PLAIN,
    ) -> None:  # fmt: skip
        self.stem, self.declared, self.arguments, self.taken, self.names = stem, declared, arguments, taken, names
        self.nature = nature
        self.result = _shape_after(declared, arguments, taken)
        super().__init__(
            self._title(), "X: m,n -> m,n", "a function without a formula", elementwise=not arguments,
            transposition=self._transposition(),
        )  # fmt: skip
        sizes = [hash(int.from_bytes(str(s).encode(), "little")) for s in self._sizes]
        self.digest = hash((self.digest, nature.spectral, *sizes))

    def _transposition(self) -> str:
        """Of a spectral f both f(X') = f(X)' and D(f)(X') = D(f)(X)'."""
        if not self.arguments or (self.nature.spectral and len(self.taken) < 2):
            return "commutes"
        return "symmetric" if self._is_hessian else ""

    @property
    def _sizes(self) -> list[object]:
        return [size for shape in (self.declared, *self.arguments) for size in shape]

    @property
    def _is_hessian(self) -> bool:
        return self.declared == SCALAR and len(self.taken) == 2 and len({*self.taken}) == 1

    @property
    def is_gradient(self) -> bool:
        """Whether it is the gradient of a scalar function: its derivative by a vector or a matrix, in the shape of that argument."""
        before = self.taken[:-1]
        return (
            bool(self.taken and self.arguments)
            and _shape_after(self.declared, self.arguments, before) == SCALAR
            and self.arguments[self.taken[-1]] != SCALAR
        )

    def _title(self) -> str:
        """As it is written: f, grad(f), D2(f), D(F,2), g'."""
        order, stem = len(self.taken), self.stem + "'" * self.nature.primes
        if not order or not self.arguments or (self.arguments == (SCALAR,) and not self.names):
            return stem + "'" * order
        places = "".join(f",{i + 1}" for i in self.taken) if len(self.arguments) > 1 else ""
        head = "grad" if self.is_gradient and order == 1 else f"D{order if order > 1 else ''}"
        return f"{head}({stem}{places})"

    @property
    def places(self) -> tuple[int, ...]:
        """The arguments that it has been differentiated by, from 1."""
        return tuple(i + 1 for i in self.taken)

    @property
    def primes(self) -> int:
        """How many primes its name has."""
        return self.nature.primes

    @property
    def gradient(self) -> bool:
        """Whether it is written as a gradient."""
        return self.is_gradient

    @property
    def title(self) -> str:
        """The name of the function in a sentence."""
        return self.name

    @property
    def identifier(self) -> str:
        """A name for it in a programming language: f, grad_f, D2_f, D_F_2, g_prime."""
        return self.name.replace("'", "_prime").replace("(", "_").replace(",", "_").replace(")", "")

    @property
    def own_signature(self) -> Signature:
        """The parameters u1, u2, ... and their shapes, which are those of the program."""
        found = Signature("X: m,n -> m,n")
        if self.arguments:
            found.parameters = tuple(f"u{i + 1}" for i in range(len(self.arguments)))
            found.shapes, found.result, found.fixed = self.arguments, self.result, True
        return found

    @property
    def declaration(self) -> str:
        """The declaration of the function itself: `f: scalar of vector(n)`."""
        if self.nature.is_inverse:
            return f"{self.stem}: inverse of {self.nature.partner}"
        if self.nature.spectral:
            return f"{self.stem}: matrixfunction"
        if not self.arguments:
            return f"{self.stem}: function"
        return f"{self.stem}: {kind_of(self.declared)} of {', '.join(self.names or map(kind_of, self.arguments))}"

    def derivative(self, i: int) -> Unknown:
        """The function D_i F; numbers are taken first, since their order does not matter."""
        if not self.arguments:
            return self.by(*self.taken, 0)
        taken = (*self.taken, i)
        numbers = [k for k in taken if self.arguments[k] == SCALAR]
        others = [k for k in taken if self.arguments[k] != SCALAR]
        return self.by(*sorted(numbers), *others)

    def by(self, *taken: int) -> Unknown:
        """The function differentiated by these arguments instead; of a spectral function of a number, f' and so on."""
        if self.nature.spectral and self.arguments == (SCALAR,) and taken:
            return self.primed(self.nature.primes + len(taken))
        return unknown(self.stem, self.declared, self.arguments, taken, self.names, self.nature)

    @property
    def integral(self) -> Unknown:
        """The function that this is the last derivative of."""
        return self.by(*self.taken[:-1])

    def primed(self, primes: int) -> Unknown:
        """The spectral function with so many primes."""
        of = self.nature
        nature = Nature(of.spectral, primes, of.partner, of.is_inverse, of.formula)
        return unknown(self.stem, self.declared, self.arguments, (), self.names, nature)

    def of(self, shape: Shape) -> Unknown:
        """A spectral function of matrices of that shape."""
        return unknown(self.stem, shape, (shape,), (), self.names, self.nature).by(*self.taken)

    def resized(self, sizes: Mapping[str, Size]) -> Unknown:
        """The function that has these sizes for some of its dimensions."""
        declared, *arguments = [
            (substitute(rows, sizes), substitute(cols, sizes)) for rows, cols in (self.declared, *self.arguments)
        ]
        return unknown(self.stem, declared, tuple(arguments), (), self.names, self.nature).by(*self.taken)


def unknown(
    stem: str, declared: Shape, arguments: tuple[Shape, ...], taken: tuple[int, ...] = (), names: tuple[str, ...] = (),
    nature: Nature = PLAIN,
) -> Unknown:  # fmt: skip
    """The record of a function without a formula; one record for one function."""
    return _record(stem, declared, arguments, taken, names, nature)


@lru_cache(maxsize=4096)
def _record(
    stem: str, declared: Shape, arguments: tuple[Shape, ...], taken: tuple[int, ...], names: tuple[str, ...],
    nature: Nature,
) -> Unknown:  # fmt: skip
    """The record; arguments that are left out would be another key."""
    return Unknown(stem, declared, arguments, taken, names, nature)


def kind_of(shape: Shape) -> str:
    """The kind whose values have a shape: scalar, vector(n), matrix(m,n)."""
    if shape == SCALAR:
        return "scalar"
    return f"vector({shape[0]})" if shape[1] == 1 else f"matrix({shape[0]},{shape[1]})"


def _shape_after(shape: Shape, arguments: tuple[Shape, ...], taken: tuple[int, ...]) -> Shape:
    for i in taken if arguments else ():
        argument = arguments[i]
        if argument != SCALAR:
            shape = argument if shape == SCALAR else (product_of(*shape), product_of(*argument))
    return shape
