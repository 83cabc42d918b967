"""Activation functions of neural networks, entry by entry."""

from __future__ import annotations

from matcalc_cli.functions.entrywise.elementwise import entrywise

ACTIVATIONS = (
    entrywise("gelu", "x times the normal distribution function at x, of every entry",
              "(normcdf(X) + X.*normpdf(X)).*dX", values="-0.17 < {0}", code="X.*normcdf(X)", free=True),
    entrywise("silu", "x times sigmoid(x), of every entry", "sigmoid(X).*(1 + X.*sigmoid(-X)).*dX", values="-0.2785 < {0}",
              code="X.*sigmoid(X)", aliases=("swish",), free=True,
              spelled={"jax": "_jax.nn.silu", "torch": "nn.functional.silu"}),
    entrywise("elu", "x where it is positive, else exp(x) - 1, of every entry", "exp(-relu(-X)).*dX", values="-1 < {0}", rises=("0", "0"),
              code="relu(X) + expm1(-relu(-X))", piecewise=True, free=True),
    entrywise("leakyrelu", "x where it is positive, else x/100, of every entry", "(1 + 99*step(X))/100.*dX", rises=("0", "0"),
              code="(X + 99*relu(X))/100", domain="nonzero", condition="{0} != 0", piecewise=True, nonzero="the entries of {0} are not 0", free=True),
    entrywise("selu", "1.0507 elu of every entry with 1.6733 (exp(x) - 1) on the left, as Klambauer et al. have it",
              "1.0507009873554805*(step(X) + 1.6732632423543772*step(-X).*exp(-relu(-X))).*dX", rises=("0", "0"),
              code="1.0507009873554805*(relu(X) + 1.6732632423543772*expm1(-relu(-X)))",
              domain="nonzero", condition="{0} != 0", piecewise=True, nonzero="the entries of {0} are not 0", free=True),
    entrywise("logcosh", "log(cosh(x)) of every entry, without overflow", "tanh(X).*dX",
              code="log(cosh(X))", stable_code="abs(X) + log(1 + exp(-2*abs(X))) - log(2)", sign="not negative", free=True,
              spelled={"c": "log_cosh", "numpy array-api jax julia": "_logcosh", "matlab": "log_cosh"},
              equations={"log": ("log(cosh(X)) = logcosh(X)",), "logcosh": ("logcosh(-X) = logcosh(X)", "logcosh(zeros(m,n)) = zeros(m,n)", "logcosh(0) = 0")}),
    entrywise("mish", "x tanh(softplus(x)), of every entry",
              "(tanh(softplus(X)) + X.*sigmoid(X).*(1 - tanh(softplus(X)).^2)).*dX", values="-0.3089 < {0}", code="X.*tanh(softplus(X))",
              free=True),
    entrywise("softsign", "x/(1 + |x|), of every entry", "dX./(1 + abs(X)).^2", values="-1 < {0} < 1", rises=("0", "0"), nonzero="the entries of {0} are not 0",
              code="X./(1 + abs(X))",
              odd=True, piecewise=True, free=True),
    entrywise("hardtanh", "x between -1 and 1, else the nearer of them, of every entry",
              "(sign(X + 1) - sign(X - 1))/2.*dX", values="-1 <= {0} <= 1", code="clip(X, -1, 1)", domain="nonzero",
              condition="|{0}| != 1", odd=True, piecewise=True, free=True),
    entrywise("logsigmoid", "log(sigmoid(x)) of every entry, without overflow", "", definition="-softplus(-X)",
              free=True),
)  # fmt: skip
