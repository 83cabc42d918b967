"""Running a command that answers programs: its own answer, one behind a leading word, or the way to the command that is meant."""

from __future__ import annotations

from matcalc_cli.cli.words.command import ProgramCommand, refusing
from matcalc_cli.cli.words.commandline import read
from matcalc_cli.cli.words.commands import COMMANDS, load, program_command
from matcalc_cli.cli.words.options import EXPLAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from matcalc_cli.cli.answering import Answering


def run_plainly(command: ProgramCommand, args: Sequence[str]) -> int | None:
    """Run a command without click; None where its help is needed."""
    given = read(args, command.options, command.leading)
    return None if given is None else run(command, **given)


def run(command: ProgramCommand, **given: Any) -> int:
    """Answer, with a value for every option and the words of the expression. Returns the exit code."""
    from matcalc_cli.cli.answering import run as answering

    if given.pop(EXPLAIN.name, False):
        answer, given = _derived(command, given)
        return answering(answer, **given)
    answer, words = command.answer, given["words"]
    if len(words) + bool(given["file"]) > 1:
        if words[0] in command.leading:
            given["words"] = words[1:]
            answer = command.about(words[0], given)
        elif words[0] in COMMANDS:
            given["words"] = words[:1]
            answer = _of_another(command, words)
    return answering(answer, **given)


def _of_another(command: ProgramCommand, words: Sequence[str]) -> Answering:
    """The function that answers where the first of several words is another command: nothing begins an expression so."""
    from matcalc_cli.cli.words.usage import command_line

    found, own = load(words[0]), f"--{command.answer.__name__}"
    options = found.options if isinstance(found, ProgramCommand) else getattr(found, "params", ())
    spellings = [word for o in options for word in getattr(o, "spellings", ()) or getattr(o, "opts", ())]
    typed = command_line([*words, *[own] * (own in spellings)])
    return refusing(f"{words[0]} is a command by itself, and an expression stands here", typed)


def _derived(command: ProgramCommand, given: Mapping[str, Any]) -> tuple[Answering, dict[str, Any]]:
    """With --explain: what `matcalc explain` answers with the name of the command in front of the expression, and its options."""
    name, explain = command.answer.__name__, program_command("explain")
    assert explain is not None
    values = {option.name: given.get(option.name, option.default) for option in explain.options}
    lost = [o for o in command.options if o.name not in values and given.get(o.name, o.default) != o.default]
    if lost:
        said = f"{EXPLAIN.spellings[0]} takes no {lost[0].spellings[0]}"
        answer = refusing(said, f"matcalc explain {name} has the options that it takes")
    else:
        answer = explain.about(name, values)
    return answer, {**values, "words": given["words"]}
