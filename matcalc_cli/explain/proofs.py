"""Where the rules of functions come from: short derivations as text in the language, with d(...) for a differential."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from matcalc_cli.answers.derivation import Line, Section
from matcalc_cli.explain.context import Context
from matcalc_cli.explain.general import general
from matcalc_cli.explain.trees import name_of, named, names_in, put_in, with_children
from matcalc_cli.expr.node import Apply, Symbol, number
from matcalc_cli.expr.operations import POWER
from matcalc_cli.functions import FUNCTIONS, find, names
from matcalc_cli.language.parser import parse
from matcalc_cli.language.tree import Call, Tree
from matcalc_cli.render.fold import fold
from matcalc_cli.render.sizes import size_tree

MARK = " # "
LETTERS = ("X", "A", "S", "x")
"""What proofs call the argument."""
HIGHER = named("...", "⋯")
"""Terms of higher order, not written out."""
_EIGEN = (
    "S*q = λ*q # `q` a unit eigenvector of the symmetric `S`, `λ` a simple eigenvalue",
    "dS*q + S*dq = dλ*q + λ*dq # both sides differentiated",
    "q'*dS*q + q'*S*dq = dλ*q'*q + λ*q'*dq # `q'` from the left",
    "q'*dS*q = dλ # `q'*S` = `λ*q'` since `S` is symmetric, and `q'*q` = `1`",
)
_SINGULAR = (
    "A*v = σ*u # `u` and `v` unit singular vectors, `σ` a simple singular value",
    "dA*v + A*dv = dσ*u + σ*du # both sides differentiated",
    "u'*dA*v + u'*A*dv = dσ*u'*u + σ*u'*du # `u'` from the left",
    "u'*dA*v = dσ # `u'*A` = `σ*v'`, and `v'*dv` = `u'*du` = `0`: the vectors keep their length",
)
PROOFS: dict[str, tuple[str, ...]] = {
    "inv": (
        "X*inv(X) = I(n) # what the inverse is",
        "d(X*inv(X)) = zeros(n,n) # the identity does not move",
        "dX*inv(X) + X*d(inv(X)) = zeros(n,n) # product rule",
        "X*d(inv(X)) = -dX*inv(X) # the first term to the other side",
        "d(inv(X)) = -inv(X)*dX*inv(X) # `inv(X)` from the left",
    ),
    "det": (
        "det(X + dX) = det(X*(I(n) + inv(X)*dX)) # take `X` out",
        " = det(X)*det(I(n) + inv(X)*dX) # the determinant of a product",
        "det(I(n) + E) = 1 + tr(E) + higher # to first order: only the product of the diagonal is linear in `E`",
        "d(det(X)) = det(X)*tr(inv(X)*dX) # Jacobi's formula: `E` is `inv(X)*dX`",
        " = tr(adj(X)*dX) # Cramer: `adj(X)` = `det(X)*inv(X)`",
    ),
    "adj": (
        "adj(X)*X = det(X)*I(n) # Cramer",
        "d(adj(X))*X + adj(X)*dX = tr(adj(X)*dX)*I(n) # both sides differentiated, the right one by Jacobi's formula",
        "d(adj(X)) = (tr(adj(X)*dX)*I(n) - adj(X)*dX)*inv(X) # where `X` has an inverse",
        " = adjstep(X, dX) # the same polynomial, written so that it needs none",
    ),
    "logdet": (
        "d(det(X)) = det(X)*tr(inv(X)*dX) # Jacobi's formula, see det",
        "d(logdet(X)) = d(det(X))/det(X) # `log(abs(t))` has the derivative `1/t`",
        " = tr(inv(X)*dX)",
    ),
    "norm": (
        "norm(X)^2 = tr(X'*X) # the sum of the squares of the entries",
        "2*norm(X)*d(norm(X)) = tr(dX'*X) + tr(X'*dX) # both sides differentiated",
        " = 2*tr(X'*dX) # the two terms are transposes of each other",
        "d(norm(X)) = tr(X'*dX)/norm(X) # where the norm is not 0",
    ),
    "eigmax": (
        *_EIGEN,
        "d(eigmax(S)) = eigvecmax(S)'*dS*eigvecmax(S) # for the largest eigenvalue",
    ),
    "eigvals": (
        *_EIGEN,
        "d(eigvals(S)) = diag(eigvecs(S)'*dS*eigvecs(S)) # all of them at once",
    ),
    "svdvals": (
        *_SINGULAR,
        "d(svdvals(A)) = diag(svdu(A)'*dA*svdv(A)) # all of them at once",
    ),
    "specnorm": (
        *_SINGULAR,
        "d(specnorm(A)) = svdumax(A)'*dA*svdvmax(A) # for the largest singular value",
    ),
    "nucnorm": (
        "nucnorm(A) = sum(svdvals(A)) # what it is",
        "d(nucnorm(A)) = sum(diag(svdu(A)'*dA*svdv(A))) # the differential of the singular values, see svdvals",
        " = tr(svdu(A)'*dA*svdv(A)) # the diagonal added up is the trace",
        " = tr(polar(A)'*dA) # `tr(U*V)` = `tr(V*U)`, and `polar(A)` = `svdu(A)*svdv(A)'`",
    ),
    "expm": (
        "expm(A) = I(n) + A + A^2/2 + A^3/6 + higher # the exponential series",
        "d(expm(A)) = dA + (dA*A + A*dA)/2 + (dA*A^2 + A*dA*A + A^2*dA)/6 + higher # `A` and `dA` need not commute",
        "d(expm(A)) = frechet(expm, A, dA) # the name of that sum, linear in `dA`",
    ),
    "logm": (
        "expm(logm(A)) = A # what the logarithm is",
        "frechet(expm, logm(A), d(logm(A))) = dA # chain rule: a linear equation for `d(logm(A))`",
    ),
    "sqrtm": (
        "sqrtm(A)*sqrtm(A) = A # what the root is",
        "d(sqrtm(A))*sqrtm(A) + sqrtm(A)*d(sqrtm(A)) = dA # product rule: a Sylvester equation for `d(sqrtm(A))`",
        "(kron(sqrtm(A)', I(n)) + kron(I(n), sqrtm(A)))*vec(d(sqrtm(A))) = vec(dA) # vec of both sides",
    ),
    "chol": (
        "L*L' = S # `L` is `chol(S)`, lower triangular",
        "dL*L' + L*dL' = dS # product rule",
        "inv(L)*dL + dL'*inv(L)' = inv(L)*dS*inv(L)' # `inv(L)` from the left, `inv(L')` from the right",
        "inv(L)*dL = halftril(inv(L)*dS*inv(L)') # a lower triangle and its transpose: the diagonal is shared",
        "dL = L*halftril(inv(L)*dS*inv(L)') # `L` from the left",
    ),
    "logsumexp": (
        "exp(logsumexp(x)) = sum(exp(x)) # what it is",
        "exp(logsumexp(x))*d(logsumexp(x)) = sum(exp(x).*dx) # both sides differentiated",
        "d(logsumexp(x)) = sum(exp(x - logsumexp(x)).*dx)",
        " = softmax(x)'*dx",
    ),
    "softmax": (
        "softmax(x) = exp(x - logsumexp(x)) # what it is",
        "d(softmax(x)) = softmax(x).*(dx - d(logsumexp(x))) # `exp(x)` is its own derivative",
        " = softmax(x).*dx - softmax(x)*softmax(x)'*dx # the differential of logsumexp",
    ),
    "tr": (
        "tr(X + dX) - tr(X) = tr(dX) # the trace is a sum of entries, so it is linear",
        "d(tr(X)) = tr(dX)",
    ),
    "power": (
        "d(A^2) = dA*A + A*dA # product rule",
        "d(A^3) = dA*A^2 + A*d(A^2) # `A^3` = `A*A^2`",
        " = dA*A^2 + A*dA*A + A^2*dA",
        "d(A^k) = sum(j, 0, k-1, A^j*dA*A^(k-1-j)) # and so on",
    ),
}  # fmt: skip
"""By function: lines `left = right # reason`; without a left side it goes on."""


@lru_cache(maxsize=1)
def _callable() -> dict[str, str]:
    return {**names(), "d": "d"}


def formula(text: str) -> Tree:
    """A formula in which d(...) is a call."""
    return put_in(parse(text, _callable()).body, {"higher": HIGHER})


def proof(name: str) -> Section | None:
    """The derivation of the rule of a function; None if there is none on record and it is no matter of course."""
    function = find(name)
    texts = PROOFS.get(function.name if function else name)
    lines = general(function) if texts is None and function else [_line(text) for text in texts or ()]
    return Section([], lines) if lines else None


def proof_of_the_rule(context: Context) -> list[Section]:
    """The derivation of the rule that the whole derivation consists of: of f(X), X a variable."""
    f = context.answer.expression
    if len(context.variables) != 1 or not isinstance(f, Apply) or f.children[:1] != (context.variables[0],):
        return []
    name = "inv" if f.function is POWER and f.children[1] is number(-1) else f.function.name
    found = proof(name) if name in PROOFS and name not in ("power", "tr") else None
    return [] if found is None else [Section(["where the rule comes from"], _about(context, found))]


def _about(context: Context, found: Section) -> list[Line]:
    """The lines of a proof in the name and the size of the variable; those that claim something of it alone, checked."""
    (variable,) = context.variables
    moving = context.directions[variable]
    there = {name for line in found.lines for name in names_in(line.right)}
    letter = next(name for name in LETTERS if name in there)
    free = not there & {variable.name, moving.name} or letter == variable.name
    new = {"n": size_tree(variable.rows)}
    if free:
        new |= {letter: name_of(variable), f"d{letter}": name_of(moving)}
    known = {variable.name, moving.name, *context.full.dims, *FUNCTIONS}
    lines: list[Line] = []
    claim: Tree | None = None
    for line in found.lines:
        left = _written(line.left, new, variable) if isinstance(line.left, Tree) else None
        right = _written(line.right, new, variable)
        claim = left or claim
        checked = claim is not None and names_in(claim) | names_in(right) <= known
        reason = [put_in(part, new) if isinstance(part, Tree) else part for part in line.reason]
        lines.append(Line(left, right, reason, claim if checked else None))
    return lines


def _written(tree: Tree, new: Mapping[str, Tree], variable: Symbol) -> Tree:
    """The formula about this variable; a column's norm needs no trace."""
    tree = put_in(tree, new)
    return tree if variable.cols != 1 else fold(tree, _without_trace)


def _without_trace(node: Tree, children: list[Tree]) -> Tree:
    return children[0] if isinstance(node, Call) and node.function == "tr" else with_children(node, children)


def _line(text: str) -> Line:
    equation, _, reason = text.partition(MARK)
    left, _, right = equation.partition(" = ")
    return Line(formula(left) if left.strip() else None, formula(right), _prose(reason))


def _prose(text: str) -> list[str | Tree]:
    pieces = text.split("`")
    return [formula(piece) if i % 2 else piece for i, piece in enumerate(pieces) if piece]
