"""Derivations in the words of the program: its sums as they were typed, its named parts to the end, mean(x)."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.reports.steps import steps

LINES = (
    ("norm(x + alpha)^2", ["u = x + alpha", "= 2*(x + alpha)    # u written out"]),
    (
        "mu = mean(x); sum((x - mu).^3)",
        ["mu = mean(x)", "u  = x - mu", "= 3*((x - mu).^2 - mean((x - mu).^2)*ones(n))  "],
    ),
    ("mean(x, 1)", ["df     = mean(dx, 1)  "]),
    ("mu = mean(x); norm(x - mu)^2", ["u  = x - mu", "du     = dx - mean(dx)*ones(n)", "= 2*(x - mu) "]),
    (
        "sum(G.*softmax(x*w' + M, 2))",
        ["df     = sum(G.*softmax(N, 2).*(dx*w')) - sum(G.*softmax(N, 2).*rowsum("],
    ),
    ("((x .- B) + cot(V*B))[1,2] where B: matrix(m,n), V: matrix(m,m), x: vector(m)", ["(x .- B + cot("]),
    ("(x + cumsum(Y*B, 1)).*(mu*x) where x: matrix(p,p), Y: matrix(p,m), B: matrix(m,p), mu: scalar", ["df "]),
    ("sum(log(A*x))", ["# u'*(v.*w) = (u.*v)'*w, sum(u) = ones(n)'*u"]),  # of ./ too, which is a .* for the adjoint
    ("var(x)", ["grad f = 2*(x - mean(x))/n  "]),
    (
        "norm(x - mean(x))^2/n where n: scalar",
        ["u = x - mean(x)\n", "du     = dx - mean(dx)*ones(m)", "grad f = 2*(u - mean(u))/n"],
    ),
    ("mean((A*x - b).^2)", ["f = mean(u.^2)", "df     = mean(2*(du.*u))"]),
    (
        "u = x - mean(x); g'*u/sqrt(u'*u/n + epsilon) where n: scalar",
        ["u     = x - mean(x)", "alpha = u'*u/n + epsilon", "beta  = g'*u", "f     = beta/sqrt(alpha)"],
    ),
    ("h = tanh(W*x + b); norm(V*h - y)^2", ["grad f = 2*W'*((1 - h.^2).*(V'*(V*h - y)))"]),
    ("norm(A\\x - b)^2", ["= 2*(A'\\(A\\x - b))  "]),
    (
        "m = A*x; (y - m)/norm(y - m)",
        ["m     = A*x", "u     = y - m", "= (y - m)*(y - m)'*A/norm(y - m)^3 - A/norm(y - m)  "],
    ),
    (
        "u = x - mean(x); v = y - mean(y); u'*v/(norm(u)*norm(v))",
        ["grad f = v = y - mean(y); (v - (u'*v)*u/norm(u)^2)/(norm(u)*norm(v))"],
    ),
)


@pytest.mark.parametrize(("text", "lines"), LINES)
def test_the_words_of_the_program_stay(text: str, lines: list[str]) -> None:
    derivation = pipeline.explain(text, wrt=("x",))
    found = plain_text(steps(derivation, unicode=False))
    assert derivation.is_verified
    assert [line for line in lines if line not in found] == []
