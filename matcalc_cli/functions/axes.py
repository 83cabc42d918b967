"""Functions of each row, f(A, 2), and of each column, f(A, 1), which is f(A', 2)'."""

from __future__ import annotations

from matcalc_cli.expr.function import Function
from matcalc_cli.functions.reductions import VAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_TOP = "{xp}.max({0}, axis=1, keepdims=True)"


def _along(base: str, result: str, what: str, **facets: Any) -> Iterator[Function]:
    """The functions of each row and of each column that `base` is of one, for an A of m x n; `what` is said of a row."""
    rows, cols = result.split(",")
    of_rows = facets.get("of_rows")
    if of_rows and not facets.get("matrices_only"):
        single = f"{base}(A, 2) = {of_rows}(A) where A: matrix(1,n)"
        facets["equations"] = {**facets.get("equations", {}), f"{base}_2": (single,)}
    name = facets.pop("columns", f"{base}(A', 2)'")
    stays = facets.pop("stays", "")
    yield Function(
        f"{base}_2", f"A: m,n -> {result}", f"{what} of each row", called=f"{base}(_, 2)", example=f"{base}(A, 2)",
        leaves_name_free=True, stays=stays.format(axis=2), **facets,
    )  # fmt: skip
    turned = {"m": "n", "n": "m", "1": "1"}
    kept = {
        facet: value
        for facet, value in facets.items()
        if facet in ("average", "caution", "domain", "matrices_only", "piecewise", "remedy")
    }
    yield Function(
        f"{base}_1", f"A: m,n -> {turned[cols]},{turned[rows]}", f"{what} of each column", called=f"{base}(_, 1)",
        definition=name, example=f"{base}(A, 1)", leaves_name_free=True, stays=stays.format(axis=1), **kept,
    )  # fmt: skip


def _extreme(name: str, adjective: str, other: str) -> Iterator[Function]:
    condition = f"the {adjective} entry of each row of {{0}} is there once"
    remedy = f"{name}imum(x, 1) is the {other} of x and 1 at every entry, {name}(x) the {adjective} of all entries"
    facets = {"domain": {"A": "nonzero"}, "condition": condition, "piecewise": True}
    places = f"is{name}"
    yield from _along(
        name, "m,1", f"the {adjective} entry", of_rows=name, differential={"A": f"({places}(A, 2).*dA)*ones(n)"}, work=(0, 1),
        matrices_only=True, remedy=remedy, code="" if name == "max" else "-max(-A, 2)", source="that of each row",
        proof=(
            f"{name}(A, 2) = ({places}(A, 2).*A)*ones(n) # `{places}(A, 2)` is `1` where the {adjective} entry of a row is, else `0`",
            f"d({name}(A, 2)) = ({places}(A, 2).*dA)*ones(n) # and it stays so while `A` moves a little",
        ),
        spelled={
            "c": f"{name}_rows", "numpy array-api": f"{{xp}}.{name}({{0}}, axis=1, keepdims=True)", "matlab": f"{name}({{0}}, [], 2)",
            "julia": f"{name}imum({{0}}, dims=2)", "torch": f"_torch.a{name}({{0}}, dim=1, keepdim=True)",
        }, **facets,
    )  # fmt: skip
    places_of = "step(A - max(A, 2)*ones(1,n))"
    code = f"{places_of}./({places_of}*ones(n,n))" if name == "max" else "ismax(-A, 2)"
    yield from _along(
        places,
        "m,n",
        f"1 where the {adjective} entry is, else 0 (1/k where it is there k times),",
        differential={"A": "0*dA"},
        of_rows=places,
        code=code,
        source="constant where no two entries tie",
        **facets,
    )


AXES = (
    *_along("sum", "m,1", "the sum", definition="A*ones(n)", columns="ones(1,m)*A"),
    *_along("mean", "m,1", "the mean", definition="A*ones(n)/n", columns="ones(1,m)*A/m", stays="mean(A, {axis})", average=True),
    *_along("cumsum", "m,n", "the running sums", definition="A*triu(ones(n,n))", columns="tril(ones(m,m))*A"),
    *_along(
        "norms", "m,1", "the 2-norm", of_rows="norm", differential={"A": "(A.*dA)*ones(n)./norms(A, 2)"},
        code="sqrt(A.^2*ones(n))", degree=1, source="the root of a sum of squares",
    ),
    *_along(
        "var", "m,1", "the variance", degree=2,
        differential={"A": "2*((A - A*ones(n)*ones(1,n)/n).*dA)*ones(n)/n"}, sign="not negative",
        code="(A - A*ones(n)*ones(1,n)/n).^2*ones(n)/n", caution=VAR.caution, stays="mean(A, {axis})", source="the mean of the differences is 0",
    ),
    *_along(
        "std", "m,1", "the standard deviation", degree=1,
        differential={"A": "((A - A*ones(n)*ones(1,n)/n).*dA)*ones(n)./(n*std(A, 2))"}, sign="not negative",
        code="sqrt((A - A*ones(n)*ones(1,n)/n).^2*ones(n)/n)",
        caution=VAR.caution, source="from that of the variance", stays="mean(A, {axis})",
        equations={"elementwise_power": ("sqrt(var(A, 2)) = std(A, 2) where A: matrix(m,n)", "std(A, 2).^2 = var(A, 2) where A: matrix(m,n)")},
    ),
    *_extreme("max", "largest", "larger"),
    *_extreme("min", "smallest", "smaller"),
    *_along(
        "logsumexp", "m,1", "log(sum(exp(A))), without overflow,", of_rows="logsumexp",
        differential={"A": "(softmax(A, 2).*dA)*ones(n)"},
        code="log(exp(A)*ones(n))",
        spelled={
            "c": "logsumexp_rows",
            "numpy": "_special.logsumexp({0}, axis=1, keepdims=True)",
            "jax": "_jax.nn.logsumexp({0}, axis=1, keepdims=True)",
            "torch": "_torch.logsumexp({0}, dim=1, keepdim=True)",
            "array-api": f"({_TOP} + {{xp}}.log({{xp}}.sum({{xp}}.exp({{0}} - {_TOP}), axis=1, keepdims=True)))",
            "matlab": "(max({0}, [], 2) + log(sum(exp(plus_repeated({0}, -max({0}, [], 2))), 2)))",
            "julia": "(maximum({0}, dims=2) .+ log.(sum(exp.({0} .- maximum({0}, dims=2)), dims=2)))",
        },
        equations={
            "log": (
                "log(exp(A)*ones(n)) = logsumexp(A, 2) where A: matrix(m,n)",
                "log(exp(A)'*ones(m)) = logsumexp(A', 2) where A: matrix(m,n)",
            ),
        },
        source="Boyd & Vandenberghe, Convex Optimization, 3.1.5",
    ),
    *_along(
        "softmax", "m,n", "exp(x)/sum(exp(x))", of_rows="softmax", sign="positive",
        differential={"A": "softmax(A, 2).*(dA - (softmax(A, 2).*dA)*ones(n)*ones(1,n))"},
        code="exp(A - logsumexp(A, 2)*ones(1,n))", spelled={"c": "softmax_rows", "jax": "_jax.nn.softmax({0}, axis=1)"},
        equations={
            "log": ("log(softmax(A, 2)) = A - logsumexp(A, 2)*ones(1,n) where A: matrix(m,n)",),
            "exp": ("exp(A - logsumexp(A, 2)*ones(1,n)) = softmax(A, 2) where A: matrix(m,n)",),
            "*": ("softmax(A, 2)*ones(n) = ones(m) where A: matrix(m,n)",),
            "hadamard": (
                "exp(A).*((exp(A)*ones(n)).^-1*ones(1,n)) = softmax(A, 2) where A: matrix(m,n)",
                "exp(A).*(ones(m)*((exp(A)'*ones(m)).^-1)') = softmax(A', 2)' where A: matrix(m,n)",
            ),
        },
        source="Bishop, Pattern Recognition and Machine Learning, eq. 4.106",
    ),
)  # fmt: skip
