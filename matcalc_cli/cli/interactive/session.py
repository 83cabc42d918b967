"""A session: lines in, command lines out; declarations, parts and the last answer stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from matcalc_cli import config
from matcalc_cli.cli.interactive.programs import Programs, named_part, split_declarations
from matcalc_cli.errors import ExitCode, MatcalcError

Runner = Callable[[Sequence[str]], int]
"""Runs a command line, prints its answer or its error, and returns the exit code."""

DECLARED = re.compile(r"\s*[^\W\d_]\w*\s*:(?![=:])")
ANSWERED = (ExitCode.OK, ExitCode.WRONG, ExitCode.INCONCLUSIVE)
DIFFERENTIATING = ("diff", "differential", "grad", "jacobian", "hessian", "vjp", "explain", "check", "code", "entries")
QUOTED = re.compile(r'"([^"]*)"')
WORDS = re.compile(r'(?:"[^"]*"|\S)+')
BARE = {
    "exit": "quit",
    "quit": "quit",
    "exit()": "quit",
    "quit()": "quit",
    "help": "help",
    "?": "help",
    "help()": "help",
}
"""The commands that people type without a colon, where no name is called so."""
LATEX = re.compile(r"\\(?:[A-Za-z]{2,}|\||[({\[])")
"""The signs of LaTeX alone; `A\b` is a solution."""
HELP = """\
  x'*A*x               an expression: its derivatives
  S: spd(n)            a declaration, which stays; S: matrix(2,3) replaces it
  r = A*x - b          a part with a name, which stays; behind r = A*x - b;
                       the expression goes on
  _                    the last answer; with several variables _x and _A are
                       the answers for x and A
  :grad :jacobian :hessian :explain :check :code ... [EXPR] [OPTIONS]
                       that command, of the last expression if none is given
  :latex :plain :json ...
                       the last answer again, in that format
  :wrt x y             differentiate with respect to x and y; :wrt alone, to
                       every variable
  :set format latex    settle a format, vec, color or input; :config lists them
  :names  :forget S r  what is declared and named; forget some of it, or all
  :help  :quit         this text; leave, as Ctrl-D does
"""


def split_words(text: str) -> list[str]:
    """The words of a command; double quotes keep blanks together and fall away, as in a shell."""
    return [QUOTED.sub(r"\1", word) for word in WORDS.findall(text)]


class Session:
    """The settings of one conversation, and the one way to take its lines."""

    def __init__(self, run: Runner, write: Callable[[str], None], commands: Sequence[str]) -> None:
        self.run = run
        self.write = write
        self.commands = commands
        self.programs = Programs()
        self.wrt: tuple[str, ...] = ()
        self.told: set[str] = set()
        self.over = False

    def take(self, text: str) -> int:
        """Answer a line (or a program of several); its exit code."""
        config.TOLD = self.told
        try:
            return self._take(text.strip())
        except MatcalcError as error:
            from matcalc_cli.cli.output.failure import fail

            return fail(error, text=text)
        finally:
            config.TOLD = None

    def _take(self, text: str) -> int:
        if not text or text.startswith("#"):
            return ExitCode.OK
        if text in BARE and text not in self.programs.known():
            return self._command(BARE[text])
        if text.startswith(":"):
            return self._command(text[1:])
        if text.startswith("matcalc "):  # pasted from a shell
            return self._command(text.removeprefix("matcalc ").lstrip())
        if DECLARED.match(text):
            return self._declare(text)
        if part := named_part(text):
            return self.programs.name_part(*part)
        return self.ask("diff", text)

    def ask(self, command: str, text: str, options: Sequence[str] = ()) -> int:
        """Run a command on a program, and remember both if there was an answer."""
        program = self.programs.expanded(self.own(text))
        chosen = [word for name in self.wrt for word in ("--wrt", name)]
        if "--wrt" in options or command not in DIFFERENTIATING:
            chosen = []
        code = self.run([command, *chosen, *options, "--", program])
        if code in ANSWERED:
            asked = [name for option, name in pairwise([*chosen, *options]) if option == "--wrt"]
            self.programs.answered(command, program, tuple(asked))
        return code

    def own(self, text: str) -> str:
        """A pasted formula of LaTeX in matcalc's own notation, which stays as the program; other text as it is."""
        if config.value("input") != "matcalc" or not LATEX.search(text):
            return text
        from matcalc_cli.cli.output.style import remark
        from matcalc_cli.pipeline import read
        from matcalc_cli.program import Standing, Written
        from matcalc_cli.render.reports.answers import program_text

        _, found = read(Written(text, "latex"), [Standing(d) for d in self.programs.declarations.values()])
        for note in ("read as LaTeX", *found.notes):
            remark(note)
        return program_text(found.expression)

    def _declare(self, text: str) -> int:
        for declaration in split_declarations(text):
            self.programs.declare(declaration)
        config.SESSION["declarations"] = ", ".join(self.programs.declarations.values())
        return ExitCode.OK

    def _command(self, line: str) -> int:
        name, _, rest = line.partition(" ")
        if name in OWN:
            return OWN[name](self, rest.split())
        if name in config.FORMATS:
            return self._again(["-f", name])
        if name in self.commands:
            return self._subcommand(name, rest)
        return self._unknown(name)

    def _again(self, options: Sequence[str]) -> int:
        command, program = self.programs.last()
        return self.ask(command, program, options)

    def _subcommand(self, name: str, rest: str) -> int:
        """`:check --seed 3` is of the last expression, `:check A^3` of its own."""
        from matcalc_cli.cli.words.commandline import arrange, takes_value
        from matcalc_cli.cli.words.commands import program_command

        found = program_command(name)
        if found is None:
            return self.run([name, *split_words(rest)])
        options, words = arrange(split_words(rest), takes_value(found.options), found.leading)
        text = " ".join(words) or self.programs.last()[1]
        return self.ask(name, text, options[: options.index("--")] if "--" in options else options)

    def _unknown(self, name: str) -> int:
        from matcalc_cli.language.mistakes.suggest import nearest

        near = nearest(name, [*OWN, *self.commands, *config.FORMATS])
        hint = f"did you mean :{near}?" if near else ":help lists them"
        raise MatcalcError("usage", f"there is no command :{name}", hint=hint)

    # The session's own commands; each takes the words behind its name.

    def help(self, _words: Sequence[str]) -> int:
        """Print what a session understands."""
        self.write(HELP)
        return ExitCode.OK

    def quit(self, _words: Sequence[str]) -> int:
        """End the session."""
        self.over = True
        return ExitCode.OK

    def choose(self, words: Sequence[str]) -> int:
        """Set the variables to differentiate with respect to, from now on."""
        self.wrt = tuple(word.strip(",") for word in words)
        return ExitCode.OK

    def set(self, words: Sequence[str]) -> int:
        """A setting, for this session."""
        if len(words) != 2 or words[0] not in config.SETTINGS:
            known = ", ".join(name for name, setting in config.SETTINGS.items() if setting.choices)
            raise MatcalcError("usage", ":set takes a setting and its value", hint=f"the settings are {known}")
        config.SESSION[words[0]] = config.checked(words[0], words[1], ":set")
        return ExitCode.OK

    def names(self, _words: Sequence[str]) -> int:
        """Print the declarations and the named parts."""
        self.write("".join(f"  {line}\n" for line in self.programs.described()))
        return ExitCode.OK

    def forget(self, words: Sequence[str]) -> int:
        """Forget some names, or all."""
        self.programs.forget(words)
        config.SESSION["declarations"] = ", ".join(self.programs.declarations.values())
        return ExitCode.OK


OWN: Mapping[str, Callable[[Session, Sequence[str]], int]] = {
    "help": Session.help,
    "quit": Session.quit,
    "q": Session.quit,
    "exit": Session.quit,
    "wrt": Session.choose,
    "set": Session.set,
    "names": Session.names,
    "forget": Session.forget,
}
"""The commands that begin with `:` and are no command of matcalc."""
