"""The name of another command where an expression of several words begins: no expression is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.cli.words.commands import COMMANDS, load, program_command
from matcalc_cli.cli.words.usage import command_line
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcalc_cli.cli.answering import Output


def of_another(words: Sequence[str], asked: str) -> Callable[..., Output] | None:
    """What answers words that begin with the name of a command, where another one was asked; None where they do not.

    It may have an option that is called as the other one: `explain cookbook 57` is `cookbook 57 --explain`.
    """
    if words[0] not in COMMANDS:
        return None
    found, own = program_command(words[0]), f"--{asked}"
    options = getattr(load(words[0]), "params", ()) if found is None else found.options
    spellings = [word for o in options for word in getattr(o, "spellings", ()) or getattr(o, "opts", ())]
    typed = command_line([*words, *[own] * (own in spellings)])
    return refusing(f"{words[0]} is a command by itself, and an expression stands here", typed)


def refusing(message: str, hint: str) -> Callable[..., Output]:
    """What answers every program with a complaint about the words of the command."""

    def answer(text: str, **given: object) -> Output:
        del text, given
        raise MatcalcError("usage", message, hint=hint)

    return answer
