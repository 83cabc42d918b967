"""More functions of one number, applied to every entry: logarithms, inverses of hyperbolic functions, erf and gamma."""

from __future__ import annotations

from matcalc_cli.expr.function import Function
from matcalc_cli.functions.elementwise import entrywise

_POLES = "{0} is not 0, -1, -2, ..."

SPECIAL = (
    entrywise("log1p", "log(1 + x) of every entry, exact near 0", "dX./(1 + X)", code="log(1 + X)",
              domain="above -1", condition="{0} > -1", free=True,
              spelled={"numpy array-api matlab julia mpmath": "log1p"}),
    entrywise("expm1", "exp(x) - 1 of every entry, exact near 0", "exp(X).*dX", code="exp(X) - 1", free=True,
              spelled={"numpy array-api matlab julia mpmath": "expm1"}),
    entrywise("log2", "the logarithm to base 2 of every entry", "dX./(log(2)*X)", code="log(X)/log(2)",
              domain="positive", condition="{0} > 0", free=True, spelled={"numpy array-api julia": "log2"}),
    entrywise("log10", "the logarithm to base 10 of every entry", "dX./(log(10)*X)", code="log(X)/log(10)",
              domain="positive", condition="{0} > 0", free=True, spelled={"numpy array-api julia mpmath": "log10"}),
    entrywise("cbrt", "the real cube root of every entry", "dX./(3*cbrt(X).^2)", code="sign(X).*abs(X).^(1/3)",
              domain="nonzero", condition="{0} != 0", odd=True, piecewise=True, free=True,
              spelled={"numpy julia jax": "cbrt", "matlab": "nthroot({0}, 3)"}),
    entrywise("sec", "1/cos(x) of every entry", "sec(X).*tan(X).*dX", code="1./cos(X)",
              condition="cos({0}) != 0", free=True, latex=r"\sec",
              spelled={"matlab julia mpmath sympy": "sec"}, equations={"sec": ("sec(-X) = sec(X)",)}),
    entrywise("csc", "1/sin(x) of every entry", "-csc(X).*cot(X).*dX", code="1./sin(X)", domain="nonzero",
              condition="sin({0}) != 0", free=True, latex=r"\csc",
              spelled={"matlab julia mpmath sympy": "csc"}, equations={"csc": ("csc(-X) = -csc(X)",)}),
    entrywise("cot", "cos(x)/sin(x) of every entry", "-(1 + cot(X).^2).*dX", code="cos(X)./sin(X)",
              domain="nonzero", condition="sin({0}) != 0", free=True, latex=r"\cot",
              spelled={"matlab julia mpmath sympy": "cot"}, equations={"cot": ("cot(-X) = -cot(X)",)}),
    entrywise("sinc", "sin(pi x)/(pi x) of every entry, 1 at 0", "(cos(pi*X) - sinc(X))./X.*dX",
              code="sin(pi*X)./(pi*X)", domain="nonzero", condition="{0} != 0", free=True,
              caution="sinc(x) is sin(pi*x)/(pi*x), as NumPy, MATLAB and Julia have it",
              spelled={"numpy jax julia torch": "sinc", "mpmath": "sincpi"}, equations={"sinc": ("sinc(-X) = sinc(X)",)}),
    entrywise("asinh", "the inverse hyperbolic sine of every entry", "dX./sqrt(1 + X.^2)",
              code="log(X + sqrt(1 + X.^2))", aliases=("arcsinh",), odd=True, free=True,
              spelled={"numpy": "arcsinh", "array-api matlab julia mpmath sympy": "asinh"}),
    entrywise("acosh", "the inverse hyperbolic cosine of every entry", "dX./sqrt(X.^2 - 1)",
              code="log(X + sqrt(X.^2 - 1))", domain="above 1", condition="{0} > 1", aliases=("arccosh",), free=True,
              spelled={"numpy": "arccosh", "array-api julia mpmath sympy": "acosh"}),
    entrywise("atanh", "the inverse hyperbolic tangent of every entry", "dX./(1 - X.^2)",
              code="(log(1 + X) - log(1 - X))/2", domain="unit", condition="|{0}| < 1", aliases=("arctanh",), odd=True,
              free=True, spelled={"numpy": "arctanh", "array-api julia mpmath sympy": "atanh"}),
    entrywise("logit", "log(x/(1 - x)) of every entry, the inverse of sigmoid", "dX./(X.*(1 - X))",
              code="log(X) - log(1 - X)", domain="between 0 and 1", condition="0 < {0} < 1", free=True,
              spelled={"numpy": "_special.logit", "torch": "logit", "jax": "_jax.scipy.special.logit"},
              equations={"logit": ("logit(sigmoid(X)) = X",), "sigmoid": ("sigmoid(logit(X)) = X",)}),
    entrywise("erfc", "1 - erf(x) of every entry, exact far out", "-2/sqrt(pi)*exp(-X.^2).*dX", code="1 - erf(X)",
              free=True,
              spelled={
                  "numpy": "_special.erfc", "matlab torch mpmath sympy": "erfc", "julia": "_erfc",
                  "jax": "_jax.scipy.special.erfc",
              }),
    entrywise("erfinv", "the inverse of erf, of every entry", "sqrt(pi)/2*exp(erfinv(X).^2).*dX", domain="unit",
              condition="|{0}| < 1", odd=True, free=True,
              spelled={
                  "numpy": "_special.erfinv", "matlab torch mpmath sympy": "erfinv", "julia": "_erfinv",
                  "jax": "_jax.scipy.special.erfinv",
              },
              equations={"erfinv": ("erfinv(erf(X)) = X",)}),
    entrywise("normcdf", "the distribution function of the standard normal distribution, of every entry",
              "exp(-X.^2/2)/sqrt(2*pi).*dX", code="erfc(-X/sqrt(2))/2", free=True,
              spelled={"numpy": "_special.ndtr", "torch": "special.ndtr", "jax": "_jax.scipy.special.ndtr",
                       "mpmath": "ncdf"}),
    entrywise("gammaln", "log|gamma(x)| of every entry", "digamma(X).*dX", domain="off the poles", condition=_POLES,
              aliases=("lgamma", "loggamma"), free=True,
              spelled={
                  "numpy": "_special.gammaln", "matlab": "gammaln", "torch": "lgamma", "julia": "_gammaln",
                  "jax": "_jax.scipy.special.gammaln", "sympy": "loggamma",
              }),
    entrywise("digamma", "the derivative of gammaln, of every entry", "polygamma(1, X).*dX", domain="off the poles",
              condition=_POLES, free=True,
              spelled={
                  "numpy": "_special.digamma", "matlab": "psi", "torch mpmath sympy": "digamma", "julia": "_digamma",
                  "jax": "_jax.scipy.special.digamma",
              }),
    Function(
        "polygamma", "k: 1,1; X: m,n -> m,n", "the k-th derivative of digamma, of every entry",
        differential={"X": "polygamma(k + 1, X).*dX"}, transposition="commutes", elementwise=True,
        domain={"X": "off the poles"}, condition="{1} is not 0, -1, -2, ...", leaves_name_free=True,
        example="sum(polygamma(1, x))", source="DLMF 5.15",
        spelled={
            "numpy": "_special.polygamma", "matlab": "psi", "julia": "_polygamma.(round(Int, {0}), {1})",
            "torch": "_torch.polygamma(int({0}), {1})", "jax": "_jax.scipy.special.polygamma",
        },
    ),
)  # fmt: skip
