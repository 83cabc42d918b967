"""Elementwise functions: applied to every entry of a scalar, vector or matrix."""

from __future__ import annotations

from matcalc_cli.expr.function import NOTHING, Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _odd(f: str) -> dict[str, Sequence[str]]:
    return {f: (f"{f}(-X) = -{f}(X)", f"{f}(zeros(m,n)) = zeros(m,n)", f"{f}(0) = 0")}


def together(*tables: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The equations of several tables, by their heads, each once."""
    heads = dict.fromkeys([head for table in tables for head in table])
    return {head: [*dict.fromkeys([e for table in tables for e in table.get(head, ())])] for head in heads}


def _undoing(name: str, undone: str) -> dict[str, Sequence[str]]:
    """The equation of a function and the one that it undoes: tan(arctan(X)) is X wherever it has a value."""
    other, bracket, _ = undone.partition("(")
    return {other: (f"{other}({name}(X)) = X",)} if bracket and other.isidentifier() else {}


def entrywise(
    name: str,
    summary: str,
    differential: str,
    *,
    code: str = "",
    stable_code: str = "",
    analytic: str = "",
    domain: str = "",
    condition: str = "",
    latex: str = "",
    typst: str = "",
    mathml: str = "",
    definition: str = "",
    aliases: Sequence[str] = (),
    spelled: Mapping[str, str] = NOTHING,
    equations: Mapping[str, Sequence[str]] = NOTHING,
    odd: bool = False,
    piecewise: bool = False,
    free: bool = False,
    free_aliases: Sequence[str] = (),
    elsewhere: Mapping[str, str] = NOTHING,
    caution: str = "",
    of_matrices: bool = False,
    sign: str = "",
    values: str = "",
    rises: Sequence[str] = (),
    less: Mapping[str, str] = NOTHING,
    undone: str = "",
    of_sums: bool = False,
    nonzero: str = "",
    beyond: Mapping[str, str] = NOTHING,
    of_zero: str = "",
    of_number: Function | None = None,
    unless_square: Function | None = None,
    degree: int | None = None,
) -> Function:
    """An elementwise function of X; `differential` is its part of df, linear in dX; an `odd` one is f(-x) = -f(x)."""
    return Function(
        name, "X: m,n -> m,n", summary,
        differential={} if definition else {"X": differential}, transposition="commutes", elementwise=True,
        piecewise=piecewise,
        domain={"X": domain} if domain else {}, condition=condition, code=code, stable_code=stable_code, analytic=analytic, latex=latex, typst=typst, mathml=mathml, definition=definition,
        leaves_name_free=free, free_aliases=free_aliases, caution=caution, of_matrices=of_matrices,
        aliases=aliases, spelled=spelled, equations=together(equations, _odd(name) if odd else {}, _undoing(name, undone)),
        example=f"sum({name}(A*x))", sign=sign, values=values, rises=rises, less=less, undone=undone, of_sums=of_sums, nonzero=nonzero, beyond=beyond, of_zero=of_zero,
        elsewhere=elsewhere, of_number=of_number, unless_square=unless_square, degree=degree,
    )  # fmt: skip


ROOT = Function(
    "root", "X: m,n -> m,n", "how the root of every entry is set, where nobody can take it for that of a matrix",
    latex=r"\sqrt{{0}}", pretty="√{0:atom}", typst="sqrt({0})", mathml="√({0})",
)  # fmt: skip
MODULUS = Function(
    "modulus",
    "x: 1,1 -> 1,1",
    "how the absolute value of a number is set",
    latex=r"\left\lvert {0}\right\rvert",
    pretty="|{0}|",
    typst="abs({0})",
)


ELEMENTWISE = (
    entrywise("exp", "e to the power of every entry", "exp(X).*dX", rises=("0", "1"), sign="positive", less={"1": "expm1(X)"}, undone="log(Y)", of_sums=True,
               spelled={"numpy array-api matlab julia mpmath sympy c": "exp"},
               equations={
                   "exp": ("exp(log(X)) = X", "exp(-log(X)) = X.^-1", "exp(zeros(m,n)) = ones(m,n)", "exp(0) = 1"),
                   "elementwise_power": ("exp(X).^p = exp(p*X)",),
                   "hadamard": (
                       "exp(X).*exp(-X) = exp(0*X) where X: matrix(m,n)",
                       "exp(alpha*X).*exp(X) = exp((alpha + 1)*X) where X: matrix(m,n)",
                       "exp(alpha*X).*exp(-X) = exp((alpha - 1)*X) where X: matrix(m,n)",
                   ),
               }, latex=r"\exp", of_matrices=True, elsewhere={"mathematica": "Exp", "of-vectors": "expm", "latex-bare": "exp"}),
    entrywise("log", "the natural logarithm of every entry", "dX./X", rises=("1", "0"), undone="exp(Y)", domain="positive", of_zero="0 has no logarithm",
               condition="{0} > 0", aliases=("ln",),
               nonzero="{0} != 1",
               spelled={"numpy array-api julia mpmath sympy c": "log", "matlab": "reallog"},
               equations={"log": (
                    "log(exp(X)) = X", "log(ones(m,n)) = zeros(m,n)", "log(1) = 0",
                    "log(alpha^beta) = beta*log(alpha) where alpha: positive",
                )}, latex=r"\log", of_matrices=True, elsewhere={"mathematica": "Log", "sympy latex": "ln", "latex-bare": "log ln"}),
    entrywise("sqrt", "the square root of every entry", "", domain="positive",
               condition="{0} > 0", definition="X.^(1/2)", unless_square=ROOT,
               elsewhere={"mathematica": "Sqrt"}, spelled={"numpy array-api julia c": "sqrt", "matlab": "realsqrt"}, of_matrices=True),
    entrywise("abs", "the absolute value of every entry", "sign(X).*dX", domain="nonzero", analytic="sqrt(X.*X)", degree=1,
               sign="not negative", nonzero="the entries of {0} are not 0",
               condition="{0} != 0",
               elsewhere={"mathematica": "Abs RealAbs", "numpy": "absolute fabs", "sympy": "Abs"}, spelled={"c": "fabs", "numpy array-api matlab julia": "abs", "mpmath": "fabs", "sympy": "Abs"},
               equations={
                   # Neither sign(X).^2 = 1 nor step(X).^2 = step(X): relu(y) is 0 not only at points.
                   "elementwise_power": (
                       "abs(X).^(2*k) = X.^(2*k) where k: integer",
                       "abs(alpha)^(2*k) = alpha^(2*k) where k: integer, alpha: scalar", "(X.^2).^(1/2) = abs(X)",
                   ),
                   "abs": ("abs(-X) = abs(X)", "abs(abs(X)) = abs(X)", "abs(alpha) = alpha where alpha: positive"),
               }, typst="abs({0})", mathml="|{0}|", piecewise=True, of_number=MODULUS),
    entrywise("sign", "the sign of every entry: -1, 0 or 1", "0*dX", values="-1 <= {0} <= 1", domain="nonzero", degree=0,
               nonzero="the entries of {0} are not 0",
               condition="{0} != 0",
               elsewhere={"mathematica": "Sign RealSign", "latex": "sgn"}, spelled={"c": "sign_of", "numpy array-api matlab julia mpmath sympy": "sign"},
               equations={
                   "hadamard": ("sign(X).*abs(X) = X", "sign(X).*X = abs(X)", "sign(X).*X.^2 = abs(X).*X"),
                   "sign": ("sign(-X) = -sign(X)", "sign(alpha) = 1 where alpha: positive"),
               }, piecewise=True),
    entrywise("sin", "the sine of every entry", "cos(X).*dX", values="-1 <= {0} <= 1", sign="positive where 0 < {0} < 3.14",
               elsewhere={"mathematica": "Sin"}, spelled={"numpy array-api matlab julia mpmath sympy c": "sin"},
               equations={
                   "+": ("sin(X).^2 + cos(X).^2 = 1 + 0*X",),
               }, odd=True, latex=r"\sin", of_matrices=True),
    entrywise("cos", "the cosine of every entry", "-sin(X).*dX", values="-1 <= {0} <= 1", sign="positive where -1.57 < {0} < 1.57", less={"1": "-2*sin(X/2).^2", "-1": "2*cos(X/2).^2"},
               elsewhere={"mathematica": "Cos"}, spelled={"numpy array-api matlab julia mpmath sympy c": "cos"},
               equations={"cos": ("cos(-X) = cos(X)", "cos(zeros(m,n)) = ones(m,n)", "cos(0) = 1")}, latex=r"\cos",
               of_matrices=True),
    entrywise("tan", "the tangent of every entry", "(1 + tan(X).^2).*dX", condition="cos({0}) != 0",
               elsewhere={"mathematica": "Tan"}, spelled={"numpy array-api matlab julia mpmath sympy c": "tan"},
               equations={
                   "hadamard": ("sin(X)./cos(X) = tan(X)",),
               }, odd=True, latex=r"\tan", of_matrices=True),
    entrywise("sinh", "the hyperbolic sine of every entry", "cosh(X).*dX", rises=("0", "0"), undone="asinh(Y)",
               nonzero="the entries of {0} are not 0",
               elsewhere={"mathematica": "Sinh"}, spelled={"numpy array-api matlab julia mpmath sympy c": "sinh"},
               odd=True, latex=r"\sinh", of_matrices=True),
    entrywise("cosh", "the hyperbolic cosine of every entry", "sinh(X).*dX", values="1 <= {0}", sign="positive", less={"1": "2*sinh(X/2).^2"},
               elsewhere={"mathematica": "Cosh"}, spelled={"numpy array-api matlab julia mpmath sympy c": "cosh"},
               equations={"cosh": ("cosh(-X) = cosh(X)", "cosh(zeros(m,n)) = ones(m,n)", "cosh(0) = 1"),
                          "+": ("cosh(X).^2 - sinh(X).^2 = 1 + 0*X",)},
               latex=r"\cosh", of_matrices=True),
    entrywise("tanh", "the hyperbolic tangent of every entry", "(1 - tanh(X).^2).*dX", values="-1 < {0} < 1", rises=("0", "0"), undone="atanh(Y)",
               less={"1": "-2*sigmoid(-2*X)", "-1": "2*sigmoid(2*X)"},
               nonzero="the entries of {0} are not 0",
               elsewhere={"mathematica": "Tanh"}, spelled={"numpy array-api matlab julia mpmath sympy c": "tanh"},
               equations={
                   "hadamard": ("sinh(X)./cosh(X) = tanh(X)",),
               }, odd=True, latex=r"\tanh", of_matrices=True),
    entrywise("arcsin", "the inverse sine of every entry", "dX./sqrt(1 - X.^2)", values="-1.5708 < {0} < 1.5708", rises=("0", "0"), undone="sin(Y)", domain="unit", beyond={"cos": "|{0}| < 1"},
               condition="|{0}| < 1", aliases=("asin",),
               nonzero="the entries of {0} are not 0",
               elsewhere={"mathematica": "ArcSin", "numpy": "asin"}, spelled={"c": "asin", "numpy": "arcsin", "array-api matlab julia mpmath sympy": "asin"},
               odd=True, latex=r"\arcsin", of_matrices=True),
    entrywise("arccos", "the inverse cosine of every entry", "-dX./sqrt(1 - X.^2)", values="0 <= {0} < 3.1416", sign="not negative", nonzero="{0} != 1", undone="cos(Y)", domain="unit", beyond={"sin": "|{0}| < 1"},
               condition="|{0}| < 1", aliases=("acos",),
               elsewhere={"mathematica": "ArcCos", "numpy": "acos"}, spelled={"c": "acos", "numpy": "arccos", "array-api matlab julia mpmath sympy": "acos"}, latex=r"\arccos",
               of_matrices=True),
    entrywise("arctan", "the inverse tangent of every entry", "dX./(1 + X.^2)", values="-1.5708 < {0} < 1.5708", rises=("0", "0"), undone="tan(Y)", beyond={"cos": ""}, aliases=("atan",),
               nonzero="the entries of {0} are not 0",
               elsewhere={"mathematica": "ArcTan", "numpy": "atan"}, spelled={"c": "atan", "numpy": "arctan", "array-api matlab julia mpmath sympy": "atan"},
               odd=True, latex=r"\arctan", of_matrices=True),
    entrywise("relu", "the positive part max(x, 0) of every entry", "step(X).*dX", code="(X + abs(X))/2", degree=1,
               sign="not negative", nonzero="{0} > 0",
               domain="nonzero", condition="{0} != 0",
               elsewhere={"mathematica": "Ramp", "latex": "ReLU"}, spelled={
                   "c": "relu",
                   "numpy": "_np.maximum({0}, 0.0)", "array-api": "_relu", "matlab": "max({0}, 0)",
                   "julia": "_relu", "jax": "_jax.nn.relu", "torch": "relu",
               },
               equations={"relu": ("relu(alpha) = alpha where alpha: positive",)}, piecewise=True),
    entrywise("step", "1 where an entry is positive, 1/2 at zero, else 0", "0*dX", values="0 <= {0} <= 1", degree=0, code="(1 + sign(X))/2",
               sign="not negative",
               domain="nonzero", condition="{0} != 0", aliases=("heaviside",),
               elsewhere={"mathematica": "HeavisideTheta"}, spelled={"numpy": "_np.heaviside({0}, 0.5)"},
               equations={
                   "hadamard": ("step(X).*X = relu(X)", "step(X).*relu(X) = relu(X)"),
                   "step": ("step(alpha) = 1 where alpha: positive",),
               }, piecewise=True),
    entrywise("sigmoid", "1/(1 + exp(-x)) of every entry", "sigmoid(X).*(1 - sigmoid(X)).*dX", values="0 < {0} < 1", rises=("0", "1/2"), undone="logit(Y)", code="(1 + exp(-X)).^-1", stable_code="exp(-softplus(-X))",
               sign="positive", less={"1": "-sigmoid(-X)", "1/2": "tanh(X/2)/2"},
               aliases=("logistic",), free_aliases=("expit",),
               elsewhere={"mathematica": "LogisticSigmoid", "julia": "logistic", "numpy": "expit"}, spelled={
                   "c": "sigmoid",
                   "numpy julia": "_sigmoid", "matlab": "1 ./ (1 + exp(-{0}))", "jax": "_jax.nn.sigmoid",
                   "torch": "sigmoid",
               },
               equations={
                   "sigmoid": ("sigmoid(-X) = 1 - sigmoid(X)", "sigmoid(0) = 1/2"),
                   "elementwise_power": ("(1 + exp(X)).^-1 = sigmoid(-X)",),
                   "hadamard": ("exp(X).*(1 - sigmoid(X)) = sigmoid(X)", "exp(-X).*sigmoid(X) = 1 - sigmoid(X)"),
                   "+": (
                       "sigmoid(X) - sigmoid(X).^2 = sigmoid(X).*(1 - sigmoid(X))",
                       "sigmoid(X).^2 - sigmoid(X) = -sigmoid(X).*(1 - sigmoid(X))",
                   ),
               }),
    entrywise("softplus", "log(1 + exp(x)) of every entry, without overflow", "sigmoid(X).*dX", sign="positive",
               code="log(1 + exp(X))", stable_code="relu(X) + log(1 + exp(-abs(X)))",
               elsewhere={"julia": "log1pexp"}, spelled={
                   "c": "softplus",
                   "numpy": "_np.logaddexp(0.0, {0})", "array-api julia": "_softplus", "matlab": "softplus",
                   "jax": "_jax.nn.softplus",
               },
               equations={
                   "log": (
                       "log(1 + exp(X)) = softplus(X)",
                       "log(sigmoid(X)) = -softplus(-X)",
                       "log(1 - sigmoid(X)) = -softplus(X)",
                   ),
                   "softplus": ("softplus(-X) = softplus(X) - X",),
               }),
    entrywise("erf", "the error function of every entry", "2/sqrt(pi)*exp(-X.^2).*dX", values="-1 < {0} < 1", rises=("0", "0"), undone="erfinv(Y)",
               nonzero="the entries of {0} are not 0",
               elsewhere={"mathematica": "Erf"}, spelled={"c": "erf", "numpy julia": "_erf", "matlab torch mpmath sympy": "erf", "jax": "_jax.scipy.special.erf"},
               odd=True),
)  # fmt: skip
