"""The words behind a command: which are options, which belong to the expression, and what the plain ones say."""

from __future__ import annotations

from matcalc_cli.cli.words.options import Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

HELP = ("-h", "--help")
IMAGES = (".png", ".pdf", ".svg")
"""The endings of files that --plot writes."""


def joined(args: Sequence[str]) -> list[str]:
    """`--plot x.png` as `--plot=x.png`, a --plot without an image as `--plot=-`."""
    found: list[str] = []
    for arg in args:
        if found and found[-1] == "--plot=-" and arg.lower().endswith(IMAGES):
            found[-1] = f"--plot={arg}"
        else:
            found.append("--plot=-" if arg == "--plot" else arg)
    return found


def takes_value(options: Iterable[Option]) -> dict[str, bool]:
    """Every spelling of every option, and whether a value follows it."""
    spelled = {word: not option.flag for option in options for word in (*option.spellings, option.switch) if word}
    return spelled | dict.fromkeys(HELP, False)


def arrange(
    args: Sequence[str], options: Mapping[str, bool], leading: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """The arguments with the options first, and the words: whatever is not exactly an option nor begins with --.

    The first word of an expression may begin with a minus sign, also behind one of `leading`, which may stand before it;
    what does so behind it is an option that there is not.
    """
    before: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            words.extend(rest)
        elif arg not in options and (
            not is_dashed(arg) if words[1:] or {*words}.difference(leading) else not arg.startswith("--")
        ):
            words.append(arg)
        elif not options.get(arg):
            before.append(arg)
        elif (value := next(rest, None)) is not None:
            before += [arg, value]
        else:
            return [*before, arg], words  # no "--": click would take it for the value that is missing
    return [*before, "--", *words], words


def is_dashed(arg: str) -> bool:
    """Whether an argument looks like an option, and not like a minus sign."""
    return arg.startswith("-") and len(arg) > 1 and arg[1] != " "


def stranger(arranged: Sequence[str], options: Mapping[str, bool]) -> str | None:
    """The first of arranged arguments that begins with one minus sign and is no option."""
    rest = iter(arranged)
    for arg in rest:
        if arg == "--":
            return None
        if arg not in options and not arg.startswith("--"):
            return arg
        if options.get(arg):
            next(rest, None)
    return None


def read(args: Sequence[str], options: Sequence[Option], leading: Collection[str] = ()) -> dict[str, Any] | None:
    """The value of every option by its name, and the `words`; None if only click can tell what is meant or wrong."""
    known = {word: option for option in options for word in option.spellings}
    arranged, words = arrange(joined(args), takes_value(options), leading)
    values: dict[str, Any] = {option.name: option.default for option in options}
    rest = iter(arranged)
    for word in rest:
        if word == "--":
            missing = any(option.required and values[option.name] in (None, ()) for option in options)
            return None if missing else {**values, "words": tuple(words)}
        option = known.get(word)
        value = None if option is None else plain_value(option, rest)
        if option is None or value is None:
            return None
        values[option.name] = (*values[option.name], value) if option.multiple else value
    return None


def plain_value(option: Option, rest: Iterable[str]) -> bool | int | str | None:
    """The value of an option, if it is given rightly and without ceremony."""
    if option.flag:
        return True
    text = next(iter(rest), "")
    if option.between is not None:
        least, most = option.between
        plain = text.isascii() and text.isdecimal() and least <= int(text) <= (most or int(text))
        return int(text) if plain else None
    return text if text in option.choices or not option.choices else None
