from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any, cast

import click
import pytest

from matcalc_cli import __version__
from matcalc_cli.cli.reference.topics import FORWARDS, TOPICS, examples
from matcalc_cli.cli.words.clicks import Command
from matcalc_cli.cli.words.commands import COMMANDS
from matcalc_cli.cli.words.group import LazyGroup
from matcalc_cli.cli.words.group import matcalc as group

CONTEXT = click.Context(group, info_name="matcalc")
ALL = {"": cast("Command", group)} | {name: cast("Command", group.get_command(CONTEXT, name)) for name in COMMANDS}
EXAMPLES = [example for command in ALL.values() for example in command.examples]
EXAMPLES += [example for topic in TOPICS for example in examples(topic)]


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
        SHELL="/bin/bash",
    )
    assert result.code in ((0, 1) if "--claim" in example else (0,))  # a claim may be a wrong one, to be told so
    assert all(line.startswith("note: valid where ") for line in result.err.splitlines())


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_a_title_examples_and_short_lines(matcalc: Any, topic: str) -> None:
    result = matcalc("help", topic)
    lines = result.out.splitlines()
    assert (result.code, result.err, lines[1]) == (0, "", "")
    assert result.out.isascii()
    assert max(map(len, lines)) < 80
    assert examples(topic)
    assert f"matcalc help {topic}" in matcalc("help").out


def test_the_manual_is_printed_and_listed(matcalc: Any) -> None:
    assert matcalc("help", "manual").out.startswith("# The manual")
    assert "matcalc help manual" in matcalc("help").out


def test_help_is_about_commands_too(matcalc: Any) -> None:
    assert "Usage: matcalc grad" in matcalc("help", "grad").out
    assert "did you mean shapes?" in matcalc("help", "shapse").err


@pytest.mark.parametrize(("word", "topic"), [("kinds", "shapes"), ("wrt", "syntax"), ("batch", "pipes")])
def test_a_topic_is_found_by_another_word(matcalc: Any, word: str, topic: str) -> None:
    result = matcalc("help", word)
    assert (result.code, result.out) == (0, matcalc("help", topic).out)
    assert result.err == f"note: {word} is explained in the topic {topic}\n"


def test_no_other_word_is_a_topic_or_a_command() -> None:
    assert not FORWARDS.keys() & {*TOPICS, *COMMANDS}
    assert set(FORWARDS.values()) <= set(TOPICS)


def test_the_man_page_is_the_same_text(matcalc: Any) -> None:
    page = matcalc("help", "--man").out
    assert page == (Path(__file__).parents[2] / "completions" / "matcalc.1").read_text(), (
        "matcalc help --man > completions/matcalc.1"
    )
    assert all(f'.SH "{topic.upper()}"' in page for topic in TOPICS)
    assert all(f'.SH "MATCALC {name.upper()}"' in page for name in COMMANDS)


@pytest.mark.skipif(not shutil.which("man"), reason="needs man")
def test_man_shows_the_page(shell: Any) -> None:
    result = shell(
        f"man --warnings -E UTF-8 -l {Path(__file__).parents[2]}/completions/matcalc.1 | col -b", MANWIDTH="100"
    )
    assert result.err == ""
    assert 'matcalc jacobian "X\'*X" -f latex' in result.out
    assert 'matcalc grad -i latex "\\lVert A x - b \\rVert^2"' in result.out


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
