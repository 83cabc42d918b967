from __future__ import annotations

import shlex
from typing import Any, cast

import click
import pytest

from matcalc_cli import __version__
from matcalc_cli.cli.group import COMMANDS, LazyGroup
from matcalc_cli.cli.group import matcalc as group
from matcalc_cli.cli.options import Command

CONTEXT = click.Context(group, info_name="matcalc")
ALL = {"": cast("Command", group)} | {name: cast("Command", group.get_command(CONTEXT, name)) for name in COMMANDS}
EXAMPLES = [example for command in ALL.values() for example in command.examples]


@pytest.mark.parametrize("name", ALL)
def test_help_opens_with_examples_and_is_ascii(matcalc: Any, name: str) -> None:
    result = matcalc(*name.split(), "--help")
    assert (result.code, result.err) == (0, "")
    assert result.out.isascii()
    assert result.out.splitlines()[2] == f"  {ALL[name].examples[0]}"
    assert f"  matcalc {name}".rstrip() in result.out
    assert matcalc(*name.split(), "-h") == result


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_works(shell: Any, example: str, tmp_path: Any) -> None:
    result = shell(
        f"cd {shlex.quote(str(tmp_path))} && mkdir -p .zfunc .config/fish/completions && mkdir -p "
        f".local/share/bash-completion/completions && {example}",
        HOME=str(tmp_path),
        PROFILE="profile",
    )
    assert (result.code, result.err) == (0, "")


def test_without_arguments_it_helps(matcalc: Any) -> None:
    assert matcalc() == matcalc("--help")


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_version(matcalc: Any, option: str) -> None:
    assert matcalc(option) == (0, f"matcalc {__version__}\n", "")


def test_the_summary_of_every_command_fits(matcalc: Any) -> None:
    assert "..." not in matcalc("--help").out.partition("Commands:")[2]


def test_an_unknown_command_is_none() -> None:
    assert isinstance(group, LazyGroup)
    assert group.get_command(CONTEXT, "os") is None
