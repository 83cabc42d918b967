"""The largest and the smallest entry, products, variances and further norms of all entries; running sums."""

from __future__ import annotations

from matcalc_cli.expr.function import Function
from matcalc_cli.functions.norms import MEAN

_UNTIED = "the {0} entry of {{0}} is there once"

MAX = Function(
    "max", "X: m,n -> 1,1", "the largest of all entries",
    differential={"X": "sum(ismax(X).*dX)"}, transposition="invariant", domain={"X": "nonzero"},
    remedy="maximum(x, y) is the larger of two, entry by entry; max(x) the largest of all entries, max(A, 1) of each column",
    condition=_UNTIED.format("largest"), piecewise=True, degree=1, aliases=("amax",), leaves_name_free=True, latex=r"\max",
    elsewhere={"mathematica": "Max", "julia": "maximum", "numpy": "nanmax", "numpy-method": "max amax", "julia-fold": "maximum", "matlab-columns": "max"},
    example="max(A*x)", source="Clarke, Optimization and Nonsmooth Analysis, 2.8",
    equations={"max": ("max(-X) = -min(X)",)}, work=(0, 1),
    spelled={"c": "max_of", "numpy array-api": "max", "matlab": "max(max({0}))", "julia": "maximum"},
    proof=(
        "max(X) = sum(ismax(X).*X) # `ismax(X)` is `1` where the largest entry is, else `0`",
        "d(max(X)) = sum(ismax(X).*dX) # and it stays so while `X` moves a little: no other entry is as large",
    ),
)  # fmt: skip
MIN = Function(
    "min", "X: m,n -> 1,1", "the smallest of all entries",
    differential={"X": "sum(ismin(X).*dX)"}, transposition="invariant", domain={"X": "nonzero"},
    remedy="minimum(x, y) is the smaller of two, entry by entry; min(x) the smallest of all entries, min(A, 1) of each column",
    condition=_UNTIED.format("smallest"), piecewise=True, degree=1, aliases=("amin",), leaves_name_free=True, latex=r"\min",
    elsewhere={"mathematica": "Min", "julia": "minimum", "numpy": "nanmin", "numpy-method": "min amin", "julia-fold": "minimum", "matlab-columns": "min"},
    code="-max(-X)", example="min(A*x)", source="Clarke, Optimization and Nonsmooth Analysis, 2.8",
    equations={"min": ("min(-X) = -max(X)",)}, work=(0, 1),
    spelled={"c": "min_of", "numpy array-api": "min", "matlab": "min(min({0}))", "julia": "minimum"},
)  # fmt: skip
ISMAX = Function(
    "ismax", "X: m,n -> m,n", "1 where the largest entry is, else 0; 1/k where it is there k times", differential={"X": "0*dX"},
    transposition="commutes", domain={"X": "nonzero"}, condition=_UNTIED.format("largest"), piecewise=True,
    leaves_name_free=True, code="step(X - max(X))/sum(step(X - max(X)))", example="ismax(A*x)", source="constant where no two entries tie",
    equations={"ismax": ("ismax(-X) = ismin(X)",), "sum": ("sum(ismax(X)) = 1",)},
)  # fmt: skip
ISMIN = Function(
    "ismin", "X: m,n -> m,n", "1 where the smallest entry is, else 0; 1/k where it is there k times", differential={"X": "0*dX"},
    transposition="commutes", domain={"X": "nonzero"}, condition=_UNTIED.format("smallest"), piecewise=True,
    leaves_name_free=True, code="ismax(-X)", example="ismin(A*x)", source="constant where no two entries tie",
    equations={"ismin": ("ismin(-X) = ismax(X)",), "sum": ("sum(ismin(X)) = 1",)},
)  # fmt: skip
PROD = Function(
    "prod", "X: m,n -> 1,1", "the product of all entries",
    differential={"X": "sum(prodothers(X).*dX)"}, transposition="invariant", nonzero="the entries of {0} are not 0", code="det(diag(vec(X)))",
    leaves_name_free=True, elsewhere={"numpy-method julia-fold matlab-columns": "prod"}, example="prod(x)", source="the product rule",
    equations={"prod": ("prod(alpha) = alpha", "prod(exp(X)) = exp(sum(X))", "prod(x.*y) = prod(x)*prod(y)", "prod(ones(m,n)) = 1"), "det": ("det(diag(x)) = prod(x)",)},
    spelled={"c": "prod_of", "numpy array-api julia": "prod", "matlab": "prod(prod({0}))"},
    proof=(
        "d(prod(X)) = sum(prodothers(X).*dX) # product rule: each factor moves, times all the others, which prodothers has in its place",
        " = prod(X)*sum(dX./X) # where no entry is `0`",
    ),
)  # fmt: skip
PRODOTHERS = Function(
    "prodothers", "X: m,n -> m,n", "the product of all other entries, in the place of each",
    differential={"X": "unvec(prodpairs(vec(X))*vec(dX), m, n)"}, transposition="commutes", leaves_name_free=True,
    example="prodothers(x)", source="the product rule",
    equations={
        "prodothers": ("prodothers(alpha) = 1",),
        "*": ("prodothers(X)/prod(X) = X.^-1", "prodothers(X)'/prod(X) = (X.^-1)'"),
    },
    spelled={"c": "prod_others", "numpy array-api julia": "_prod_others", "matlab": "prod_others"},
)  # fmt: skip
PRODPAIRS = Function(
    "prodpairs", "x: n,1 -> n,n", "the product of all entries but two, for every two; 0 on the diagonal",
    transposition="symmetric", example="prodpairs(x)",
    leaves_name_free=True, spelled={"c": "prod_pairs", "numpy array-api julia": "_prod_pairs", "matlab": "all_but_two"},
)  # fmt: skip
VAR = Function(
    "var", "X: m,n -> 1,1", "the variance of all entries, their mean square distance from the mean",
    differential={"X": "2*sum((X - mean(X)).*dX)/(m*n)"}, transposition="invariant", leaves_name_free=True,
    sign="not negative", degree=2, nonzero="the entries of {0} are not all equal", stays=MEAN.stays,
    code="sum((X - mean(X)).^2)/(m*n)", example="var(A*x)", source="the mean of the differences is 0",
    caution="var and std divide by the number of entries, as NumPy's do; MATLAB, Julia and PyTorch divide by one less",
    spelled={"numpy array-api": "var", "torch": "_torch.var({0}, correction=0)"},
)  # fmt: skip
STD = Function(
    "std", "X: m,n -> 1,1", "the standard deviation of all entries, sqrt(var(X))",
    differential={"X": "sum((X - mean(X)).*dX)/(m*n*std(X))"}, transposition="invariant", leaves_name_free=True,
    domain={"X": "real"}, condition="the entries of {0} are not all equal", code="norm(X - mean(X))/sqrt(m*n)", example="std(A*x)",
    sign="not negative", degree=1, nonzero="the entries of {0} are not all equal",
    source="from that of the variance", caution=VAR.caution, stays=MEAN.stays,
    equations={"elementwise_power": ("sqrt(var(X)) = std(X)", "std(X)^2 = var(X)")},
)  # fmt: skip
RMS = Function(
    "rms", "X: m,n -> 1,1", "the root mean square of all entries, norm(X)/sqrt(m*n)",
    differential={"X": "tr(X'*dX)/(m*n*rms(X))"}, transposition="invariant", kinked=True, leaves_name_free=True,
    sign="not negative", degree=1, nonzero="{0} is not zero", code="norm(X)/sqrt(m*n)",
    elsewhere={"matlab-all matlab-columns": "rms"}, example="rms(A*x - b)", source="from that of the norm",
    equations={"rms": ("rms(-X) = rms(X)", "rms(alpha*X) = abs(alpha)*rms(X)"), "elementwise_power": ("rms(X)^2 = norm(X)^2/(m*n)",)},
    proof=(
        "rms(X)^2 = tr(X'*X)/(m*n) # the mean of the squares of the entries",
        "2*rms(X)*d(rms(X)) = 2*tr(X'*dX)/(m*n) # both sides differentiated",
        "d(rms(X)) = tr(X'*dX)/(m*n*rms(X)) # where `X` is not 0",
    ),
)  # fmt: skip
PNORM = Function(
    "pnorm", ("x: n,1; p: 1,1 -> 1,1", "x: 1,n; p: 1,1 -> 1,1"), "the p-norm sum(abs(x).^p)^(1/p) of a column or row",
    called="norm(_, _)", piecewise=True,
    differential={
        "x": "norm(x, p)^(1 - p)*sum(x.*abs(x).^(p - 2).*dx)",
        "p": "dp*norm(x, p)*(sum(abs(x).^p.*log(abs(x)))/sum(abs(x).^p) - log(norm(x, p)))/p",
    },
    transposition="invariant", domain={"x": "nonzero", "p": "positive"}, condition="the entries of {0} are not 0",
    remedy="norm(A) is the Frobenius norm of a matrix, specnorm(A) and nucnorm(A) are those of singular values, opnorm(A, 1) is the largest column sum, norm1(A) the sum of the absolute values of all entries",
    sign="not negative", degree=1, nonzero="{0} is not zero", code="sum(abs(x).^p)^(1/p)", example="norm(A*x, 3)", source="Boyd & Vandenberghe, Convex Optimization, A.1.2",
    latex=r"\left\lVert {0}\right\rVert_{{1}}", pretty="‖{0}‖_{1}", typst="norm({0})_({1})",
)  # fmt: skip
_VECTORS = ("x: n,1 -> 1,1", "x: 1,n -> 1,1")
OF_ORDERS = (
    Function("norm_1", _VECTORS, "the sum of the absolute values of a column or row", called="norm(_, 1)",
             definition="norm1(x)", stays="norm(x, 1)", example="norm(A*x, 1)", remedy=PNORM.remedy,
             latex=r"\left\lVert {0}\right\rVert_1", pretty="‖{0}‖₁", typst="norm({0})_1"),
    Function("norm_2", _VECTORS, "the 2-norm of a column or row", called="norm(_, 2)", definition="norm(x)",
             example="norm(A*x, 2)", latex=r"\left\lVert {0}\right\rVert_2", pretty="‖{0}‖₂", typst="norm({0})_2", remedy="specnorm(A) is the largest singular value of a matrix, norm(A) its Frobenius norm"),
    Function("norm_inf", _VECTORS, "the largest absolute value of a column or row", called="norm(_, Inf)",
             definition="max(abs(x))", stays="norm(x, Inf)", example="norm(A*x, Inf)",
             latex=r"\left\lVert {0}\right\rVert_\infty", pretty="‖{0}‖_∞", mathml="‖{0}‖∞", typst="norm({0})_oo",
             remedy="opnorm(A, Inf) is the largest row sum of a matrix, max(abs(A)) the largest of all absolute values"),
    Function("opnorm_1", "A: m,n -> 1,1", "the largest column sum of absolute values", called="opnorm(_, 1)",
             definition="max(colsum(abs(A)))", stays="opnorm(A, 1)", example="opnorm(A, 1)"),
    Function("opnorm_2", "A: m,n -> 1,1", "the largest singular value", called="opnorm(_, 2)",
             definition="specnorm(A)", domain={"A": "full rank"}, example="opnorm(A, 2)"),
    Function("opnorm_inf", "A: m,n -> 1,1", "the largest row sum of absolute values", called="opnorm(_, Inf)",
             definition="max(rowsum(abs(A)))", stays="opnorm(A, Inf)", example="opnorm(A, Inf)"),
)  # fmt: skip
NORMALIZE = Function(
    "normalize", "X: m,n -> m,n", "X/norm(X), a vector of length 1", definition="X/norm(X)", leaves_name_free=True,
    elsewhere={"mathematica": "Normalize"}, example="normalize(A*x)",
)  # fmt: skip
CUMSUM = Function(
    "cumsum", ("x: n,1 -> n,1", "x: 1,n -> 1,n"), "the running sums of a column or row",
    differential={"x": "linear"}, adjoint={"x": "sumsfrom(G)"}, matrix={"x": "tril(ones(n,n))"},
    transposition="commutes", code=("tril(ones(n,n))*x", "x*triu(ones(n,n))"), leaves_name_free=True,
    elsewhere={"mathematica": "Accumulate", "numpy-method matlab-columns": "cumsum"}, example="cumsum(A*x)", spelled={"numpy": "_np.cumsum({0}).reshape({0}.shape)", "matlab": "cumsum"},
)  # fmt: skip
SUMSFROM = Function(
    "sumsfrom", ("x: n,1 -> n,1", "x: 1,n -> 1,n"), "the sum of each entry and all behind it, the adjoint of cumsum",
    differential={"x": "linear"}, adjoint={"x": "cumsum(G)"}, matrix={"x": "triu(ones(n,n))"},
    transposition="commutes", code=("triu(ones(n,n))*x", "x*tril(ones(n,n))"), leaves_name_free=True,
    example="sumsfrom(A*x)",
)  # fmt: skip

REDUCTIONS = (
    MAX,
    MIN,
    ISMAX,
    ISMIN,
    PROD,
    PRODOTHERS,
    PRODPAIRS,
    VAR,
    STD,
    RMS,
    PNORM,
    *OF_ORDERS,
    NORMALIZE,
    CUMSUM,
    SUMSFROM,
)
