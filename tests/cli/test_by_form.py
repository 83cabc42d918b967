"""Lines of a batch in other names have the answers that each of them has alone, and most are worked out once."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from matcalc_cli import pipeline
from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.by_form import REMEMBERED, ByForm, form_of
from matcalc_cli.cli.output.style import Style
from matcalc_cli.expr.words import MOST_NUMBERED

FORMS = [
    "tr(X'*A*X)", "norm(A*x - b)^2", "inv(X)*A", "sum(exp(A*X*B))", "A*B*A' + B*A", "logsumexp(alpha*A*x)", "x'*A*y + y'*B*x",
    "norm(tanh(W*x) - t)^2", "norm(tanh(W*tanh(A*x) + t) - b)^2", "tr(A)*det(B*A)", "a.*b.*c", "(x'*A*x)/(y'*B*y)", "2*x - x*y'*x",
    "log2(x'*y)*exp(-mu*norm(y))",
]  # fmt: skip
ASKED = [
    ("grad",),
    ("hessian",),
    ("diff", "--no-notes"),
    ("jacobian", "-f", "json"),
    ("grad", "-f", "latex"),
    ("diff", "-f", "json"),
]


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that were answered each by itself."""
    found: list[str] = []
    read = pipeline.varied

    def counted(text: str, **options: Any) -> Any:
        found.append(text)
        return read(text, **options)

    monkeypatch.setattr(pipeline, "varied", counted)
    return found


def renamed(form: str, random: Random) -> str:
    """The expression with a number behind every letter: few or many, so that some of them are in another order."""
    letters = sorted({n for n in re.findall("[A-Za-z]+", form) if len(n) == 1 or n in ("alpha", "mu")})
    drawn = random.sample(range(random.choice((len(letters), 40, 2 * MOST_NUMBERED))), len(letters))
    names = dict(zip(letters, sorted(drawn) if random.random() < 0.5 else drawn, strict=True))
    return re.sub("[A-Za-z]+", lambda word: word[0] + str(names.get(word[0], "")), form)


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
@pytest.mark.parametrize("form", FORMS)
def test_a_line_has_the_answer_that_it_has_alone(
    form: str, asked: tuple[str, ...], matcalc: Callable[..., Any], worked_out: list[str]
) -> None:
    random = Random(form)
    lines = [renamed(form, random) for _ in range(6)]
    command, *options = asked
    batch = matcalc(command, "-", *options, stdin="\n".join(lines))
    assert len(worked_out) <= len(lines)
    alone = [matcalc(command, "-", *options, stdin=line) for line in lines]
    apart = "\n" if command == "diff" and "json" not in options else ""
    assert re.sub(r'"line": \d+', "", batch.out) == re.sub(r'"line": \d+', "", apart.join(one.out for one in alone))
    assert batch.code == max(one.code for one in alone)


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_names_that_numbers_alone_tell_apart_keep_their_order(
    asked: tuple[str, ...], matcalc: Callable[..., Any]
) -> None:
    command, *options = asked
    numbers = [(1, 2, 3), (4, 5, 6), (7, 12, 30), (2, 10, 11), (12, 7, 3), (3, 2, 1), (10, 2, 1), (5, 8, 9)]
    lines = [f"x{i}'*A{i}*x{j} + x{k}'*A{j}'*A{k}*x{i} + norm(A{k}*x{j} - x{i})^2" for i, j, k in numbers]
    batch = matcalc(command, "-", *options, stdin="\n".join(lines)).out.splitlines()
    alone = [line for text in lines for line in ["", *matcalc(command, "-", *options, stdin=text).out.splitlines()]]
    assert [line for line in batch if line] == [line for line in alone if line]


def test_lines_of_one_form_are_worked_out_twice(matcalc: Callable[..., Any], worked_out: list[str]) -> None:
    lines = [f"norm(A{i}*x - b{i + 3})^2" for i in range(3, 300, 7)]
    result = matcalc("grad", "-", stdin="\n".join(lines))
    assert worked_out == lines[:2]
    assert result.out.splitlines()[-3:] == [
        "2*(A297*x - b300)*x'  # wrt A297", "2*A297'*(A297*x - b300)  # wrt x", "2*(b300 - A297*x)  # wrt b300",
    ]  # fmt: skip


def test_the_answers_are_the_same_whoever_works_them_out(matcalc: Callable[..., Any]) -> None:
    lines = "\n".join(f"sum(exp(A{i}*X*B{i % 4}))" for i in range(30))
    one, two = (matcalc("diff", "-", "--no-notes", "--jobs", jobs, stdin=lines) for jobs in "12")
    assert one == two


def test_a_convention_is_said_by_the_first_line_alone(matcalc: Callable[..., Any]) -> None:
    out = matcalc("diff", "-", stdin="\n".join(f"tr(A{i}*X)" for i in range(9))).out
    assert out.count("convention") == 1
    assert out.count("\n\n") == 8


def test_a_note_is_said_in_the_names_of_its_line(matcalc: Callable[..., Any]) -> None:
    said = matcalc("grad", "-", stdin="\n".join(f"logdet(A{i}*X)" for i in (3, 14, 15, 926))).err
    assert all(f"A{i}" in said for i in (3, 14, 15, 926))


def test_names_of_parts_avoid_those_of_a_line(matcalc: Callable[..., Any], worked_out: list[str]) -> None:
    """The answer names a part t1: it would have another name beside a variable t1."""
    lines = [f"norm(tanh(W*x) - t{i})^2" for i in (5, 7, 1, 2)]
    out = matcalc("hessian", "-", stdin="\n".join(lines)).out
    assert out == "".join(matcalc("hessian", line).out for line in lines)
    assert worked_out[:4] == lines
    assert "t2 = tanh(W*x)" in out


def test_another_order_is_another_form() -> None:
    def key(line: str) -> object:
        found = form_of(line, laid_out=False)
        assert found
        return found.key

    assert key("A1*x + A2*x") == key("A12*x + A130*x") != key("A2*x + A1*x")
    assert key("A2*x + A3*x") != key("A2*x + A10*x")  # which come one way as texts, the other way as numbers
    assert key("A1*x + A1*x") != key("A1*x + A2*x")
    assert key("A1*x") != key("B1*x")


def test_numbers_as_long_as_these_where_lines_are_broken() -> None:
    short, long = (form_of(f"A{i}*x", laid_out=True) for i in (3, 30))
    assert short
    assert long
    assert short.key != long.key


UNLIKE = [
    "2*a1 + 2a1", "1e5*A1", "x1'*S1*x1 where S1: spd(n)", "sum(i1, 1, N, x_i1)", "A1(x)", "Ax1*x1", "d1'*x", "dA1*x", "A01*x",
    f"A{MOST_NUMBERED}*x", "A1[1,2]", "f1 = x'*x; f1*A", "A1x", r"\alpha1*x", "x₁", "loss1*x",
]  # fmt: skip


@pytest.mark.parametrize("line", UNLIKE)
def test_names_with_another_meaning_are_left_alone(line: str) -> None:
    assert form_of(line, laid_out=False) is None


def test_functions_with_numbers_are_no_names() -> None:
    found = form_of("log2(A10*x)", laid_out=False)
    assert found
    assert found.names == ("A10",)


def test_options_about_names_leave_every_line_to_itself(matcalc: Callable[..., Any], worked_out: list[str]) -> None:
    lines = [f"tr(A{i}*X)" for i in range(4)]
    matcalc("grad", "-", "--wrt", "X", stdin="\n".join(lines))
    assert worked_out == lines


def test_the_form_that_is_remembered_longest_is_forgotten() -> None:
    asked: list[str] = []

    def answer(line: str) -> Output:
        asked.append(line)
        return Output(line, by_form=True)

    style = Style("plain", color=None, standalone=False, file=None)
    by_form = ByForm(answer, style, None)
    assert [by_form(f"A{i}").text for i in range(9)] == [f"A{i}" for i in range(9)]
    assert asked == ["A0", "A1"]
    for i in range(REMEMBERED):
        by_form(f"{i}*x1")
    assert by_form("A9").text == asked[-1] == "A9"


def test_a_line_that_needs_no_verification_leaves_its_share_to_others() -> None:
    budget = Budget(0.1, 0.5)
    style = Style("plain", color=None, standalone=False, file=None)
    by_form = ByForm(lambda line: Output(line, by_form=True), style, budget)
    for i in range(4):
        by_form(f"A{i}")
    assert budget.left == pytest.approx(0.2)


def test_a_form_whose_names_say_more_is_never_shared(
    monkeypatch: pytest.MonkeyPatch, matcalc: Callable[..., Any]
) -> None:
    """Two answers that are not one in other names: whatever made them so, the form is left alone from there on."""
    from matcalc_cli.cli.output import rendering

    real = rendering.single_text
    monkeypatch.setattr(rendering, "single_text", lambda *given: f"{len(real(*given))} letters\n")
    lines = [f"tr(A{i}*X)" for i in (1, 10, 100, 2, 1000)]
    out = matcalc("grad", "-", stdin="\n".join(lines)).out
    assert out == "".join(matcalc("grad", line).out for line in lines)
    assert len({*out.splitlines()}) > 2
