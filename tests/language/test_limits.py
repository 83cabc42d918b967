"""Limits are numbers with an answer, and below them everything takes linear time and no recursion."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.language import limits
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Program, Tree
from tests.work import calls

Parse = Callable[[str], Program]
Refuse = Callable[[str], MatcalcError]

N = limits.NESTING
L = limits.TEXT_LENGTH


def depth(tree: Tree) -> int:
    """How many operations lie above the leftmost, or the only, leaf on the longer side."""
    count = 0
    while tree.children:
        tree = max(tree.children, key=lambda child: len(child.children))
        count += 1
    return count


DEEP = {
    "brackets": ("(" * N + "A" + ")" * N, 0),
    "calls": ("tr(" * N + "A" + ")" * N, N),
    "bars": ("||" * N + "x" + "||" * N, N),
    "minus signs": ("-" * 20_000 + "A", 20_000),
    "terms": ("A+" * 19_999 + "A", 19_999),
    "factors": ("A*" * 19_999 + "A", 19_999),
    "factors side by side": ("A " * 19_999 + "A", 19_999),
    "powers": ("A^" * 19_999 + "2", 19_999),
    "transposes": ("A" + "'" * 20_000, 20_000),
    "a transposed tower of signs": ("A^" + "-" * 9_000 + "2" + "'" * 9_000, 18_001),
    "superscripts": ("(" * 9_000 + "A" + "²)" * 9_000, 9_000),
}


@pytest.mark.parametrize("name", DEEP)
def test_depth_meets_no_recursion_limit(name: str, program: Parse) -> None:
    text, expected = DEEP[name]
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(150)
        body = program(text).body
    finally:
        sys.setrecursionlimit(limit)
    assert depth(body) == expected


@pytest.mark.parametrize("unit", ["(", "tr(", "||", "exp.("])
def test_one_bracket_more_is_refused(unit: str, refusal: Refuse) -> None:
    error = refusal(unit * (N + 1) + "A")
    assert (error.kind, error.end) == ("limit", len(unit) * (N + 1))
    assert f"{N:,}" in error.message


def test_brackets_that_were_closed_do_not_count(program: Parse) -> None:
    assert program("(A)+" * (N + 10) + "A").body.children


def test_a_text_of_the_greatest_length_is_read(program: Parse) -> None:
    text = "A+" * (L // 2 - 1) + "A "
    assert len(text) == L - 0
    assert program(text).body.children


@pytest.mark.parametrize("length", [L + 1, 1_000_000])
def test_a_longer_text_is_refused_at_once(length: int, refusal: Refuse) -> None:
    found: list[MatcalcError] = []
    assert calls(lambda: found.append(refusal("A" * length))) < 200
    (error,) = found
    assert (error.kind, error.start, error.end) == ("limit", L, length)
    assert f"{L:,}" in error.message


HOSTILE = {
    "blanks": " " * L,
    "blanks behind ^": "A^" + " " * (L - 2),
    "comment": "#" * L,
    "comments": "#\n" * (L // 2),
    "the letter d": "d" * L,
    "many d": "d " * (L // 2),
    "an unknown function": "d" * (L - 3) + "(x)",
    "unknown indices": "A(" + "1," * (L // 2 - 1),
    "a definition": "f(" + "x," * (L // 2 - 3) + "x)=",
    "entries": "A[" + "1," * (L // 2 - 1),
    "points": "." * L,
    "superscripts": "A" + "²" * (L - 1),
    "open brackets": "(" * L,
    "closed brackets": ")" * L,
    "quotes": "'" * L,
    "carets": "^" * L,
    "carets and T": "A" + "^T" * (L // 2 - 1),
    "carets and brackets": "A^(" * (L // 3),
    "backslashes": "\\" * L,
    "LaTeX": "\\" + "a" * (L - 1),
    "commas": "tr(" + "A," * (L // 2 - 2),
    "parts": "".join(f"r{i}=A;" for i in range(L // 10)) + "A",
    "declarations": "A where " + ",".join(f"A{i}:spd" for i in range(L // 11)),
    "a Greek name": "σ" + "_1" * (L // 2 - 1),
    "a Greek name that ends in a blank": "σ" + "_1" * (L // 2 - 1) + " x",
    "Greek letters": "σϵ" * (L // 2),
    "combining marks": "x" + "\u0302" * (L - 1),
    "wide": "漢" * L,
    "decimals": "1." * (L // 2),
    "exponents": "1e" * (L // 2),
    "bars": "|" * L,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_linear_time(name: str, program: Parse) -> None:
    started = time.process_time()
    try:
        program(HOSTILE[name])
    except MatcalcError as error:
        assert len(error.message) + len(error.hint or "") < 500
    assert time.process_time() - started < 20  # some tenths of a second; quadratic time would take minutes


def test_time_grows_with_length_and_not_faster(program: Parse) -> None:
    few, many = (calls(lambda n=n: program("norm(A*x - b)^2 + " * n + "1")) for n in (100, 1_000))  # type: ignore[misc]
    assert many < 10.5 * few


def test_an_everyday_expression_takes_few_steps(program: Parse) -> None:
    assert calls(lambda: program("norm(A*x - b)^2 + lambda*norm(x)^2")) < 650


def test_the_kind_of_a_long_name_is_found_in_one_pass() -> None:
    assert kind_by_convention("d" * L) == "vector"
    few, many = (calls(lambda n=n: kind_by_convention("d" * n)) for n in (1_000, 10_000))  # type: ignore[misc]
    assert many < 10.5 * few
