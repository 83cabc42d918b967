from __future__ import annotations

import pytest

from matcalc_cli.cli.words.commandline import arrange

OPTIONS = {"-f": True, "--wrt": True, "--check": False, "-h": False}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A^3", ["A^3"]),
        ("-A", ["-A"]),
        ("-f(A)", ["-f(A)"]),
        ("-fjson", ["-fjson"]),
        ("-A'*B --check", ["-A'*B"]),
        ("--wrt -A -2*A", ["-2*A"]),
        ("-f json - --wrt X", ["-"]),
        ("A + B --wrt A", ["A", "+", "B"]),
        ("A - B", ["A", "-", "B"]),
        ("-- --wrt -h", ["--wrt", "-h"]),
        ("--wrt=A B", ["B"]),
        ("A --wrt", ["A"]),
        ("--check A --wrt", ["A"]),
        ("", []),
    ],
)
def test_words_of_the_expression(line: str, words: list[str]) -> None:
    assert arrange(line.split(), OPTIONS)[1] == words


def test_options_come_first_and_words_behind_a_separator() -> None:
    assert arrange(["-A", "--wrt", "A", "-f", "json"], OPTIONS)[0] == ["--wrt", "A", "-f", "json", "--", "-A"]


def test_nothing_follows_an_option_without_its_value() -> None:
    assert arrange(["A", "--wrt"], OPTIONS)[0] == ["--wrt"]


def test_an_expression_behind_a_word_that_may_lead_it_begins_with_a_minus_sign() -> None:
    assert arrange(["ode", "-u", "-f", "json"], OPTIONS, ["ode"]) == (["-f", "json", "--", "ode", "-u"], ["ode", "-u"])
    assert arrange(["tr", "-u"], OPTIONS, ["ode"])[0] == ["-u", "--", "tr"]
