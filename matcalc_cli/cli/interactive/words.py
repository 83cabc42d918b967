"""Completion of a line that is being typed: commands behind `:`, kinds behind a name and `:`, names and functions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcalc_cli.cli.interactive.session import OWN, Session
from matcalc_cli.config import FORMATS, SETTINGS

WORD = re.compile(r":?[^\W]*$")
COMMAND = re.compile(r"\\[A-Za-z]+$")
NAME = re.compile(r"[^\W\d_]\w*")
KIND = re.compile(r"[^\W\d_]\w*\s*:\s*\w*$")


def completions(session: Session, line: str) -> tuple[int, list[str]]:
    """How many characters of the line the candidates replace, and the candidates."""
    if command := COMMAND.search(line):
        return len(command[0]), letters(command[0])
    word = WORD.search(line)
    typed = word[0] if word else ""
    if line.lstrip() == typed and typed.startswith(":"):
        return len(typed), matching(typed, (f":{name}" for name in (*OWN, *session.commands, *FORMATS)))
    typed = typed.lstrip(":")
    return len(typed), matching(typed, candidates(session, line[: len(line) - len(typed)]))


def letters(typed: str) -> list[str]:
    r"""The letter that \lambda becomes, or the commands that begin with what is typed."""
    from matcalc_cli.language.names import LETTER_OF

    known = {f"\\{name}": letter for name, letter in LETTER_OF.items()}
    return [known[typed]] if typed in known else matching(typed, known)


def swallows(text: str, more: str) -> bool:
    """Whether a line begins anew though a bracket is open: an operand behind an operand, or a command."""
    if is_open(text):
        return False
    ends = re.search(r"[\w)\]'\]]\s*\Z", without_comment(text))
    return is_command(more) or (ends is not None and re.match(r"\s*[\w(\[\\]", more) is not None)


def is_command(line: str) -> bool:
    """Whether a line is none of a program: `:grad`, `help`, `quit`, a command pasted from a shell."""
    from matcalc_cli.cli.interactive.session import BARE

    return line.lstrip().startswith((":", "matcalc ")) or line.strip() in BARE


def matching(typed: str, words: Iterable[str]) -> list[str]:
    """The words that begin so, each once, sorted."""
    return sorted({word for word in words if word.startswith(typed)})


def candidates(session: Session, before: str) -> Iterable[str]:
    """The words that may follow the beginning of a line."""
    from matcalc_cli.functions import names
    from matcalc_cli.kinds import DECLARABLE, RESERVED
    from matcalc_cli.language.grammar.unspecified import INVERSE, KINDS_OF_FUNCTIONS

    words = before.split()
    if words[:1] == [":set"]:
        return SETTINGS[words[1]].choices if len(words) > 1 and words[1] in SETTINGS else SETTINGS
    if words[:1] in ([":wrt"], [":forget"]):
        return session.programs.known()
    if words[-1:] == ["--wrt"]:
        expression = " ".join(word for word in words[1:] if not word.startswith("-"))
        found = (*NAME.findall(expression), *session.programs.known())
        return (name for name in found if name not in {*names(), *RESERVED, "where"})
    if not before.startswith(":") and KIND.search(before):
        return (*DECLARABLE, *KINDS_OF_FUNCTIONS, INVERSE)
    return [*session.programs.known(), *names()] if before.strip() != ":" else OWN


def without_comment(text: str) -> str:
    """The text without the comments that end its lines."""
    return re.sub(r"#[^\n]*", "", text)


def is_unfinished(text: str) -> bool:
    """Whether a program goes on: a bracket is open, or a named part ends the text."""
    bare = without_comment(text).rstrip()
    return bare.endswith(";") or bare.count("(") > bare.count(")") or is_open(bare)


def is_open(text: str) -> bool:
    r"""Whether a display of LaTeX is open: \begin{align} without its \end{align}, \[ without \], $$."""
    opened, closed = (len(re.findall(rf"(?<!\\)\\(?:{sign}", text)) for sign in (r"begin\b|\[)", r"end\b|\])"))
    return opened > closed or text.count("$$") % 2 == 1
