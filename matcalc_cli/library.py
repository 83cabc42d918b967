"""The library face: an answer as an object that a notebook shows and a script reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli import pipeline
from matcalc_cli.errors import MatcalcError
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.report import report
from matcalc_cli.render.writing.sharing import written

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, CheckReport
    from matcalc_cli.answers.derivation import Derivation
    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.shapes.dimensions import Shape
    from matcalc_cli.steps import Steps


class Expression:
    """A matrix expression of shape (rows, cols); sizes are integers or symbolic.

    `plain` is a formula of the language that reads back, `latex` bare LaTeX math; str() is the plain text. In a
    notebook it shows as mathematics. `node` is the expression inside matcalc.
    """

    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as what it is made of. Raises MatcalcError (unsupported) of functions without a formula."""
        from matcalc_cli.pickled import recipe

        return _made_again, (recipe(self.node),)

    @property
    def plain(self) -> str:
        """`2*A'*(A*x - b)`."""
        return plain(written(self.node))

    @property
    def latex(self) -> str:
        r"""`2 A^{\mathsf{T}} (A x - b)`."""
        return latex(written(self.node))

    @property
    def pretty(self) -> str:
        """`2 Aᵀ (A x − b)`."""
        return plain_text(pretty(written(self.node)))

    @property
    def shape(self) -> Shape:
        """(rows, cols), each an integer or a symbolic dimension."""
        return self.node.shape

    def to_sympy(self) -> Any:
        """The expression in SymPy. Raises MatcalcError (unsupported) where SymPy has none."""
        from matcalc_cli.interop.sympy import to_sympy

        return to_sympy(self.node)

    def __str__(self) -> str:
        return self.plain

    def __repr__(self) -> str:
        return self.plain

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.node is other.node

    def __hash__(self) -> int:
        return hash(self.node)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"


class Result:
    """The derivatives of an expression f.

    expression    f itself in normal form
    differential  df, the total over the variables, linear in their differentials
    gradients     by variable, in its shape; empty unless f is a number
    jacobians     by variable, (numel f) x (numel variable), column-major vec
    hessians      by variable; empty unless f is a number and order 2 was asked for
    steps         the derivation, a sequence of lines with their reasons, every one verified
    str() is the report of `matcalc diff`, and a notebook shows it as mathematics.
    """

    __slots__ = ("_order", "_text", "_var", "_wrt", "answer")

    def __init__(self, answer: Answer, text: str, wrt: Sequence[str], var: Sequence[str], order: int = 1) -> None:
        self.answer = answer
        self._text, self._wrt, self._var, self._order = text, tuple(wrt), tuple(var), order

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as the question, which is answered again where it is read."""
        return _again, (self._text, self._wrt, self._var, self._order)

    @property
    def expression(self) -> Expression:
        """f in normal form."""
        return Expression(self.answer.shown)

    @property
    def differential(self) -> Expression | None:
        """df; None of an expression without variables."""
        return None if self.answer.total is None else Expression(self.answer.total)

    @property
    def gradients(self) -> Mapping[str, Expression]:
        """The gradient by each variable."""
        return self._readings("gradient")

    @property
    def jacobians(self) -> Mapping[str, Expression]:
        """The Jacobian by each variable."""
        return self._readings("jacobian")

    @property
    def hessians(self) -> Mapping[str, Expression]:
        """The Hessian by each variable."""
        return self._readings("hessian")

    @property
    def gradient(self) -> Expression:
        """The gradient by the only variable. Raises ValueError if there are several or f is no number."""
        return _only(self.gradients, "gradient")

    @property
    def jacobian(self) -> Expression:
        """The Jacobian by the only variable. Raises ValueError if there are several."""
        return _only(self.jacobians, "Jacobian")

    @property
    def derivation(self) -> Derivation:
        """The derivation, line by line."""
        return pipeline.explain(self._text, wrt=self._wrt, var=self._var)

    @property
    def steps(self) -> Steps:
        """The derivation as a sequence of steps, each with its left and right side and its reason; str() is the text."""
        from matcalc_cli.steps import Steps

        return Steps(self.derivation)

    @property
    def plain(self) -> str:
        """The report in ASCII, one labelled fact a line."""
        return plain_text(report(self.answer, unicode=False))

    @property
    def latex(self) -> str:
        """The report as an align* in LaTeX."""
        from matcalc_cli.render.documents.latex_report import latex_report

        return latex_report(self.answer)

    def check(self, *, seed: int = 0) -> CheckReport:
        """The verdict of finite differences on this answer."""
        return pipeline.check(self.answer, seed=seed)

    def code(self, target: str = "numpy", *, sizes: str = "") -> str:
        """The module of `matcalc code`, in one of its targets. Raises MatcalcError where the target has no word for something."""
        from matcalc_cli.questions.modules import code

        return code(self._text, wrt=self._wrt, var=self._var, target=target, sizes=sizes)

    def function(self, name: str = "f", *, target: str = "numpy") -> Callable[..., Any]:
        """A function of that module, ready to be called: "f", "gradient", "hvp_x". Raises ValueError for another name, MatcalcError for
        a target that is no library of Python's. Another process is sent the Result, which pickles; the function, in no file, does not.
        """
        from matcalc_cli.questions.modules import functions, require_python

        require_python(target)
        found = functions(self.code(target))
        if name not in found:
            raise ValueError(f"there is no {name}: {', '.join(found)}")
        return found[name]

    def __str__(self) -> str:
        return plain_text(report(self.answer))

    def __repr__(self) -> str:
        return str(self)

    def _repr_latex_(self) -> str:
        body = self.latex.replace("align*", "aligned").strip()
        return f"$\\displaystyle {body}$"

    def _readings(self, name: str) -> dict[str, Expression]:
        found = {d.variable.spelling: getattr(d, name) for d in self.answer.derivatives}
        return {variable: Expression(node) for variable, node in found.items() if node is not None}


def _only(found: Mapping[str, Expression], what: str) -> Expression:
    if len(found) != 1:
        raise ValueError(f"there is not exactly one {what}: {', '.join(found) or 'none'}")
    return next(iter(found.values()))


def differentiate(text: str, *, wrt: Sequence[str] | str = (), var: Sequence[str] | str = (), order: int = 1) -> Result:
    """The derivatives of a program of the language, `differentiate("norm(A*x - b)^2", wrt="x").gradient`.

    `wrt` names the variables (default: every one), `var` declares names ("S: spd(n)"), `order` 2 adds Hessians.
    The answers are verified before they are given, as far as a second allows; str() says how far.
    Raises MatcalcError, whose kind, message, start, end and hint say what is wrong with the text; str() shows the place.
    """
    names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
    declarations = (var,) if isinstance(var, str) else tuple(var)
    try:
        answer = pipeline.differentiate(text, wrt=names, var=declarations, order=order)
    except MatcalcError as error:
        error.source = str(text) if error.source is None else error.source
        raise
    return Result(pipeline.verified(answer, "json"), text, names, declarations, order)


def _again(text: str, wrt: Sequence[str], var: Sequence[str], order: int) -> Result:
    """The result that was pickled."""
    return differentiate(text, wrt=wrt, var=var, order=order)


def _made_again(recipe: Sequence[tuple[Any, ...]]) -> Expression:
    """The expression that was pickled."""
    from matcalc_cli.pickled import expression

    return Expression(expression(recipe))


def from_sympy(expression: Any) -> Expression:
    """An expression of SymPy's. Raises MatcalcError (unsupported) for what the language has no word for."""
    from matcalc_cli.interop.sympy import from_sympy

    return Expression(from_sympy(expression))


def to_sympy(text: str, *, var: Sequence[str] = ()) -> Any:
    """A program of the language in SymPy. Raises MatcalcError."""
    return Expression(pipeline.simplified(text, var=var).expression).to_sympy()
