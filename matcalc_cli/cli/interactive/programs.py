"""The programs of a session: declarations and parts that stay, and the last answer, which `_` stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli import config
from matcalc_cli.answers.readings import PRINTED_BY
from matcalc_cli.errors import ExitCode, MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node

PART = re.compile(r"\s*([^\W\d_]\w*(?:\([\w\s,]*\))?)\s*=(?!=)\s*([^;]+?)\s*;?\s*")
LAST = re.compile(r"(?<![\w.])_([^\W\d_]\w*)?")
WORD = re.compile(r"[^\W\d_]\w*")
_READING = {"diff": ("grad", "jacobian")}
"""The readings that `_` may be after a command that prints more than one answer: the first that there is."""


def named_part(text: str) -> tuple[str, str] | None:
    """The left and the right side of a line that is `NAME = EXPR` or `NAME(NAME, ...) = EXPR` and nothing more."""
    found = PART.fullmatch(text)
    return (found[1], found[2]) if found else None


def split_declarations(text: str) -> list[str]:
    """The declarations of a line, each of which must be one. Raises MatcalcError."""
    from matcalc_cli.functions import names
    from matcalc_cli.language.grammar.parser import parse_declaration

    found = config.split(text)
    for declaration in found:
        try:
            parse_declaration(declaration, names())
        except MatcalcError as error:
            error.source = declaration
            raise
    return found


class Programs:
    """The programs of a session so far, and the meaning of a new line with them."""

    def __init__(self) -> None:
        self.declarations: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        self._heads: dict[str, str] = {}  # f(x, A) of the parts that are functions
        self._last: tuple[str, str, tuple[str, ...]] | None = None

    def declare(self, declaration: str) -> None:
        """A declaration, in the place of what its name meant before."""
        name = declaration.partition(":")[0].strip()
        self.parts.pop(name, None)
        self.declarations[name] = declaration

    def name_part(self, head: str, text: str) -> int:
        """A part with a name, or a function, once it can be read."""
        from matcalc_cli.pipeline import read
        from matcalc_cli.program import Standing

        name = head.partition("(")[0].strip()
        value = self.expanded(text, without=name)
        program = f"{self._parts_of(value, name)}{head} = {value}; {name if name == head else 1}"
        standing = [Standing(d) for n, d in self.declarations.items() if n != name]
        try:
            read(program, standing)
        except MatcalcError as error:
            error.source = program
            raise
        self.declarations.pop(name, None)
        self.parts.pop(name, None)
        self.parts[name] = value
        self._heads[name] = head
        return ExitCode.OK

    def forget(self, names: Sequence[str]) -> None:
        """Forget the declarations and the parts of these names, or of all."""
        for name in names or [*self.declarations, *self.parts]:
            self.declarations.pop(name, None)
            self.parts.pop(name, None)

    def described(self) -> Iterator[str]:
        """The declarations and the named parts that stay, a line each."""
        yield from self.declarations.values()
        yield from (f"{self._heads[name]} = {value}" for name, value in self.parts.items())

    def known(self) -> list[str]:
        """The names that mean something here."""
        return list(
            dict.fromkeys([*self.declarations, *self.parts, *WORD.findall(self._last[1] if self._last else "")])
        )

    def answered(self, command: str, program: str, wrt: tuple[str, ...]) -> None:
        """Keep the command and the program that were answered last."""
        self._last = (command, program, wrt)

    def last(self) -> tuple[str, str]:
        """The last command and its program. Raises MatcalcError if there is none."""
        if self._last is None:
            raise MatcalcError("usage", "there is no last answer yet", hint="type an expression first: x'*A*x")
        return self._last[:2]

    def expanded(self, text: str, without: str = "") -> str:
        """The program that a line means: `_` and the named parts put in."""
        clauses: list[str] = []
        text = LAST.sub(lambda found: self._answer(found[1], clauses), text)
        if clauses:
            text += (", " if " where " in text else " where ") + ", ".join(dict.fromkeys(clauses))
        return self._parts_of(text, without) + text if not without else text

    def _parts_of(self, text: str, without: str) -> str:
        """The parts that a text uses, and those that these use, in the order they were named."""
        bound = {found[1] for found in re.finditer(r"([^\W\d_]\w*)(?:\([\w\s,]*\))?\s*=", text)} | {without}
        used = set(WORD.findall(text)) - bound
        needed: list[str] = []
        for name in reversed(self.parts):
            if name in used:
                needed.append(name)
                used |= set(WORD.findall(self.parts[name])) - set(WORD.findall(self._heads[name]))
        return "".join(f"{self._heads[name]} = {self.parts[name]}; " for name in reversed(needed))

    def _answer(self, name: str | None, clauses: list[str]) -> str:
        """The last answer in brackets; the declarations it needs go to `clauses`."""
        from matcalc_cli.pipeline import differentiate
        from matcalc_cli.program import Standing
        from matcalc_cli.render.reports.answers import entries, program_text

        command, program = self.last()
        wrt = (name,) if name else self._last[2] if self._last else ()
        standing = [Standing(d) for d in self.declarations.values()]
        answer = differentiate(program, wrt=wrt, var=standing, order=2 if command == "hessian" else 1)
        for reading in _READING.get(command, (command if command in (*PRINTED_BY, "simplify") else "grad", "jacobian")):
            found: list[Node | None] = [node for _, node in entries(answer, reading)]
            if found and found[0] is not None:
                text, _, clause = program_text(found[0]).partition(" where ")
                clauses += [d for d in config.split(clause) if d.partition(":")[0] not in self.declarations]
                return f"({text})"
        raise MatcalcError("usage", "the last line has no answer that _ could stand for")
