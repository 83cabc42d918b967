"""The JSON schema, held against what every command prints: the examples of its help with -f json."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from matcalc_cli.cli.words.commands import COMMANDS, program_command
from matcalc_cli.render.schema import schema, second

VALIDATORS = {number: Draft202012Validator(schema(number)) for number in (1, 2)}


def examples() -> Iterator[str]:
    """Of every command that answers programs those that a shell need not run."""
    for name in COMMANDS:
        command = program_command(name)
        for line in command.examples.strip().splitlines() if command else ():
            words = shlex.split(line)
            if not {"|", ">", "-f", "-o"} & set(words):
                yield shlex.join(words[1:])


OTHERS = [
    'implicit "[S*q - lambda*q; q\'*q - 1] where S: symmetric(n)" --solve q --solve lambda --order 2 --wrt S',
    'diff "x\'*A*x" --order 2 --check', 'diff "exp(alpha)*x" --order 3', 'check "A^3" --claim "3*A^2*dA"', 'diff "A*("', "functions kron", "cookbook 57 --explain", "config",
    'grad "f(A*x) where f: scalar of vector(m)" --wrt x', 'hessian "x\'*A*x" --wrt x --wrt A', "--version",
    'newton "alpha^2 - 2" --solve alpha --at alpha=1', 'diff "A^3" --vec rows',
]  # fmt: skip


@pytest.mark.parametrize("line", [*examples(), *OTHERS])
def test_what_a_command_prints_is_as_the_schema_says(
    matcalc: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = matcalc(*shlex.split(line), "-f", "json").out
    assert printed
    for text in printed.splitlines():
        document = json.loads(text)
        VALIDATORS[1].validate(document)
        VALIDATORS[2].validate(second(document))


def test_the_second_schema_of_numbers_that_are_written_in_parts(matcalc: Any) -> None:
    found = json.loads(matcalc("eval", "x'*x", "--at", "x=[3,4]", "-f", "json", "--schema", "2").out)
    assert (found["schema"], found["value"], found["derivatives"]) == (
        2,
        [[25.0]],
        [{"wrt": "x", "gradient": [[6.0], [8.0]]}],
    )


def test_the_second_schema_is_asked_for_by_an_option(matcalc: Any) -> None:
    one, two = (json.loads(matcalc("grad", "x'*A*x", "-f", "json", *more).out) for more in ((), ("--schema", "2")))
    assert second(one) == two
    assert two["variables"][0] == {"name": "x", "kind": "vector", "shape": ["n", "1"]}
    assert [entry["wrt"] for entry in two["derivatives"]] == ["x", "A"]
    assert json.loads(matcalc("grad", "A*(", "-f", "json", "--schema", "2").out)["schema"] == 2


def test_the_answer_is_what_plain_prints(matcalc: Any) -> None:
    for command, program in (
        ("grad", "x'*A*x"),
        ("simplify", "A + A"),
        ("jacobian", "A*x"),
        ("differential", "A^2"),
    ):
        plain = [line.partition("  # ")[0] for line in matcalc(command, program).out.splitlines()]
        found = json.loads(matcalc(command, program, "-f", "json").out)["answer"]
        assert [entry["plain"] for entry in found] == plain


def test_a_batch_is_a_table_whose_errors_have_lines(matcalc: Any) -> None:
    printed = matcalc("grad", "-", "-f", "json", "--schema", "2", stdin="tr(A^2)\ntr(A*\nlogdet(A)\n").out
    documents = [json.loads(line) for line in printed.splitlines()]
    assert [document["schema"] for document in documents] == [2, 2, 2]
    assert documents[1]["error"]["line"] == 2


@pytest.mark.parametrize("number", [1, 2])
def test_the_schema_is_printed(matcalc: Any, number: int) -> None:
    Draft202012Validator.check_schema(schema(number))
    assert json.loads(matcalc("schema", str(number)).out) == schema(number)
