"""Errors as data: renderers turn them into text, the command line into an exit code."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class ExitCode:
    """The exit codes of SPEC: what a script can tell from the number alone."""

    OK = 0
    WRONG = 1
    BAD_INPUT = 2
    INCONCLUSIVE = 3
    NOT_WRITTEN = 4
    INTERNAL = 70
    INTERRUPTED = 130


SEVERITY = (
    ExitCode.INTERRUPTED, ExitCode.INTERNAL, ExitCode.NOT_WRITTEN, ExitCode.BAD_INPUT,
    ExitCode.WRONG, ExitCode.INCONCLUSIVE, ExitCode.OK,
)  # fmt: skip
"""Worst first: the exit code of a batch is the worst of its programs'."""


def worst(*codes: int) -> int:
    """The exit code that stands for several errors."""
    return min(codes, key=SEVERITY.index)


KINDS = ("syntax", "name", "shape", "usage", "limit", "unsupported", "file")


class Label:
    """A stretch of the source, [start, end), and what is to be said under it (a shape, or nothing)."""

    __slots__ = ("end", "start", "text")

    def __init__(self, start: int, end: int, text: str = "") -> None:
        self.start = start
        self.end = max(start, end)  # what another notation writes out of order has no length
        self.text = text


class MatcalcError(Exception):
    """Input that cannot be answered: its kind (one of KINDS), one sentence, the place, and what to try.

    The first label is the place (JSON's start and end); a shape error has one label per operand.
    `note` says where the labels' facts come from ("A is declared 2x3"); `open_names` are the names that no declaration
    speaks of and that would have to be something else for the operands to fit. Offsets count characters of the
    program's text; `source` is that text, set by whoever knows it.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        labels: Sequence[Label] = (),
        *,
        hint: str | None = None,
        note: str | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.labels = tuple(labels)
        self.hint = hint
        self.note = note
        self.open_names: frozenset[str] = frozenset()
        self.source: str | None = None

    def __str__(self) -> str:
        """The sentence, the line with the place underlined where both are known, and what to try."""
        return "\n".join([self.message, *self._underlined(), *([f"help: {self.hint}"] if self.hint else [])])

    def _underlined(self) -> list[str]:
        text, start, end = self.source, self.start, self.end
        if text is None or start is None or end is None or start > len(text):
            return []
        first = text.rfind("\n", 0, start) + 1
        line = text[first:].partition("\n")[0]
        if not line.strip():
            return []
        width = max(1, min(end - first, len(line)) - (start - first))
        return [f"  {line}", f"  {' ' * (start - first)}{'^' * width}"]

    def __reduce__(self) -> tuple[object, ...]:
        """As another process gets it: whole, whatever its class takes to be made."""
        return _made_again, (type(self), self.args, self.__dict__)

    @property
    def start(self) -> int | None:
        """Where the trouble begins, or None if it has no place in the text."""
        return self.labels[0].start if self.labels else None

    @property
    def end(self) -> int | None:
        """Where the trouble ends (exclusive), or None."""
        return self.labels[0].end if self.labels else None


def _made_again(kind: type[MatcalcError], args: tuple[object, ...], state: dict[str, object]) -> MatcalcError:
    """An error from its parts."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class NowhereError(MatcalcError):
    """A derivative of what has values at single points at most."""

    def __init__(self, where: str) -> None:
        super().__init__(
            "usage", f"there is no derivative anywhere: {where} at single points at most", hint="a sign may be wrong"
        )


class UnknownRuleError(MatcalcError):
    """A derivative of something for which nobody has written a rule; its value may well be known."""

    def __init__(self, message: str) -> None:
        super().__init__("unsupported", message, hint="matcalc eval and matcalc code give its value")
