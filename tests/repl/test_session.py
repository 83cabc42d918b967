from __future__ import annotations

import io
import shlex
from collections.abc import Iterator, Sequence

import pytest

from matcalc_cli import config
from matcalc_cli.cli.interactive.session import Session
from matcalc_cli.cli.interactive.words import completions, is_unfinished, swallows
from matcalc_cli.cli.main import main
from matcalc_cli.cli.words.commands import COMMANDS


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("NO_COLOR", "FORCE_COLOR", *map(config.variable, config.SETTINGS)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")
    yield
    config.SESSION.clear()


class Talk:
    """A session whose answers the test reads."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.commands: list[str] = []
        self.written: list[str] = []
        self.session = Session(self.run, self.written.append, COMMANDS)

    def run(self, words: Sequence[str]) -> int:
        self.commands.append(shlex.join(words))
        return main(words)

    def say(self, *lines: str) -> str:
        """What the last of the lines is answered."""
        for line in lines:
            self.capsys.readouterr()
            self.code = self.session.take(line)
        out, self.error = self.capsys.readouterr()
        return out


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str]) -> Talk:
    return Talk(capsys)


def test_an_expression_is_answered_with_its_report(talk: Talk) -> None:
    assert "(A + A')*x" in talk.say("x'*A*x")


def test_a_declaration_stays_until_another_takes_its_place(talk: Talk) -> None:
    assert talk.say("S: spd(n)", ":grad logdet(S)") == "inv(S) where S: spd(n)\n"
    assert talk.say("S: matrix(2,2)", ":grad logdet(S)") == "inv(S)' where S: matrix(2,2)\n"
    assert talk.say(":grad logdet(S) where S: symmetric(n)") == "inv(S) where S: symmetric(n)\n"


def test_several_declarations_on_one_line(talk: Talk) -> None:
    talk.say("S: spd(n), A: matrix(2,3)", ":names")
    assert talk.written == ["  S: spd(n)\n  A: matrix(2,3)\n"]


def test_a_named_part_stays(talk: Talk) -> None:
    assert talk.say("r = A*x - b", "s = r'*r", ":grad s --wrt x") == "r = A*x - b; 2*A'*r\n"
    assert talk.say(":forget", ":grad s'*s --wrt s") == "2*s\n"


def test_a_part_in_one_line_is_of_that_line_only(talk: Talk) -> None:
    assert talk.say("r = A*x; :grad") == ""
    assert talk.code == 2
    talk.say("q = A*x; q'*q", ":names")
    assert talk.written == [""]


def test_a_part_that_cannot_be_read_is_refused_at_once(talk: Talk) -> None:
    assert talk.say("r = x*y") == ""
    assert (talk.code, "inner dimensions" in talk.error) == (2, True)


def test_the_last_answer(talk: Talk) -> None:
    assert talk.say(":grad norm(A*x - b)^2 --wrt x", ":jacobian _ --wrt x") == "2*A'*A\n"
    assert talk.say("x'*A*x", ":simplify _A") == "x*x'\n"
    assert talk.say("S: symmetric(n)", "x'*S*x", ":grad x'*_x --wrt x") == "4*S*x where S: symmetric(n)\n"


def test_without_a_last_answer(talk: Talk) -> None:
    assert talk.say("_ + A") == ""
    assert "no last answer" in talk.error
    assert talk.say(":latex") == ""
    assert "no last answer" in talk.error


@pytest.mark.parametrize(("command", "said"), [(":latex", "\\nabla"), (":json", '{"schema"'), (":check", "ok")])
def test_commands_are_about_the_last_expression(talk: Talk, command: str, said: str) -> None:
    assert said in talk.say("x'*A*x", command)


def test_a_command_may_have_options_and_an_expression(talk: Talk) -> None:
    assert talk.say(":hessian x'*A*x --wrt x") == "A + A'\n"
    assert talk.say(":grad -f latex --wrt x") == "(A + A^{\\mathsf{T}}) x\n"


def test_double_quotes_are_those_of_a_shell(talk: Talk) -> None:
    assert "only when A and dA commute" in talk.say(':check A^3 --claim "3*A^2 * dA"')
    assert talk.say(':grad "tr(A * B\')" --wrt A') == "B\n"
    assert talk.say('matcalc grad "tr(A*B)" --wrt B') == "A'\n"
    talk.say(':grad "tr(A*B) --wrt B')
    assert "quotation mark" in talk.error


def test_help_fits_a_terminal(talk: Talk) -> None:
    talk.say(":help")
    assert max(map(len, talk.written[0].splitlines())) < 80


def test_what_to_differentiate_by_is_settled_once(talk: Talk) -> None:
    assert talk.say(":wrt x", ":grad x'*A*x") == "(A + A')*x\n"
    assert talk.say(":wrt", ":grad x'*A*x").count("\n") == 2
    assert talk.say(":wrt x", ":simplify A*I") == "A\n"


def test_a_setting_of_the_session(talk: Talk) -> None:
    assert talk.say(":set format latex", ":grad tr(A*X) --wrt X") == "A^{\\mathsf{T}}\n"
    talk.say(":set format latx")
    assert (talk.code, "did you mean latex?" in talk.error) == (2, True)


def test_a_misspelt_command(talk: Talk) -> None:
    talk.say(":grda A")
    assert "did you mean :grad?" in talk.error


def test_an_error_is_about_the_line(talk: Talk) -> None:
    talk.say("tr(A*")
    assert talk.error.splitlines()[1] == "  tr(A*"
    assert talk.code == 2


def test_leaving(talk: Talk) -> None:
    talk.say(":quit")
    assert talk.session.over


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (":expl", [":explain"]),
        (":hel", [":help"]),
        ("x'*logd", ["logdet"]),
        ("Om", ["Omega"]),
        ("T: sym", ["symmetric"]),
        (":set form", ["format"]),
        (":set format lat", ["latex"]),
        (":wrt ", ["Omega", "S", "part"]),
        (":grad par", ["part"]),
        (":grad tr(Xy*A) --wrt ", ["A", "Omega", "S", "Xy", "part"]),
        (":grad tr(Xy*A) -f latex --wrt X", ["Xy"]),
    ],
)
def test_completion(talk: Talk, line: str, offered: list[str]) -> None:
    talk.say("S: spd(n)", "Omega: spd(n)", "part = S*Omega")
    assert completions(talk.session, line)[1] == offered


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        (r"\begin{align*}", True),
        (r"\begin{align*} x \\ y \end{align*}", False),
        (r"\[ x", True),
        (r"x \\[2pt] y", False),
        ("$$ x", True),
        ("r = A*x - b;", True),
        ("tr(A", True),
        ("r = A; # so", True),
        ("r = A; r'*r", False),
        ("tr(A) # (", False),
    ],
)
def test_a_program_may_take_several_lines(text: str, unfinished: bool) -> None:
    assert is_unfinished(text) is unfinished


def test_bare_words_leave_and_help(talk: Talk) -> None:
    talk.say("?")
    assert "an expression: its derivatives" in talk.written[-1]
    talk.say("exit")
    assert talk.session.over


def test_pasted_latex_is_recognised_and_stays_as_a_program(talk: Talk) -> None:
    assert talk.say(r":grad \|Ax-b\|^2 --wrt x") == "2*A'*(A*x - b)\n"
    assert "read as LaTeX" in talk.error
    assert talk.say(":jacobian _ --wrt x") == "2*A'*A\n"
    assert "inv(A)" in talk.say("A\\b")


def test_a_greek_letter_by_its_command(talk: Talk) -> None:
    assert completions(talk.session, r"2*\lambda") == (7, ["λ"])
    assert completions(talk.session, r"\la") == (3, [r"\lambda"])


def test_a_wrong_line_does_not_swallow_the_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("tr(A*B\n:grad x'*x\ntr(A\n*B)\n"))
    assert main(["repl"]) == 2
    out, err = capsys.readouterr()
    assert "2*x\n" in out and "f(A, B) = tr(A*B)" in out
    assert "the expression ends inside tr(" in err


def test_a_convention_is_said_once(talk: Talk) -> None:
    assert "has the shape of the variable: df = tr(G'*dx)" in talk.say("norm(x)^2")
    assert "convention" not in talk.say("tr(A*X)")
    assert "vec stacks columns" in talk.say(":explain A*x")
    assert talk.say(":set notes none", "S: spd(n)", "logdet(S)").splitlines()[-1].startswith("check")
    assert "S moves among" in talk.say(":set notes once", "logdet(S)")
    assert config.TOLD is None


def test_a_display_of_latex_is_read_to_its_end() -> None:
    assert not swallows(r"\begin{align*} f(x) &= x", r"\end{align*}")
    assert swallows("(x", "y")
    assert swallows("tr(A*", "help")
    assert swallows("tr(A*", "matcalc grad x'*x")
    assert not swallows("tr(A*", "X)")
