"""Every line of a derivation equals the one before it, and the last one is the answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.derivation import Derivation, Heading, Line, Section
from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.check.lines import UnequalLineError, value_of, verdicts, verify
from matcalc_cli.elaborate.builder import Scope
from matcalc_cli.explain.backward import Backward
from matcalc_cli.explain.trees import formula
from matcalc_cli.expr.build import add
from matcalc_cli.expr.node import Node, Symbol, postorder
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.answers import single

PROGRAMS = [
    "A^2",
    "A^3",
    "inv(A)",
    "det(A)",
    "||A*x-b||^2",
    "x'*A*x/(x'*x)",
    "tr((A*diag(x)*A')^-1)",
    "h = tanh(V*x + b); r = W*h - y; norm(r)^2/2",
    "u = x - m; -n/2*log(2*pi) - logdet(S)/2 - u'*inv(S)*u/2 where S: spd(n), x: vector(n), m: vector(n)",
    "A^4",
    "A^k",
    "A^-2*B",
    "X'*X",
    "A*X*B",
    "kron(A, B)",
    "logdet(X'*A*X)",
    "tr(A^3)",
    "tr(A*X*B*X')",
    "x/norm(x)",
    "softmax(A*x)",
    "logsumexp(A*x + b)",
    "x.*sin(x)",
    "sum(log(1 + exp(-y.*(X*w))))",
    "(A + y*x')*x",
    "alpha^3*A",
    "x'*A(x)*x".replace("A(x)", "A"),
    "log(det(A + alpha*I))",
    "tr(S*A*S) where S: symmetric(n)",
    "S*x where S: symmetric(n)",
    "tr(L'*L*B) where L: lower(n)",
    "tr(Q'*A*Q) where Q: orthogonal(n)",
    "diag(x)*A*diag(x)",
    "exp(x'*A*x)*b",
    "(x'*x)^2",
    "norm(X)",
    "A*(x + B*(x + C*x))",
    "vec(A*X)'*vec(X)",
    "tr(A)^2/det(A)",
    "X/norm(X)",
    "x*x'*x",
    "x'*(A + norm(x)^2*I)*x/(x'*x)",
    "u = x - m; u'*A*u",
    "y = A*x + b; norm(y - c)^2",
    "2*A + B*A",
    "det(inv(X))",
    "-y'*log(softmax(W*x))",
]


def cases() -> Iterator[tuple[str, str, str]]:
    for text in PROGRAMS:
        yield text, "", ""
        yield text, "rules", ""
    for text in PROGRAMS[:9]:
        yield text, "", "forward"
        yield text, "", "reverse"


def explained(text: str, style: str, mode: str) -> Derivation:
    return pipeline.explain(text, style=style, mode=mode)


@pytest.mark.parametrize(("text", "style", "mode"), list(cases()))
def test_every_line_is_what_the_engine_says_exactly(text: str, style: str, mode: str) -> None:
    derivation = explained(text, style, mode)
    words = [word for _, word in verdicts(derivation)]
    assert len(words) >= 2
    assert set(words) <= {"ok", "undecided"}
    assert words.count("undecided") <= len(words) // 3
    assert derivation.verdict


@pytest.mark.parametrize("text", PROGRAMS)
def test_the_last_line_about_a_variable_is_the_answer_that_is_printed(text: str) -> None:
    derivation = explained(text, "", "")
    last: dict[Symbol, Line] = {}
    heading: Heading | None = None
    for line in derivation.lines:
        heading = line.left if isinstance(line.left, Heading) else heading if line.left is None else None
        if heading is not None:
            last[heading.variable] = line
    answer = derivation.answer
    assert set(last) == {d.variable for d in answer.derivatives}
    for found in answer.derivatives:
        reading = found.derivative or found.gradient or found.jacobian
        right = last[found.variable].right
        assert value_of(last[found.variable], derivation) is reading
        command = "grad" if answer.expression.is_scalar else "jacobian"
        if found.derivative is None:
            printed = [line.partition("  #")[0] for line in single(answer, command)]
            alone = plain(right)
            assert any(p == alone or pipeline.reads_back(p, reading) for p in printed)


def chains(derivation: Derivation) -> Iterator[list[Line]]:
    """Lines that go on from each other."""
    for section in derivation.sections:
        chain: list[Line] = []
        for line in section.lines:
            if line.left is not None:
                yield chain
                chain = []
            chain.append(line)
        yield chain


WIDE = ("tr((A*diag(x)*A')^-1)",)
"""Programs that have a value where A has more columns than rows; all others take tall matrices."""


def values(nodes: list[Node], *, wide: bool) -> list[np.ndarray]:
    """The values of nodes at one random point, by the code that matcalc emits."""
    everything = list(postorder(*nodes))
    names = sorted(
        {n for x in everything for s in (*x.shape, *getattr(x, "sizes", ())) if isinstance(s, Dim) for n in s.names}
    )
    sizes = {name: 3 + i for i, name in enumerate(names if wide else reversed(names))}
    rng = np.random.default_rng(7)
    env: dict[str, object] = dict(sizes)
    for s in sorted({s for x in everything for s in x.symbols}, key=lambda s: s.name):
        rows, cols = (size if isinstance(size, int) else sizes[str(size)] for size in s.shape)
        env[s.name] = (
            3
            if s.kind == "integer"
            else float(rng.uniform(1, 2))
            if s.is_scalar
            else rng.uniform(0.5, 1.5, (rows, cols))
        )
    return [np.atleast_2d(evaluate(node, env)) for node in nodes]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [p for p in PROGRAMS if " where " not in p])
def test_each_line_has_the_value_of_the_one_before(text: str) -> None:
    derivation = explained(text, "", "")
    compared = 0
    for chain in chains(derivation):
        nodes = [value_of(line, derivation) for line in chain if line.claim is not None]
        claims = [line.claim for line in chain if isinstance(line.claim, Node)]
        if claims and nodes:
            first, *others = values([claims[0], *nodes], wide=text in WIDE)
            for other in others:
                np.testing.assert_allclose(other, first, rtol=1e-8, atol=1e-9 * np.abs(first).max())
                compared += 1
    assert compared >= 2


def test_a_wrong_line_is_noticed() -> None:
    derivation = explained("A^2", "", "")
    for i, line in enumerate(derivation.lines):
        claim = line.claim
        assert claim is not None
        lines = list(derivation.lines)
        lines[i] = Line(line.left, line.right, line.reason, add(claim, claim))
        damaged = Derivation(derivation.answer, [Section([], lines)], derivation.scope, "f")
        with pytest.raises(UnequalLineError):
            verify(damaged)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("A^2", "dA*A + A*dA'"), ("inv(A)", "inv(A)*dA*inv(A)"), ("norm(A*x - b)^2", "2*u'*A*dx"),
        ("det(A)", "det(A)*tr(inv(A)'*dA)"), ("logdet(X'*A*X)", "tr(M*dM)"), ("tr(A^3)", "2*tr(A^2*dA)"),
    ],
)  # fmt: skip
def test_a_wrong_step_is_noticed(text: str, wrong: str) -> None:
    """A step as a wrong rule would write it, in the place of the first line that says what df is."""
    derivation = explained(text, "", "")
    sections = []
    for section in derivation.sections:
        df = [line for line in section.lines if getattr(line.left, "name", "") == "df"]
        lines = [Line(x.left, formula(wrong), x.reason, x.claim) if x in df[:1] else x for x in section.lines]
        sections.append(Section(section.title, lines, tally=section.tally, scope=section.scope))
    with pytest.raises(UnequalLineError):
        verify(Derivation(derivation.answer, sections, derivation.scope, "f"))


def test_a_lost_user_of_a_part_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is claimed of a cotangent is not put together from what the users of the part sent back."""

    def lossy(self: Backward, symbol: Symbol) -> Node:
        return self.arrived[symbol][0].cotangent

    text = "u = A*x; v = (B*u).^3; w = (C*u + D*v).^2; sum(w)"
    assert verify(explained(text, "", "reverse")).verdict == "exact"
    monkeypatch.setattr("matcalc_cli.explain.backward.Backward._sum", lossy)
    with pytest.raises(UnequalLineError):
        explained(text, "", "reverse")


def test_the_scope_of_a_derivation_has_the_parts() -> None:
    derivation = explained("logdet(X'*A*X)", "", "")
    scope = derivation.scope
    assert isinstance(scope, Scope)
    assert str(scope.nodes["M"]) != "M"
    assert {"M", "dM", "X", "dX"} <= set(scope.nodes)


def test_parts_of_parts_are_named_where_the_expression_is_rewritten() -> None:
    """Written out, sum(r20) has a million operations."""
    text = "r0 = A*x; " + "".join(f"r{i + 1} = sin(r{i}).*r{i}; " for i in range(20)) + "sum(r20)"
    derivation = pipeline.explain(text, wrt=["x"])
    assert derivation.verdict == "exact"
    assert max(len(plain(line.right)) for line in derivation.lines) < 2_000
