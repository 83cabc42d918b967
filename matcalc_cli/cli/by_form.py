"""Lines of a batch that differ in the numbers behind their names alone, tr(A1*X2) and tr(A7*X12): one answer in other names.

An answer depends on the number behind a letter in four ways. It is written: it stands where the name does. It orders names
of the same letters, as it stands in a text and as a number (expr/words.py): so all of that is the same for two lines of one
form. Other names avoid those that are in use, t1 for a part: so no other name of an answer has the letters of one that is
written anew. And a name takes room: where lines are broken, the numbers have to be as long. Kinds, shapes, dimensions and notes
depend on letters.

Nobody takes that on trust: the first two lines of a form are answered each by itself, and the names that differ between
them are written anew for later lines if that is what makes the second answer of the first one.
"""

from __future__ import annotations

import json
import re

from matcalc_cli.expr.words import numbered
from matcalc_cli.functions import names as functions
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.render.formats.latex_names import latex_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from typing import Any, Protocol, Self

    from matcalc_cli.budget import Budget
    from matcalc_cli.cli.output.style import Style

    class Output(Protocol):
        """An answer as text with what is noted of it; `by_form` if it is right in other names too."""

        text: str
        notes: tuple[str, ...]
        by_form: bool

        def saying(self, text: str, notes: Sequence[str]) -> Self:
            """The answer in other words."""


REMEMBERED = 256
"""Forms of a batch whose answers are remembered."""
DIFFERENTIAL = "d"
"""The letter of differentials, whose numbers are orders."""

_plain = re.compile(r"[A-Za-z0-9 +\-*/^.'(),]*").fullmatch
"""Matches the lines that are looked at: without declarations, parts, entries, members and other notations."""
_runs = re.compile(r"([0-9.]?)([A-Za-z]+)([0-9]+)([A-Za-z]|\s*\()?").finditer


class Form:
    """A line as `key`, which has the places of its names for them, and these names in the order in which they appear."""

    __slots__ = ("key", "names")

    def __init__(self, key: Hashable, names: Sequence[str]) -> None:
        self.key = key
        self.names = tuple(names)


def form_of(line: str, *, laid_out: bool) -> Form | None:
    """The form of a line, with the lengths of its names if its answer is `laid_out`; None of one that is not looked at."""
    if not _plain(line):
        return None
    places: dict[str, int] = {}
    written, end = [], 0
    for run in _runs(line):
        before, letters, number, behind = run.groups()
        name = letters + number
        if behind and behind.endswith("(") and name in functions():  # log2(x)
            continue
        if before or behind or not _may_differ(name, letters):
            return None
        written += [line[end : run.start()], f"{letters}#{places.setdefault(name, len(places))}"]
        end = run.end()
    names = list(places)
    lengths = [len(name) for name in names] if laid_out else []
    orders = sorted(names), sorted(names, key=_by_number)
    key = ("".join(written) + line[end:], *[tuple([places[n] for n in order]) for order in orders], *lengths)
    return Form(key, names)


def _may_differ(name: str, letters: str) -> bool:
    """Whether a name is a letter and its number, and nothing else by that."""
    one_letter = (len(letters) == 1 and letters != DIFFERENTIAL) or letters in LETTER_OF
    return one_letter and numbered(name) != (name, "") and name not in functions()


def _by_number(name: str) -> tuple[str, int]:
    letters, number = numbered(name)
    return letters, int(number)


class Template:
    """A text as its pieces: what stands there whatever the names are, and between these the place of a name and its spelling."""

    __slots__ = ("between", "pieces")

    def __init__(self, text: str, names: Sequence[str]) -> None:
        places = {spelled: (i, k) for i, name in enumerate(names) for k, spelled in enumerate(spellings(name))}
        any_name = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
        found = re.split(rf"((?<![A-Za-z\\])(?:{any_name})(?![A-Za-z0-9])|(?<=d)(?:{any_name})(?![A-Za-z0-9]))", text)
        self.pieces = found[::2]
        self.between = [places[spelled] for spelled in found[1::2]]

    def of(self, names: Sequence[str]) -> str:
        """The text of other names."""
        spelled = [spellings(name) for name in names]
        between = [spelled[i][k] for i, k in self.between]
        return "".join([part for pair in zip(self.pieces, [*between, ""], strict=True) for part in pair])


def spellings(name: str) -> tuple[str, str, str]:
    """A name as it is, in LaTeX, and in LaTeX within JSON."""
    latex = latex_name(name)
    return name, latex, json.dumps(latex)[1:-1]


class Remembered:
    """The answer to a line, and the places of the names that are known to be written anew."""

    __slots__ = ("_templates", "anew", "names", "output")

    def __init__(self, output: Output, names: Sequence[str]) -> None:
        self.output = output
        self.names = names
        self.anew: set[int] = set()
        self._templates: list[Template] = []

    @property
    def templates(self) -> list[Template]:
        """The templates of the answer and of its notes, made for the second line of a form: most lines have none."""
        self._templates = self._templates or [
            Template(text, self.names) for text in (self.output.text, *self.output.notes)
        ]
        return self._templates

    def differing(self, names: Sequence[str]) -> set[int]:
        """The places of names that are others here."""
        return {i for i, (one, other) in enumerate(zip(self.names, names, strict=True)) if one != other}

    def of(self, names: Sequence[str]) -> Output:
        """The answer in other names."""
        text, *notes = [template.of(names) for template in self.templates]
        return self.output.saying(text, notes)

    def is_confirmed(self, names: Sequence[str], output: Output) -> bool:
        """Whether the answer to a second line is that of the first one in its names, and neither has like names of its own."""
        found = self.of(names)
        return (
            output.by_form and (found.text, found.notes) == (output.text, output.notes) and not self._has_like_names()
        )

    def _has_like_names(self) -> bool:
        """Whether the answer has other names with the letters of one of the line: t1 beside t5."""
        letters = "|".join(map(re.escape, {numbered(name)[0] for name in self.names}))
        named = re.compile(rf"(?<![A-Za-z])(?:{letters})[_{{(]*[0-9]").search
        return any(named(piece) for template in self.templates for piece in template.pieces)


class ByForm:
    """The answers to the lines of a batch, in formats of a `style`: each by itself, or that of a line of its form in other names.

    What is not needed of the `budget` for verification is left to other lines.
    """

    def __init__(self, answer: Callable[[str], Output], style: Style, budget: Budget | None) -> None:
        self._answer = answer
        self._budget = budget
        self._told = style.told
        self._laid_out = style.format not in ("plain", "json") or style.width is not None
        self._known: dict[Hashable, Remembered | None] = {}

    def __call__(self, line: str) -> Any:
        """The answer to a line. Raises MatcalcError."""
        form = form_of(line, laid_out=self._laid_out)
        if form is None or not form.names:
            return self._answer(line)
        known = self._known.get(form.key)
        if known is None:
            return self._first(line, form)
        differing = known.differing(form.names)
        if differing <= known.anew:
            if self._budget is not None:
                self._budget.share()
            return known.of(form.names)
        output = self._answer(line)
        if known.is_confirmed(form.names, output):
            known.anew |= differing
        else:
            self._known[form.key] = None
        return output

    def _first(self, line: str, form: Form) -> Output:
        said = self._told_so_far()
        output = self._answer(line)
        if form.key not in self._known and output.by_form and said == self._told_so_far():
            self._known[form.key] = Remembered(output, form.names)
            if len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]
        return output

    def _told_so_far(self) -> int:
        """How many conventions were told, of which a later answer says nothing."""
        return len(self._told) if isinstance(self._told, set) else 0
