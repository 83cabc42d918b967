"""Mistakes in the command line, in matcalc's own words and with the place underlined."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import islice, pairwise

from click import Choice, Group, IntRange, Option, Parameter, UsageError
from click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchCommand, NoSuchOption

from matcalc_cli.cli.words.commands import COMMANDS
from matcalc_cli.config import FORMATS
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.source import shown

Explanation = tuple[str, str | None, str]
"""The mistake, the advice, and the argument to underline (or nothing)."""

FEW = 10
"""So many numbers are listed, of more the first and the last are said."""
MOST_NAMED = 3
"""So many commands are named that have an option which another one has not."""
TOUCHED = frozenset('"$`\\!')
"""The characters that a shell changes inside double quotes."""


def wants_json(words: Sequence[str]) -> bool:
    """Whether `-f json` is among the arguments, even if they cannot be read."""
    asked = {("-f", "json"), ("--format", "json")}
    return "--format=json" in words or not asked.isdisjoint(pairwise(words))


def from_click(error: UsageError, words: Sequence[str]) -> MatcalcError:
    """A mistake that click found as a MatcalcError, whose source is the command line."""
    message, hint, place = explain(error, words)
    program = error.ctx.command_path if error.ctx else "matcalc"
    line = command_line(words)
    if error.ctx is None and words and words[0] in COMMANDS:  # as when an option lacks its value
        program = f"matcalc {words[0]}"
    usage = MatcalcError("usage", message, [label(place, line)], hint=hint or f"{program} --help says more")
    usage.source = line
    return usage


def command_line(words: Sequence[str]) -> str:
    """The command as one would type it, in double quotes where quotes are needed."""
    return " ".join(["matcalc", *map(quoted, words)])


def quoted(word: str) -> str:
    """A word as a shell takes it."""
    plain = shlex.quote(word)
    return plain if plain == word or not TOUCHED.isdisjoint(word) else f'"{word}"'


def explain(error: UsageError, words: Sequence[str]) -> Explanation:
    """Put a mistake that click found in our words."""
    match error:
        case NoSuchOption(option_name=name):
            return f"there is no option {name}", option_meant(error, name), name
        case NoSuchCommand(command_name=name):
            return f"there is no command {name}", did_you_mean(error.possibilities or ()) or usual(name), name
        case MissingParameter(param=parameter) if parameter is not None:
            choices = parameter.type.choices if isinstance(parameter.type, Choice) else ()
            hint = f"it is {listed(list(map(str, choices)))}" if choices else None
            return f"{parameter.human_readable_name} is missing", hint, ""
        case BadParameter(param=parameter) if parameter is not None:
            others = error.ctx.command.params if error.ctx else ()
            return explain_value(parameter, sentence(error.message), words, others)
        case BadOptionUsage(option_name=name):
            return f"{name} needs a value", None, name
    return sentence(error.format_message()).removeprefix("got "), None, words[-1] if words else ""


def option_meant(error: NoSuchOption, name: str) -> str | None:
    """The option to write instead of an unknown one: a near one, a format, the command before it."""
    from matcalc_cli.language.mistakes.suggest import nearest

    if name.lstrip("-") in FORMATS:
        return f"a format is chosen by -f {name.lstrip('-')}"
    known = error.possibilities or ()
    spellings = getattr(error.ctx and error.ctx.command, "spellings", ())
    if not name.startswith("--") and (begun := next((s for s in spellings if s.startswith(f"-{name}")), None)):
        return f"did you mean {begun}?"
    if name[:2] in spellings and len(name) > len("-f") and not name.startswith("--"):
        return f"write {name[:2]} {name[2:]}, with a blank; an expression of several words is put in double quotes"
    if name.startswith("--") and name[2:] in COMMANDS:
        return f"{name[2:]} is a command by itself: matcalc {name[2:]} EXPR"
    if near := nearest(name, known):
        return f"did you mean {near}?"
    if others := _with_option(error, name):
        return f"{listed(others)} has {name}"
    if not name.startswith("--") and error.ctx and error.ctx.parent is not None:
        return "an expression of several words is put in double quotes"
    return 'the command comes first: matcalc diff "A^3"' if error.ctx and error.ctx.parent is None else None


def _with_option(error: NoSuchOption, name: str) -> list[str]:
    """The first commands that have an option, of those beside the one that has it not."""
    root = error.ctx.find_root() if error.ctx and error.ctx.parent and name.startswith("--") else None
    group = root.command if root else None
    if root is None or not isinstance(group, Group):
        return []
    commands = ((word, group.get_command(root, word)) for word in group.list_commands(root))
    having = (
        f"matcalc {word}" for word, command in commands if command and any(name in p.opts for p in command.params)
    )
    return [*islice(having, MOST_NAMED)]


def explain_value(parameter: Parameter, message: str, words: Sequence[str], others: Sequence[Parameter]) -> Explanation:
    """A value that an option or an argument does not take, and perhaps another option of the command does."""
    option = isinstance(parameter, Option)
    value = value_of(parameter.opts, words) if option else words[-1]
    name = parameter.opts[-1] if option else parameter.human_readable_name
    if isinstance(parameter.type, Choice):
        known = list(map(str, parameter.type.choices))
        other = next((p for p in others if isinstance(p.type, Choice) and value in p.type.choices), None)
        meant = [f"{other.opts[-1]} {value}"] if other else get_close_matches(value, known)
        hint = did_you_mean(meant) or f"it is {listed(known)}"
        return f"{name} cannot be {shown(value)}", hint, value
    if isinstance(parameter.type, IntRange):
        return f"{name} cannot be {shown(value)}", f"it is {allowed(parameter.type)}", value
    return f"{name}: {message}", None, value


def listed(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return " or ".join([*[", ".join(words[:-1])] * (len(words) > 1), words[-1]])


def allowed(numbers: IntRange) -> str:
    """The numbers that an option takes, in words."""
    if numbers.max is None:
        return f"an integer from {numbers.min}"
    if numbers.max - (numbers.min or 0) > FEW:
        return f"an integer from {numbers.min or 0} to {numbers.max}"
    return listed([str(n) for n in range(numbers.min or 0, int(numbers.max) + 1)])


def sentence(message: str) -> str:
    """A message of click's in the middle of a sentence of ours."""
    return message[:1].lower() + message[1:].rstrip(".")


def did_you_mean(names: Iterable[str]) -> str | None:
    """Suggest the first of the names, if there are any."""
    nearest = next(iter(names), None)
    return f"did you mean {nearest}?" if nearest else None


def usual(word: str) -> str | None:
    """The advice about an expression in the place of a command."""
    return None if word.isalpha() and len(word) > 1 else f'to differentiate an expression: matcalc diff "{word}"'


def value_of(spellings: Sequence[str], words: Sequence[str]) -> str:
    """The value that the arguments give to an option, or nothing."""
    following = (value for name, value in pairwise(words) if name in spellings)
    attached = (word.partition("=")[2] for word in words if word.partition("=")[0] in spellings)
    return next(following, None) or next(attached, "")


def label(place: str, line: str) -> Label:
    """Where `place` stands in the command line; the whole of it if it is nowhere."""
    start = line.rfind(place) if place else -1
    return Label(0, len(line)) if start < 0 else Label(start, start + len(place))
