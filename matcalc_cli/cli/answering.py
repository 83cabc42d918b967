"""The common work of all commands that take an EXPR: read, answer, write, go on after an error."""

from __future__ import annotations

import os

from matcalc_cli import config
from matcalc_cli.budget import Budget
from matcalc_cli.cli.deadline import within
from matcalc_cli.cli.interrupts import unless_interrupted
from matcalc_cli.cli.output.sink import OutputFile, SecondSchema, StandardOutput
from matcalc_cli.cli.output.style import Everything, Forgotten, Style, remark
from matcalc_cli.cli.threads import one_thread
from matcalc_cli.cli.words.programs import advise, programs
from matcalc_cli.errors import ExitCode, MatcalcError, worst
from matcalc_cli.later import Later, partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeAlias

    from matcalc_cli.cli import by_form
    from matcalc_cli.cli.output import document
    from matcalc_cli.cli.output.sink import Content, Sink
    from matcalc_cli.cli.output.style import Said
    from matcalc_cli.questions import numbered

    Answering: TypeAlias = Callable[..., "Output"]
    """A command's own work: (text of a program, style=, and its options by name) -> Output."""
else:
    by_form = Later("matcalc_cli.cli.by_form")
    document = Later("matcalc_cli.cli.output.document")
    numbered = Later("matcalc_cli.questions.numbered")


ALONE, BATCH = 0.05, 0.001
"""Seconds that the verification of an answer may take: a single one, a line of a batch on average."""
COLORED = {"auto": None, "always": True, "never": False}
"""The decisions of --color, None: nothing is decided."""
LONGEST_ALONE, LONGEST_IN_BATCH = 60, 10
"""Seconds that an answer may take where --time-limit does not say."""


NAMING = ("wrt", "at")
"""Options whose texts begin with a name, which may be in the notation of the program."""


class Output:
    """One answer as text, what to say about it on standard error, and the exit code it stands for.

    In a batch a `block` of several lines stands apart from what comes before it. Of a `formula` another form may be
    shorter, with functions of the program by name. `by_form` is true of an answer that is right in other names too.
    """

    __slots__ = ("block", "by_form", "code", "data", "formula", "notes", "parts", "text")

    def __init__(
        self,
        text: str,
        notes: Sequence[str] = (),
        code: int = ExitCode.OK,
        *,
        block: bool = False,
        data: Content | None = None,
        parts: Iterable[str] = (),
        formula: bool = False,
        by_form: bool = False,
    ) -> None:
        self.formula = formula
        self.by_form = by_form
        self.data = data  # what a file gets in place of the text
        self.parts = parts  # the rest of the text, where it is so long that it is made while it is written
        self.text = text
        self.notes = tuple(notes)
        self.code = code
        self.block = block

    def saying(self, text: str, notes: Sequence[str]) -> Output:
        """The answer in other words, which are all of it."""
        return Output(text, notes, self.code, block=self.block, formula=self.formula, by_form=self.by_form)


def defines(text: str) -> bool:
    """Whether a text may define a function, f(x) = x'*x."""
    return any(behind.lstrip().startswith(("=", ":=")) for behind in text.split(")")[1:])


class Session:
    """One run of a command: where its answers go, and what has been said already."""

    def __init__(
        self, answer: Answering, words: Sequence[str], form: str, sink: Sink, seconds: int, color: bool | None, jobs: int = 1
    ) -> None:  # fmt: skip
        """A batch is answered by as many processes as there are `jobs`."""
        self.answer = answer
        self.jobs = jobs
        self.color = color
        self.seconds = seconds
        self.words = words
        self.sink = sink
        self.json_to = sink if form == "json" else None
        self.answered = False
        self.said: set[str] = set()

    def run(self, file: str | None) -> int:
        """Answer every program; an error in one leaves the others."""
        code: int = ExitCode.OK
        if self.jobs != 1:
            from matcalc_cli.cli import jobs

            code = jobs.run(self, programs(self.words, file), self.jobs)
        else:
            for text, line in programs(self.words, file):
                code = worst(code, unless_interrupted(self.attempt(text, line)))
        self.sink.commit()
        return code

    def attempt(self, text: str, line: int | None) -> int:
        """Answer one program, or say why not."""
        try:
            output = within(self.seconds, lambda: self.answer(text))
        except Exception as error:  # noqa: BLE001 fail() sorts them
            from matcalc_cli.cli.output.failure import fail

            advise(error, self.words)
            return fail(error, text=text, line=line, json_to=self.json_to, color=self.color)
        return self.put(output)

    def put(self, output: Output) -> int:
        """Write an answer with what has to be said of it; its exit code."""
        self.note(output.notes)
        if output.data is not None and isinstance(self.sink, OutputFile):
            self.sink.write_bytes(output.data)
        else:
            self.sink.write("\n" * (output.block and self.answered) + output.text)
            for part in output.parts:
                self.sink.write(part)
        self.answered = True
        return output.code

    def note(self, notes: Sequence[str]) -> None:
        """Say what has to be said once."""
        for note in notes:
            if note not in self.said:
                self.said.add(note)
                remark(note)


def run(
    answer: Answering, words: Sequence[str], *, file: str | None, output: str | None, standalone: bool,
    color: str | None, **options: Any,
) -> int:  # fmt: skip
    """Answer what the command line asks and return the exit code."""
    if not options.get("at"):  # the matrices of verification are small, those of files may be large
        one_thread()
    colored = COLORED[color or usual_color()]
    batch = list(words) == ["-"]
    wanted = options.pop("jobs")
    jobs = processes(wanted) if batch else 1
    if "no_verify" in options:
        each = 0.0 if options.pop("no_verify") else BATCH if batch and jobs == 1 else ALONE
        options["budget"] = Budget(each, ALONE, {} if batch else None)
    form = options.pop("format") or config.value("format")
    style = Style(form, color=colored, standalone=standalone, file=output)
    asked = options.pop("vec", None)
    style.vec, style.vec_asked = asked or config.value("vec"), asked is not None
    style.expand = options.pop("expand")
    style.told = told(unwanted=options.pop("no_notes"), jobs=jobs)
    if options.get("vech", False) is None and config.value("symmetric") != "free":
        options["vech"] = False
    limit = options.pop("time_limit")
    seconds = limit if limit is not None else LONGEST_IN_BATCH if batch else LONGEST_ALONE
    notation = options.pop("notation") or config.value("input")
    options["var"] = (*options["var"], *standing())
    for option in NAMING:
        options |= {option: named(notation, options[option])} if options.get(option) else {}
    sink: Sink = StandardOutput() if output is None else OutputFile(output)
    if standalone or style.format == "html":
        sink = document.Document(sink, style.format)
    if options.pop("schema") == "2" and style.format == "json":
        sink = SecondSchema(sink)
    ask = partial(numbered.with_numbers, answer) if options.get("at") else answer
    of_names = any(isinstance(value, str | tuple) and value for value in options.values())  # --wrt x1, --loss "c1'*x"
    answering = keeping(options.pop("keep"), partial(ask, **options), options["var"], style)
    read = reading(notation, answering, options["var"])
    if batch and notation == "matcalc" and not of_names:
        read = by_form.ByForm(read, style, options.get("budget"))
    return Session(read, words, style.format, sink, seconds, colored, jobs).run(file)


def processes(wanted: int) -> int:
    """How many processes answer the lines: 0 asks for one on every processor; a system without fork has one alone."""
    if not hasattr(os, "fork"):
        return 1
    here = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return wanted or len(here)


def told(*, unwanted: bool, jobs: int) -> Said:
    """The conventions that need not be said: all if unwanted, else those said before, which no one of several processes knows."""
    if unwanted or config.value("notes") == "none":
        return Everything()
    if jobs != 1:
        return Forgotten()
    return set() if config.TOLD is None else config.TOLD


def usual_color() -> str:
    """When to colour where --color does not say: the environment, else the file."""
    said, origin = config.found("color")
    outranked = origin == config.file_path() and (os.environ.get("NO_COLOR") or os.environ.get("FORCE_COLOR"))
    return "auto" if outranked else said


def standing() -> list[str]:
    """The declarations that were made once for all."""
    found = config.declarations()
    if not found:
        return []
    from matcalc_cli.program import Standing

    return list(map(Standing, found))


def keeping(names: Sequence[str], answering: Answering, var: Sequence[str], style: Style) -> Answering:
    """Answering of texts of which some functions are kept by name: the ones asked for, or all where that is shorter."""

    def answer(text: str, **options: Any) -> Output:
        from matcalc_cli.program.keeping import kept

        rest, declared = kept(text, names, var)
        return answering(rest, var=(*var, *declared), style=style, **options)

    def shorter(text: str, **options: Any) -> Output:
        found = answering(text, style=style, **options)
        if style.expand or not found.formula or not defines(text):
            return found
        from matcalc_cli.program.keeping import all_kept

        try:
            rest, declared, kept = all_kept(text, var)
        except MatcalcError:  # an equation by its sides, det(A) = 0, which its command reads alone
            return found
        if not kept:
            return found
        other = answering(rest, var=(*var, *declared), style=style.keeping(kept), **options)
        if len(other.text) >= len(found.text):
            return found
        other.notes = (*found.notes, "the answer is shorter with functions by name; --expand writes them out")
        return other

    return answer if names else shorter


def named(notation: str, texts: Sequence[str]) -> tuple[str, ...]:
    r"""The arguments that begin with names in a notation, x[0] in NumPy, or in LaTeX, \Sigma and \Sigma=FILE, as the language has them."""
    if notation == "matcalc" and not any("\\" in text for text in texts):
        return tuple(texts)
    from matcalc_cli.questions.guessing import name_in

    return tuple([name_in(text, notation) for text in texts])


def reading(notation: str, answering: Answering, var: Sequence[str] = ()) -> Answering:
    """The answers to texts in a notation; `auto` guesses it, with the declarations `var`."""
    if notation == "matcalc":
        return answering
    if notation == "auto":
        from matcalc_cli.questions.guessing import guessed

        return lambda text: answering(guessed(text, var))
    from matcalc_cli.program import Written

    return lambda text: answering(Written(text, notation))
