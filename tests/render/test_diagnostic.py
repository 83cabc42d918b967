"""What a user reads when something is wrong: the exact text, and what it never does."""

from __future__ import annotations

import random
import textwrap

import pytest

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.render.diagnostic import MAXIMUM_BYTES, diagnostic, pieces
from matcalc_cli.render.excerpt import display_width

FUNCTIONS = {"tr": "tr", "trace": "tr", "inv": "inv"}


def refused(text: str) -> MatcalcError:
    with pytest.raises(MatcalcError) as caught:
        parse(text, FUNCTIONS)
    return caught.value


def shape_error(*labels: Label) -> MatcalcError:
    return MatcalcError(
        "shape",
        "the terms of a sum have different shapes",
        labels,
        hint="to add C to A*B, C must have 2 rows",
        note="A is declared 2×3, C is declared 4×4",
    )


def block(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def test_an_unknown_function() -> None:
    source = "trcae(A*X)"
    assert diagnostic(refused(source), source) == block("""
        error: there is no function trcae
          trcae(A*X)
          ^^^^^
        help: did you mean tr (alias trace)?
    """)


def test_an_unclosed_bracket_in_a_batch() -> None:
    assert diagnostic(refused("tr(A*"), "tr(A*", line=2) == block("""
        error: the expression ends inside tr( …
          line 2 │ tr(A*
                 │   ‾  ^ an operand is missing after *
        help: the operand, then )
    """)


def test_a_shape_error_shows_each_operand_with_its_shape() -> None:
    source = "A*B + C where A: matrix(2,3), C: matrix(4,4)"
    assert diagnostic(shape_error(Label(0, 3, "2×p"), Label(6, 7, "4×4")), source) == block("""
        error: the terms of a sum have different shapes
          A*B + C where A: matrix(2,3), C: matrix(4,4)
          ^^^   ^
          2×p   4×4        A is declared 2×3, C is declared 4×4
        help: to add C to A*B, C must have 2 rows
    """)


def test_the_same_in_ascii() -> None:
    source = "A*B + σ"
    assert diagnostic(shape_error(Label(0, 3, "2×p"), Label(6, 7, "4×4")), source, line=3, unicode=False) == block("""
        error: the terms of a sum have different shapes
          line 3 | A*B + \\u03c3
                 | ^^^   ^^^^^^
                 | 2xp   4x4        A is declared 2x3, C is declared 4x4
        help: to add C to A*B, C must have 2 rows
    """)


def test_shapes_that_do_not_fit_side_by_side_stand_below_each_other() -> None:
    error = MatcalcError("shape", "no", [Label(0, 1, "rather long"), Label(2, 3, "n×n"), Label(20, 21, "p")])
    assert diagnostic(error, "A+B+C+D+E+F+G+H+I+J+K") == block("""
        error: no
          A+B+C+D+E+F+G+H+I+J+K
          ^ ^                 ^
          rather long         p
            n×n
    """)


def test_a_long_note_has_its_own_line() -> None:
    error = MatcalcError("shape", "no", [Label(0, 1, "n×n")], note="A is long, " * 12)
    assert diagnostic(error, "A+B").splitlines()[3].startswith("note: A is long, A is")


def test_lines_of_a_longer_program_are_numbered() -> None:
    source = "r = A*x;\n\nr = B*y;\nr"
    assert diagnostic(refused(source), source).splitlines()[:5] == [
        "error: r is already bound",
        "  line 1 │ r = A*x;",
        "         │ ‾",
        "  line 3 │ r = B*y;",
        "         │ ^",
    ]
    assert "  line 11 │ r" in diagnostic(refused(source), source, line=11)
    assert "  line  9 │ r" in diagnostic(refused("\n" + source), "\n" + source, line=8)


def test_a_line_break_at_the_end_makes_no_second_line() -> None:
    assert "line" not in diagnostic(refused("A*\n"), "A*\n")


def test_an_error_without_a_place_or_a_hint_is_one_line() -> None:
    assert diagnostic(MatcalcError("file", "there is no file x.npy"), "A") == "error: there is no file x.npy"


def test_an_empty_source_is_not_shown() -> None:
    assert len(diagnostic(refused(""), "").splitlines()) == 2
    assert len(diagnostic(refused("  \n"), "  \n").splitlines()) == 2


COLUMNS = {
    "漢*@B": (2, "  漢*@B", "     ^"),
    "漢漢": (0, "  漢漢", "  ^^"),
    "x\u0302*$": (3, "  x\u0302*$", "    ^"),
    "\x1b[m*$": (4, "  \\x1b[m*$", "         ^"),
    "A\t*$": (3, "  A *$", "     ^"),
    "\u202eA": (0, "  \\u202eA", "  ^^^^^^"),
    "\udcff": (0, "  \\udcff", "  ^^^^^^"),
    "λ*$": (2, "  λ*$", "    ^"),
}


@pytest.mark.parametrize("source", COLUMNS, ids=ascii)
def test_marks_stand_under_display_columns(source: str) -> None:
    place, line, marks = COLUMNS[source]
    shown = diagnostic(MatcalcError("syntax", "no", [Label(place, place + 1)]), source).splitlines()
    assert shown[1:] == [line, marks]


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("λ", 1), ("漢字", 4), ("x\u0302", 1), ("Ａ", 2), ("‖⊗‖", 3), ("", 0)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_a_long_line_is_cut_around_the_place() -> None:
    source = "A+" * 5000 + "$" + "+A" * 5000
    _, line, marks, *_ = diagnostic(refused(source), source).splitlines()
    assert len(line) < 100
    assert line.startswith("  …")
    assert line.endswith("…")
    assert line[marks.index("^")] == "$"


def test_a_long_line_is_cut_between_two_operands() -> None:
    source = "+".join(f"A{i}*B{i}" for i in range(3000))
    first, second = source.index("A5*B5"), source.index("A2500*B2500")
    labels = [Label(first, first + 5, "2×p"), Label(second, second + 11, "4×4")]
    _, line, marks, shapes, *_ = diagnostic(shape_error(*labels), source).splitlines()
    assert len(line) < 130
    assert line[marks.index("^") :].startswith("A5*B5")
    assert line[marks.rindex("^") + 1 - 11 :].startswith("A2500*B2500")
    assert shapes.index("4×4") == marks.rindex("^") + 1 - 11


def test_a_long_operand_is_cut_in_its_middle() -> None:
    source = "(" + "A+" * 3000 + "A)*x"
    _, line, marks = diagnostic(MatcalcError("shape", "no", [Label(0, 6003)]), source).splitlines()
    assert len(line) < 150
    assert line.startswith("  (A+A")
    assert line.endswith("A)*x")
    assert line[len(marks) :] == "*x"
    assert marks.strip() == "^" * (len(marks) - 2)


def test_only_the_line_of_the_place_is_shown() -> None:
    source = "\n".join("A" * 50 for _ in range(1000)) + "\n+$"
    shown = diagnostic(refused(source), source)
    assert "line 1001 │ +$" in shown
    assert len(shown.splitlines()) == 4


def test_pieces_are_the_text_in_roles() -> None:
    error = shape_error(Label(0, 3, "2×p"), Label(6, 7, "4×4"))
    found = pieces(error, "A*B + C", line=4)
    assert "".join(text for _, text in found) == diagnostic(error, "A*B + C", line=4)
    roles = {role: text for role, text in found if role}
    assert list(roles) == ["error", "message", "gutter", "source", "mark", "label", "note", "hint"]
    assert (roles["source"], roles["mark"]) == ("A*B + C", "^^^   ^")


HOSTILE = [
    "\x1b" * 10**6,
    "漢" * 10**6,
    "x\u0302" * 10**6,
    "\U0010ffff" * 10**6,
    "A\n" * 10**6,
    "\udcff" * 10**6,
    "$" * 10**6,
    "𝐀" * 10**5,
]


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: ascii(source[:2]))
def test_hostile_text_stays_small_and_harmless(source: str, unicode: bool) -> None:
    places = random.Random(1)
    labels = [
        Label(start, start + places.randrange(10**5), source[:500]) for start in places.sample(range(len(source)), 9)
    ]
    worst = MatcalcError("shape", source, labels, hint=source, note=source)
    for error in (refused(source), worst):
        shown = diagnostic(error, source, line=10**6, unicode=unicode)
        assert len(shown.encode("utf-8", "surrogatepass")) < MAXIMUM_BYTES
        assert shown.replace("\n", "").isprintable()
        assert unicode or shown.isascii()
        assert shown.startswith("error: ")
        assert len(shown.splitlines()) < 20


def test_places_outside_of_the_text_are_moved_inside() -> None:
    error = MatcalcError("syntax", "no", [Label(5, 9, "here"), Label(-3, 1)])
    assert diagnostic(error, "A+B").splitlines()[1:] == ["  A+B", "  ‾  ^ here"]


def test_a_place_that_runs_over_the_line_ends_with_it() -> None:
    error = MatcalcError("syntax", "no", [Label(2, 6)])
    assert diagnostic(error, "A+B\nC+D").splitlines()[1:] == ["  line 1 │ A+B", "         │   ^"]


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_on_a_terminal_marks_stay_under_what_they_mark_and_sentences_are_wrapped(width: int) -> None:
    source = "alpha*A + B*inv(C) + trcae(D*E) + F*G*H"
    place = source.index("trcae")
    error = MatcalcError("name", "there is no function " + "trcae of a name " * 3, [Label(place, place + 5)],
                         hint="did you mean tr, whose alias is trace, or something else")  # fmt: skip
    lines = diagnostic(error, source, width=width).splitlines()
    assert max(map(len, lines)) <= width
    marks = next(i for i, line in enumerate(lines) if set(line) == {" ", "^"})
    assert lines[marks - 1][lines[marks].index("^") : len(lines[marks])] == "trcae"
    help_ = next(i for i, line in enumerate(lines) if line.startswith("help: "))
    assert all(line.startswith("      ") for line in lines[help_ + 1 :])
    assert all(line.startswith("       ") for line in lines[1 : marks - 1])
